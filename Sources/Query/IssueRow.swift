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
  /// True when its number means another issue as well.
  public var isAmbiguous: Bool { issue.isAmbiguous }
  /// The last comment, result or notice, by name.
  let lastComment: EventName?
}

extension IssueRow {
  /// The issues opened under one number, whatever they are called now; what blocks them is not
  /// looked for.
  static func all(openedUnder number: IssueNumber, in snapshot: Snapshot) throws -> [IssueRow] {
    let (issues, names) = try snapshot.outline(of: number)
    // Of several in one folder only what was said itself tells which it is about.
    let whole = issues.count > 1 ? try snapshot.issues(openedUnder: number) : []
    return try issues.map { issue in
      let changed = issue.events.map(\.time).max() ?? issue.opened.time
      if let all = whole.first(where: { $0.opening == issue.opening })?.events {
        let talk = all.filter { EventKind.talk.contains($0.name.kind.rawValue) }
        return IssueRow(
          issue: issue, comments: talk.count, updated: all.map(\.time).max() ?? changed,
          blockedBy: [], lastComment: talk.map(\.name).max())
      }
      let said = try lastSaid(in: issue, names, snapshot)
      return IssueRow(
        issue: issue, comments: names.comments, updated: max(changed, said ?? changed),
        blockedBy: [], lastComment: names.lastComment)
    }
  }

  /// When something was said last. An imported comment's name has the import's time, so where those
  /// were the last they are read for their own.
  private static func lastSaid(
    in issue: Issue, _ names: IssueNames, _ snapshot: Snapshot
  ) throws -> Timestamp? {
    let isImported = issue.events.contains { $0.importedFrom != nil }
    guard isImported, let last = names.lastComment?.time else { return names.lastComment?.time }
    let talk = try snapshot.files(in: .issue(issue.place)) {
      EventKind.talk.contains(String($0))
    }
    return try talk.filter { $0.name.time == last }
      .compactMap { try snapshot.event(in: $0)?.time }.max() ?? last
  }
}
