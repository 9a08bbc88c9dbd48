import Database
import Ledger
import Research

/// Issues and what belongs to them.
extension LedgerView {
  private static let number = Column(
    "number", "the issue; L7, a number of one clone's own, is 281474976710656 + 7")
  private static let rank = Column(
    "rank", "0; 1 and more where clones opened the number before they met")

  /// What a fold of the issue says, by the name of the fact.
  private static func fact(_ name: String) -> String { "ledger_issue(number, rank, '\(name)')" }

  static let issues = LedgerView(
    name: "issues", meaning: "an issue as it stands",
    columns: [
      number, rank,
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
    columns: [number, rank, Column("label", "the label")], source: .index("label"))

  static let assignees = LedgerView(
    name: "assignees", meaning: "whom an issue is assigned to",
    columns: [number, rank, Column("agent", "the agent")], source: .index("assignee"))

  static let blockers = LedgerView(
    name: "blockers", meaning: "an open issue that blocks another",
    columns: [
      Column("number", "the issue that blocks"), Column("blocked", "the issue that is blocked"),
    ], source: .index("blocker"))

  static let links = LedgerView(
    name: "links", meaning: "what an issue is tied to; every issue is read for it",
    columns: [
      number, rank,
      Column("kind", "blocks, per (the directive it follows), parent or pull_request"),
      Column("target", "the number of the other"),
    ],
    source: .ledger { snapshot, goOn in
      var rows: [[Value]] = []
      for number in try snapshot.issueNumbers() {
        try goOn()
        let issues = try snapshot.again().issues(number, conversation: false)
        for (rank, issue) in issues.enumerated() {
          func add(_ kind: String, _ target: Int) {
            rows.append([.integer(number.key), .integer(rank), .text(kind), .integer(target)])
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
