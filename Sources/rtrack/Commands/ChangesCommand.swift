import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Lists what happened since a moment.
struct ChangesCommand: Command {
  static let name = "changes"
  static let summary = "List what was said and done since a moment, and from where to ask next"
  static let discussion = """
    SINCE is what an earlier call gave as `next`, a time, an age such as 3d, or a cycle such as \
    c42. Since a `next` nothing is told twice and nothing is left out: also what a sync brought \
    that is older, in the order in which the ledger took it. Since a time or a cycle it is what \
    was written then and later, the oldest first. TERMS are those of `rtrack search`. In a pipe \
    the columns are those of `rtrack log`, and `next` is told on standard error.
    """
  static let examples = [
    Example("rtrack changes 3d"), Example("rtrack changes c42 agent:flux"),
    Example("rtrack changes \"$(cat next)\" --json", "in a script that polls"),
  ]

  @Argument(help: "A `next`, a time, an age or a cycle")
  var since: String

  @Argument(name: "terms", help: "Only what fits, such as agent:flux or label:simulation")
  var terms: [String]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let wanted = try context.terms(terms)
    return try context.answer(hasWords: wanted.hasWords) { reading in
      let changes = try changes(reading, now: context.now())
      let filter = try context.filter(wanted, in: reading)
      context.tellUnreadable(reading.snapshot)
      if !common.json { context.note("rtrack: next: \(changes.next)") }
      return ChangesReport(
        changes: changes,
        events: try changes.events.filter(filter.fits).map(reading.snapshot.called),
        unreadable: reading.snapshot.unreadable)
    }
  }

  private func changes(_ reading: Reading, now: Timestamp) throws -> LedgerChanges {
    if let cursor = LedgerCursor(since) {
      return try LedgerChanges(since: cursor, in: reading.snapshot)
    }
    if since.first == "c", let number = Int(since.dropFirst()) {
      guard let cycle = try reading.snapshot.cycles(number).first else {
        throw LedgerError(
          .unknownCycle, "there is no cycle \(number)", hint: "see them with `rtrack cycle list`")
      }
      return try LedgerChanges(since: cycle.opened.at, in: reading)
    }
    guard let time = Timestamp(since, ageBefore: now) else {
      throw ArgumentFault(
        "`\(since)` is no moment",
        hint: "such as 3d, 12h, 2026-11-21T05:33:12Z, c42, or what an earlier call gave as next")
    }
    return try LedgerChanges(since: time, in: reading)
  }
}

extension Context {
  /// The conditions of a search; none is one that everything fits.
  func terms(_ words: [String]) throws -> SearchTerms {
    do {
      return try SearchTerms(words, now: now())
    } catch let fault as SearchTerms.Fault {
      throw LedgerError(.invalid, fault.message, hint: fault.hint)
    }
  }

  /// Whom the terms' agent is on the roster.
  func agent(of terms: SearchTerms, in reading: Reading) throws -> AgentName? {
    try terms.agent.map { spelling in
      try spelling == AgentName.system.text
        ? .system : reading.snapshot.roster().named(spelling).name
    }
  }

  /// The terms as a filter of single events.
  func filter(_ terms: SearchTerms, in reading: Reading) throws -> EventFilter {
    EventFilter(terms, agent: try agent(of: terms, in: reading), in: reading)
  }
}

/// What happened, a line each.
struct ChangesReport: Report {
  let changes: LedgerChanges
  /// Those that were wanted.
  let events: [Event]
  let unreadable: JSON.Member

  var ids: [String] { events.map(\.name.description) }

  var json: [JSON.Member] {
    [
      JSON.Member("events", .array(events.map { EventJSON.event($0) })),
      JSON.Member("gone", .strings(changes.gone)),
      JSON.Member("next", .string(changes.next.description)), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    if events.isEmpty, changes.gone.isEmpty {
      return terminal.isOutput ? "Nothing happened.\n" : ""
    }
    let gone = changes.gone.map { "gone: \(terminalSafe($0))\n" }.joined()
    return (events.isEmpty ? "" : EventTable.text(events, for: terminal))
      + (terminal.isOutput ? gone : "")
  }
}
