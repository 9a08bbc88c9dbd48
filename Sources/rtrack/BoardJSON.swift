import Documents
import Ledger
import Query
import Research

/// The board for programs.
struct BoardJSON {
  let board: Board

  var members: [JSON.Member] {
    [
      JSON.Member("cycles", .array(board.cycles.map(cycle))),
      JSON.Member("last_cycle", .optional(board.last?.number)),
      JSON.Member(
        "assigned",
        .object(
          board.desks.map { JSON.Member($0.agent.text, .array($0.pile.items.map(item))) })),
      JSON.Member(
        "assigned_total",
        .object(board.desks.map { JSON.Member($0.agent.text, .integer($0.pile.total)) })),
      JSON.Member("unassigned", .array(board.unassigned.items.map(item))),
      JSON.Member("unassigned_total", .integer(board.unassigned.total)),
      JSON.Member("deferred", .array(board.deferred.items.map(item))),
      JSON.Member("deferred_total", .integer(board.deferred.total)),
      JSON.Member(
        "warnings",
        .array(
          board.cautions.map { caution in
            .object([
              JSON.Member("agent", .string(caution.agent.text)),
              JSON.Member("count", .integer(caution.count)),
              JSON.Member("final", .boolean(caution.isFinal)),
              JSON.Member("event", .string(caution.event.description)),
            ])
          })),
      JSON.Member(
        "owed",
        .array(
          board.debts.map { debt in
            .object([
              JSON.Member("agent", .string(debt.agent.text)),
              JSON.Member("due", .integer(debt.due)),
              JSON.Member("overdue", .boolean(debt.isOverdue)),
            ])
          })),
      JSON.Member("freshness", .string(FreshnessWords(board.freshness, now: board.now).text)),
      JSON.Member("unsent", .optional(board.unsent)),
      JSON.Member("view", .string(StandingWords(board.view).word)),
      JSON.Member("view_behind", .optional(StandingWords(board.view).behind)),
      JSON.Member("view_behind_more", .boolean(StandingWords(board.view).hasMore)),
      JSON.Member("unreadable", .strings(board.faults.map(\.text))),
    ]
  }

  private func cycle(_ report: SilenceReport) -> JSON {
    .object([
      JSON.Member("cycle", .integer(report.asked.cycle.number)),
      JSON.Member("opened", .string(report.asked.cycle.opened.time.description)),
      JSON.Member(
        "answers",
        .object(
          report.asked.lines.map { JSON.Member($0.agent.text, .string($0.answer.rawValue)) })),
      JSON.Member("not_on_roster", .strings(report.asked.strangers.map(\.spelling))),
    ])
  }

  private func item(_ item: Board.Item) -> JSON {
    .object([
      JSON.Member("number", .string(item.row.issue.number.description)),
      JSON.Member("title", .string(item.row.issue.title)),
      JSON.Member("priority", .optional(item.row.issue.priority)),
      JSON.Member("status", .optional(item.status?.status)),
      JSON.Member("status_by", .optional(item.status?.agent.text)),
      JSON.Member("status_at", .optional(item.status?.time.description)),
      JSON.Member("blocked_by", .strings(item.row.blockedBy)),
      JSON.Member("deferred_until", .optional(item.row.issue.deferredUntil)),
      JSON.Member("ambiguous", .boolean(item.row.isAmbiguous)),
      JSON.Member("opening", .string(item.row.issue.opening.description)),
    ])
  }
}

/// How a view stands, as a word for programs.
struct StandingWords {
  /// `current`, `behind`, `carried`, `missing`, `blocked`, or `none` without a work tree.
  let word: String
  /// How many files it, or the carried copy, lacks; so far as they were counted.
  let behind: Int?
  /// There are more than were counted.
  var hasMore = false

  init(_ standing: View.Standing?) {
    switch standing {
    case .current: (word, behind) = ("current", 0)
    case .behind(let backlog):
      (word, behind, hasMore) = ("behind", backlog.files, backlog.hasMore)
    case .carried(let backlog):
      (word, behind, hasMore) = ("carried", backlog.files, backlog.hasMore)
    case .missing: (word, behind) = ("missing", nil)
    case .blocked: (word, behind) = ("blocked", nil)
    case nil: (word, behind) = ("none", nil)
    }
  }
}
