import Database
import Ledger
import Research

/// Issues and what belongs to them.
extension LedgerView {
  /// The number that an issue is called by, and which of those that share it: the index has each
  /// under the number that it was opened under.
  private static let key = [
    Column(
      "number", "the issue; L7, a number of one clone's own, is 281474976710656 + 7",
      "issue.called"),
    Column(
      "rank", "0; 1 and more while the number means several issues, until a sync settles it",
      """
      (SELECT count(*) FROM issue AS other WHERE other.called = issue.called \
      AND (other.number, other.rank) < (issue.number, issue.rank))
      """),
  ]

  /// What a fold of the issue says, by the name of the fact.
  private static func fact(_ name: String) -> String {
    "ledger_issue(issue.number, issue.rank, '\(name)')"
  }

  /// What a table of the index has of an issue, with that issue.
  private static func withIssue(_ table: String) -> Source {
    .index(
      "\(table) JOIN issue ON issue.number = \(table).number AND issue.rank = \(table).rank")
  }

  static let issues = LedgerView(
    name: "issues", meaning: "an issue as it stands",
    columns: key + [
      Column("title", "its title", fact("title")),
      Column("state", "open or closed"),
      Column("priority", "0 (first) to 4; 2 where nobody said"),
      Column("deferred", "1 where it is put off"),
      Column(
        "created", "when it was opened; all times are UTC, 2026-11-21T05:33:12Z", at("created")),
      Column("updated", "when something happened last", at("updated")),
      Column("opened_by", "the agent that opened it", fact("opened_by")),
      Column("cycle", "the cycle in which it was opened; 0 outside of any", fact("cycle")),
      Column("closed", "when it was closed; NULL while it is open", fact("closed")),
      Column("closed_reason", "why, where that was said", fact("closed_reason")),
      Column("status", "the last status given in it; NULL where none was", fact("status")),
      Column("comments", "how many comments and notices it has", fact("comments")),
      Column("text", "its description", fact("text")),
      Column("opening", "the name of the event that opened it", fact("opening")),
    ], source: .index("issue"))

  /// Seconds since 1970 as all times are spelled.
  private static func at(_ column: String) -> String {
    "strftime('%Y-%m-%dT%H:%M:%SZ', \(column), 'unixepoch')"
  }

  static let labels = LedgerView(
    name: "labels", meaning: "a label of an issue",
    columns: key + [Column("label", "the label")], source: withIssue("label"))

  static let assignees = LedgerView(
    name: "assignees", meaning: "whom an issue is assigned to",
    columns: key + [Column("agent", "the agent")], source: withIssue("assignee"))

  static let blockers = LedgerView(
    name: "blockers", meaning: "an open issue that blocks another",
    columns: [
      Column("number", "the issue that blocks", "called"),
      Column("blocked", "the issue that is blocked"),
    ], source: .index("blocker"))

  static let links = LedgerView(
    name: "links", meaning: "what an issue is tied to; every issue is read for it",
    columns: key + [
      Column("kind", "blocks, per (the directive it follows), parent or pull_request"),
      Column("target", "the number of the other"),
    ],
    source: .ledger { snapshot, goOn in
      var rows: [[Value]] = []
      var ranks: [IssueNumber: Int] = [:]
      for place in try snapshot.issueNumbers() {
        try goOn()
        for issue in try snapshot.again().issues(openedUnder: place, conversation: false) {
          let rank = ranks[issue.number, default: 0]
          ranks[issue.number] = rank + 1
          func add(_ kind: String, _ target: Int) {
            rows.append([.integer(issue.number.key), .integer(rank), .text(kind), .integer(target)])
          }
          for other in issue.blocks { add("blocks", other.key) }
          for other in issue.per { add("per", other.key) }
          for other in issue.parent.map({ [$0] }) ?? [] { add("parent", other.key) }
          for other in issue.pullRequests { add("pull_request", other) }
        }
      }
      return rows
    })

  static let faults = LedgerView(
    name: "faults",
    meaning:
      "a file of the ledger that cannot be read: events has its name, all else is without it",
    columns: [Column("path", "where it lies"), Column("message", "what is wrong with it")],
    source: .index("fault"))
}
