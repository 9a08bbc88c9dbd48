import ArgumentParsing
import Ledger
import Research

/// Asks a question.
struct QuestionAdd: Command {
  static let name = "add"
  static let summary = "Ask a question that the program is to answer"
  static let examples = [
    Example("rtrack question add \"Does warm-up help at 10 GPUs?\" --priority 1"),
    Example(
      "rtrack question add \"Which schedule?\" --parent k3f9q2 --gate \"if none helps: stop\""),
  ]

  @Argument(help: "The question, in a line")
  var text: Line

  @Option(value: "P", help: "0 (first) to 4 (last)")
  var priority: Priority?

  @Option(
    value: "QUESTION", help: "The question that this one follows from: its id, or words of it")
  var parent: String?

  @Option(value: "TEXT", help: "What keeps it from being worked on; it is then blocked")
  var blocker: Line?

  @Option(value: "TEXT", help: "What is decided by its answer; among equals it then comes first")
  var gate: Line?

  @Option(
    value: "EXP", help: "An experiment that asks it",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: [ExperimentReference]

  @OptionGroup var repetition: OnceOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.changeProgram(by: speaker, when, once: repetition.once) { change in
      if let known = change.program.questions.first(where: { $0.text == text.text }) {
        throw LedgerError(
          .invalid, "that is asked already, by \(known.opening.agent): question \(known.id)",
          hint: "change it with `rtrack question edit \(known.id)`")
      }
      let start = QuestionOpening(
        text: text.text, priority: priority?.value ?? 2,
        status: blocker == nil ? .notStarted : .blocked,
        parent: try parent.map { try change.question($0).opening.name.description },
        blocker: blocker?.text, gate: gate?.text,
        experiments: try experiment.map {
          try context.experiment($0, in: change.snapshot).id.text
        })
      return ProgramAddition(
        kind: .question, entry: .question(start), act: "question added", about: text.text)
    }
  }
}
