import ArgumentParsing
import Documents
import Ledger
import Research

/// Shows how the program stands.
struct ProgramStatus: Command {
  static let name = "status"
  static let summary = "Show how the program stands: questions, cycles, cost, and what it waits for"
  static let discussion = """
    A cycle is an experiment that was read: an entry of the research log. With --json it is the \
    protocol's program_state.json, and what is counted here beside it.
    """
  static let examples = [Example("rtrack program status"), Example("rtrack program status --json")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let program = try snapshot.program()
    context.tellUnreadable(snapshot)
    return ProgramReport(program: program, unreadable: snapshot.unreadable)
  }
}

private struct ProgramReport: Report {
  let program: ResearchProgram
  let unreadable: JSON.Member

  private var next: ResearchProgram.Question? {
    program.pendingHandoff == nil ? program.next : nil
  }

  var json: [JSON.Member] {
    (ProgramPages.state(of: program).object ?? []) + [
      JSON.Member("questions_open", .integer(program.open.count)),
      JSON.Member("questions_answered", .integer(program.answered.count)),
      JSON.Member("next", .optional(next?.id)),
      JSON.Member("handoff", .optional(program.pendingHandoff?.id)), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    let hours = program.log.compactMap(\.entry.gpuHours).reduce(0, +)
    var lines = [
      "questions: \(program.open.count) open, \(program.answered.count) answered",
      "cycles: \(program.log.count), \(Verdict.plain(hours)) GPU-hours",
    ]
    if let last = program.log.last {
      lines.append(
        "last: \(last.entry.title)" + (last.entry.verdict.map { " — \($0)" } ?? "")
          + " · \(last.event.time)")
    }
    if let handoff = program.pendingHandoff {
      lines.append("paused: the hand-off \(handoff.id) is open: \(handoff.handoff.title)")
    }
    if let next { lines.append("next: \(next.id) P\(next.priority) \(next.text)") }
    return terminalSafe(lines.joined(separator: "\n"))
  }
}
