import ArgumentParsing
import Documents
import Ledger
import Research

/// Lists the questions.
struct QuestionList: Command {
  static let name = "list"
  static let summary = "List the open questions, the most urgent first, or those with an answer"
  static let examples = [
    Example("rtrack question list"), Example("rtrack question list --answered"),
  ]

  @Flag(help: "Those that have an answer")
  var answered: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let program = try snapshot.program()
    context.tellUnreadable(snapshot)
    return QuestionRows(
      questions: answered ? program.answered : program.open, program: program,
      showsAnswers: answered, unreadable: snapshot.unreadable)
  }
}

private struct QuestionRows: Report {
  let questions: [ResearchProgram.Question]
  let program: ResearchProgram
  let showsAnswers: Bool
  let unreadable: JSON.Member

  var ids: [String] { questions.map(\.id) }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "questions", .array(questions.map { QuestionJSON.document(of: $0, in: program) })),
      unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    if questions.isEmpty, terminal.isOutput {
      return showsAnswers ? "No question has an answer yet." : "No question is open."
    }
    if showsAnswers {
      var table = Table(["ID", "TYPE", "EVIDENCE", "QUESTION"])
      for question in questions {
        table.add([
          question.id, question.answer?.type.rawValue ?? "", question.answer?.evidence ?? "",
          question.text,
        ])
      }
      return table.text(for: terminal)
    }
    var table = Table(["ID", "PRIORITY", "STATUS", "EXPERIMENTS", "SKIPPED", "QUESTION"])
    for question in questions {
      table.add([
        question.id, "P\(question.priority)", question.status.rawValue,
        question.experiments.joined(separator: " "), program.reasonToSkip(question) ?? "",
        question.text,
      ])
    }
    return table.text(for: terminal)
  }
}
