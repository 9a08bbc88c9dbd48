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

  /// Whether the names of events, and the texts of what was ever closed, say which issues fit and
  /// in which order.
  var isToldByNames: Bool {
    labels.isEmpty && assignee == nil && text == nil && order == .number
  }

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
    let names = try allNames()
    let blockers = try snapshot.blockers(names)
    var rows: [IssueRow] = []
    for (number, names) in names where try mayFit(number, names, filter) {
      rows += try self.rows(number, names, blockers).filter { fits($0.issue, filter) }
    }
    return sorted(rows, filter)
  }

  /// One page of the issues that fit. Where names tell which these are, only they are read.
  ///
  /// - Parameters:
  ///   - number: from 1.
  ///   - size: how many are on a page.
  public func page(_ filter: IssueFilter, number: Int, size: Int) throws -> Page<IssueRow> {
    let names = try allNames()
    guard filter.isToldByNames, names.values.allSatisfy({ $0.openings <= 1 }) else {
      return Page(number, of: try rows(filter), size: size)
    }
    let fitting = try names.filter { number, names in
      guard try mayFit(number, names, filter) else { return false }
      guard let state = filter.state else { return true }
      if !names.wasClosed { return state == .open }
      return try snapshot.issues(number, conversation: false).contains { $0.state == state }
    }
    let numbers = fitting.keys.sorted()
    let blockers = try snapshot.blockers(names)
    return try Page(number, of: filter.isReversed ? numbers.reversed() : numbers, size: size)
      .flatMap { try rows($0, names[$0] ?? IssueNames(), blockers) }
  }

  private func allNames() throws -> [IssueNumber: IssueNames] {
    var names: [IssueNumber: IssueNames] = [:]
    for number in try snapshot.issueNumbers() { names[number] = try snapshot.names(of: number) }
    return names
  }

  private func rows(
    _ number: IssueNumber, _ names: IssueNames, _ blockers: [IssueNumber: [IssueNumber]]
  ) throws -> [IssueRow] {
    let issues = try snapshot.issues(number, conversation: false)
    return try issues.map { issue in
      let changed = issue.events.map(\.time).max() ?? issue.opened.time
      let said = try lastSaid(in: issue, names)
      return IssueRow(
        issue: issue, comments: names.comments,
        updated: max(changed, said ?? changed),
        blockedBy: blockers[number] ?? [], isAmbiguous: issues.count > 1)
    }
  }

  /// When something was said last. An imported comment's name has the import's time, so where those
  /// were the last they are read for their own.
  private func lastSaid(in issue: Issue, _ names: IssueNames) throws -> Timestamp? {
    let isImported = issue.events.contains { $0.importedFrom != nil }
    guard isImported, let last = names.lastComment?.time
    else { return names.lastComment?.time }
    let talk = try snapshot.files(in: .issue(issue.number)) {
      EventKind.talk.contains(String($0))
    }
    return try talk.filter { $0.name.time == last }
      .compactMap { try snapshot.event(in: $0)?.time }.max() ?? last
  }

  /// Open issues that nothing blocks and nobody put off: the most urgent first, then the oldest.
  public func ready() throws -> [IssueRow] {
    var filter = IssueFilter()
    filter.state = .open
    filter.order = .priority
    return try rows(filter).filter { !$0.issue.isDeferred && $0.blockedBy.isEmpty }
  }

  /// Whether an issue can fit by what names tell: nothing of it is read for that.
  private func mayFit(
    _ number: IssueNumber, _ names: IssueNames, _ filter: IssueFilter
  ) throws -> Bool {
    if filter.state == .closed && !names.wasClosed { return false }
    guard filter.agent != nil || filter.cycle != nil else { return true }
    return try snapshot.files(in: .issue(number)).contains { file in
      (filter.agent.map { $0 == file.name.agent } ?? true)
        && (filter.cycle.map { $0 == file.name.cycle } ?? true)
    }
  }

  private func fits(_ issue: Issue, _ filter: IssueFilter) -> Bool {
    if let state = filter.state, issue.state != state { return false }
    if !filter.labels.allSatisfy(issue.labels.contains) { return false }
    if let assignee = filter.assignee, !issue.assignees.contains(assignee) { return false }
    guard let text = filter.text?.lowercased() else { return true }
    return issue.title.lowercased().contains(text) || issue.text.lowercased().contains(text)
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
}
