import ArgumentParsing
import Documents
import Ledger
import Research

/// Says which question comes next.
struct QuestionNext: Command {
  static let name = "next"
  static let summary = "Say which question is to be worked on next, and why others are not"
  static let discussion = """
    Left out is what is blocked, deferred or answered, what follows from a question that is \
    resolved, and what was INCONCLUSIVE three times in a row. Of the others the first by priority; \
    of one priority those whose answer decides something come first. While a hand-off is open the \
    program pauses, and nothing comes next. Exit status 1 when nothing does.
    """
  static let examples = [Example("rtrack question next"), Example("rtrack question next -q")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    context.tellUnreadable(snapshot)
    return NextQuestion(program: try snapshot.program(), unreadable: snapshot.unreadable)
  }
}

private struct NextQuestion: Report {
  let program: ResearchProgram
  let unreadable: JSON.Member

  private var next: ResearchProgram.Question? {
    program.pendingHandoff == nil ? program.next : nil
  }

  /// Open questions that come before the next, and why they are left out.
  private var skipped: [(question: ResearchProgram.Question, reason: String)] {
    program.open.prefix { $0.id != next?.id }.compactMap { question in
      program.reasonToSkip(question).map { (question, $0) }
    }
  }

  var status: Int32 { next == nil ? 1 : 0 }
  var ids: [String] { next.map { [$0.id] } ?? [] }

  var json: [JSON.Member] {
    [
      JSON.Member("next", next.map { QuestionJSON.document(of: $0, in: program) } ?? .null),
      JSON.Member("termination_reason", .optional(program.pause?.rawValue)),
      JSON.Member(
        "skipped",
        .array(
          skipped.map {
            .object([
              JSON.Member("id", .string($0.question.id)),
              JSON.Member("question", .string($0.question.text)),
              JSON.Member("reason", .string($0.reason)),
            ])
          })),
      unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    var lines: [String] = []
    if let handoff = program.pendingHandoff {
      lines.append(
        "The program pauses: the hand-off \(handoff.id) is open: \(handoff.handoff.title)")
    } else if let next {
      lines.append("\(next.id) P\(next.priority) \(next.text)")
      if let gate = next.gate { lines.append("  decides: \(gate)") }
      if !next.experiments.isEmpty {
        lines.append("  experiments: \(next.experiments.joined(separator: ", "))")
      }
    } else {
      lines.append(
        program.open.isEmpty
          ? program.questions.isEmpty ? "No question was asked yet." : "Every question is answered."
          : "Nothing can be worked on.")
    }
    for (question, reason) in skipped {
      lines.append("not \(question.id) P\(question.priority) \(question.text): \(reason)")
    }
    return terminalSafe(lines.joined(separator: "\n"))
  }
}
