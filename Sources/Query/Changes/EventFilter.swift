import Database
import Ledger
public import Research

/// Whether single events fit what somebody searches for: as ``TextSearch`` finds them, but also
/// those that say nothing in words.
public struct EventFilter {
  let reading: Reading
  let terms: SearchTerms
  let agent: AgentName?

  /// A filter of one moment of the ledger; with words in the terms its reading has words.
  ///
  /// - Parameter agent: whom the terms' agent is on the roster.
  public init(_ terms: SearchTerms, agent: AgentName? = nil, in reading: Reading) {
    self.terms = terms
    self.agent = agent
    self.reading = reading
  }

  /// Whether an event fits.
  ///
  /// - Throws: ``Ledger/LedgerError`` where no cycle is open to be silent in.
  public func fits(_ event: Event) throws -> Bool {
    if let agent, event.agent != agent { return false }
    if let cycles = terms.cycles, !cycles.contains(event.name.cycle) { return false }
    if let since = terms.since, event.at < since { return false }
    if let status = terms.status {
      guard case .comment(let comment) = event.payload, comment.status?.lowercased() == status
      else { return false }
    }
    if let wanted = terms.experiment {
      switch event.thread {
      case .experiment(let id, _), .results(let id):
        if id.text != wanted, !id.text.hasPrefix(wanted + "-") { return false }
      default: return false
      }
    }
    if terms.state != nil || !terms.labels.isEmpty || terms.isSilent {
      guard case .issue(let number, let opening) = event.thread,
        try fits(number, opening)
      else { return false }
    }
    if terms.words.isEmpty { return true }
    return try TextSearch(reading).hasWords(terms, event.name)
  }

  private func fits(_ number: IssueNumber, _ opening: EventName) throws -> Bool {
    let issue = try reading.snapshot.issues(number, conversation: false)
      .first { $0.opening == opening }
    guard let issue else { return false }
    if let state = terms.state, issue.state != state { return false }
    if !terms.labels.allSatisfy(issue.labels.contains) { return false }
    if !terms.isSilent { return true }
    let spoken = try TextSearch(reading).openCycles().contains { cycle in
      try reading.snapshot.files(in: .issue(number)).contains { $0.name.cycle == cycle }
    }
    return issue.state == .open && !spoken
  }
}
