public import Ledger
public import Research

/// Which issues are wanted, and in which order.
public struct IssueFilter: Sendable {
  /// By what they are sorted.
  public enum Order: String, CaseIterable, Sendable {
    case number, updated, priority, created
  }
  /// Nil means either.
  public var state: Issue.State?
  /// All of these it must have.
  public var labels: [String] = []
  /// Whom it is assigned to.
  public var assignee: AgentName?
  /// Who took part, by any event.
  public var agent: AgentName?
  /// In which something happened.
  public var cycle: Int?
  /// In the title or description, whatever the case.
  public var text: String?
  /// Numbers and priorities come from the lowest, times from the newest.
  public var order = Order.number
  /// The other way round.
  public var isReversed = false

  /// A filter that lets everything through.
  public init() {}
}

/// An issue with what a listing says of it.
public struct IssueRow: Sendable {
  /// Without its conversation.
  public let issue: Issue
  /// How many comments and notices there are.
  public let comments: Int
  /// When something happened last.
  public let updated: Timestamp
  /// Open issues that block it.
  public let blockedBy: [IssueNumber]
  /// True when another opening keeps the number.
  public let isAmbiguous: Bool
}

/// Issues by filter, as listings show them.
public struct IssueList {
  let snapshot: Snapshot

  /// The issues of one moment of the ledger.
  public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// All issues that fit, in order.
  public func rows(_ filter: IssueFilter) throws -> [IssueRow] {
    let all = try snapshot.allIssues()
    let blockers = Self.blockers(all)
    var counts: [IssueNumber: Int] = [:]
    for issue in all { counts[issue.number, default: 0] += 1 }
    var rows: [IssueRow] = []
    for issue in all where try fits(issue, filter) {
      let talk = try snapshot.talk(in: issue.number)
      let changed = issue.events.map(\.time).max() ?? issue.opened.time
      rows.append(
        IssueRow(
          issue: issue, comments: talk.count, updated: max(changed, talk.last?.time ?? changed),
          blockedBy: blockers[issue.number] ?? [], isAmbiguous: counts[issue.number] ?? 1 > 1))
    }
    return sorted(rows, filter)
  }

  /// Open issues that nothing blocks and nobody put off: the most urgent first, then the oldest.
  public func ready() throws -> [IssueRow] {
    var filter = IssueFilter()
    filter.state = .open
    filter.order = .priority
    return try rows(filter).filter { !$0.issue.isDeferred && $0.blockedBy.isEmpty }
  }

  private func fits(_ issue: Issue, _ filter: IssueFilter) throws -> Bool {
    if let state = filter.state, issue.state != state { return false }
    if !filter.labels.allSatisfy(issue.labels.contains) { return false }
    if let assignee = filter.assignee, !issue.assignees.contains(assignee) { return false }
    if let text = filter.text?.lowercased(),
      !issue.title.lowercased().contains(text), !issue.text.lowercased().contains(text)
    {
      return false
    }
    guard filter.agent != nil || filter.cycle != nil else { return true }
    return try snapshot.files(in: .issue(issue.number)).contains { file in
      (filter.agent.map { $0 == file.name.agent } ?? true)
        && (filter.cycle.map { $0 == file.name.cycle } ?? true)
    }
  }

  private func sorted(_ rows: [IssueRow], _ filter: IssueFilter) -> [IssueRow] {
    let usual = Issue.usualPriority
    let ordered = rows.sorted { a, b in
      switch filter.order {
      case .number: return a.issue.number < b.issue.number
      case .updated:
        return (b.updated, a.issue.number) < (a.updated, b.issue.number)
      case .created:
        return (b.issue.opened.time, a.issue.number) < (a.issue.opened.time, b.issue.number)
      case .priority:
        return (a.issue.priority ?? usual, a.issue.number)
          < (b.issue.priority ?? usual, b.issue.number)
      }
    }
    return filter.isReversed ? ordered.reversed() : ordered
  }

  /// The open issues that block each issue.
  static func blockers(_ issues: [Issue]) -> [IssueNumber: [IssueNumber]] {
    var blockers: [IssueNumber: [IssueNumber]] = [:]
    for issue in issues where issue.state == .open {
      for blocked in issue.blocks { blockers[blocked, default: []].append(issue.number) }
    }
    return blockers
  }
}
