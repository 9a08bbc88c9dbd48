import ArgumentParsing
import Documents
import Ledger
import Research

/// Says whether the program waits for a hand-off.
struct HandoffCheck: Command {
  static let name = "check"
  static let summary = "Say whether the program waits for a hand-off: exit status 1 when it does"
  static let examples = [Example("rtrack handoff check")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.ledger().snapshot()
    let program = try snapshot.program()
    context.tellUnreadable(snapshot)
    return HandoffReport(
      handoff: program.pendingHandoff, completed: program.handoffs.count { $0.resolved != nil },
      unreadable: snapshot.unreadable)
  }
}

private struct HandoffReport: Report {
  let handoff: ResearchProgram.Handoff?
  let completed: Int
  let unreadable: JSON.Member

  var status: Int32 { handoff == nil ? 0 : 1 }
  var ids: [String] { handoff.map { [$0.id] } ?? [] }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "handoff",
        handoff.map { handoff in
          .object([
            JSON.Member("id", .string(handoff.id)),
            JSON.Member("title", .string(handoff.handoff.title)),
            JSON.Member("opened", .string(handoff.opening.time.description)),
            JSON.Member("agent", .string(handoff.opening.agent.text)),
            JSON.Member("triggered_by", .optional(handoff.handoff.triggeredBy)),
            JSON.Member("question", .optional(handoff.handoff.question)),
            JSON.Member("reason", .optional(handoff.handoff.reason)),
            JSON.Member("body", .string(handoff.opening.body)),
          ])
        } ?? .null),
      JSON.Member("completed", .integer(completed)), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    guard let handoff else { return "No hand-off is open." }
    var text = "The hand-off \(handoff.id) is open since \(handoff.opening.time): "
    text += "\(handoff.handoff.title)\n"
    if let reason = handoff.handoff.reason { text += "  why: \(reason)\n" }
    return terminalSafe(text + "\n" + handoff.opening.body)
  }
}
