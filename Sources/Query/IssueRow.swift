import Ledger
public import Research

/// An issue with what a listing says of it.
public struct IssueRow: Sendable {
  /// Without its conversation.
  public let issue: Issue
  /// How many comments and notices there are.
  public let comments: Int
  /// When something happened last.
  public let updated: Timestamp
  /// Open issues that block it.
  public internal(set) var blockedBy: [IssueNumber]
  /// True when another opening keeps the number.
  public let isAmbiguous: Bool
  /// The last comment, result or notice under its number, by name.
  let lastComment: EventName?
}

extension IssueRow {
  /// The issues opened under one number, its keeper first; what blocks them is not looked for.
  static func all(_ number: IssueNumber, in snapshot: Snapshot) throws -> [IssueRow] {
    let (issues, names) = try snapshot.outline(of: number)
    return try issues.map { issue in
      let changed = issue.events.map(\.time).max() ?? issue.opened.time
      let said = try lastSaid(in: issue, names, snapshot)
      return IssueRow(
        issue: issue, comments: names.comments, updated: max(changed, said ?? changed),
        blockedBy: [], isAmbiguous: issues.count > 1, lastComment: names.lastComment)
    }
  }

  /// When something was said last. An imported comment's name has the import's time, so where those
  /// were the last they are read for their own.
  private static func lastSaid(
    in issue: Issue, _ names: IssueNames, _ snapshot: Snapshot
  ) throws -> Timestamp? {
    let isImported = issue.events.contains { $0.importedFrom != nil }
    guard isImported, let last = names.lastComment?.time else { return names.lastComment?.time }
    let talk = try snapshot.files(in: .issue(issue.number)) {
      EventKind.talk.contains(String($0))
    }
    return try talk.filter { $0.name.time == last }
      .compactMap { try snapshot.event(in: $0)?.time }.max() ?? last
  }
}
