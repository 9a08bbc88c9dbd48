import ArgumentParsing
import Ledger
import Research

/// Changes a question.
struct QuestionEdit: Command {
  static let name = "edit"
  static let summary = "Change a question's priority, status, blocker, gate or experiments"
  static let examples = [
    Example("rtrack question edit k3f9q2 --status deferred"),
    Example("rtrack question edit k3f9q2 --experiment 7 --priority 0"),
  ]

  @Argument(
    help: "The question: its id, or words of it",
    completion: .command(["question", "list", "-q"]))
  var question: String

  @Option(value: "P", help: "0 (first) to 4 (last)")
  var priority: Priority?

  @Option(
    value: "STATUS", help: "Not started, In progress, Blocked or Deferred; takes an answer back")
  var status: QuestionStatus?

  @Option(value: "TEXT", help: "What keeps it from being worked on; an empty text for nothing")
  var blocker: String?

  @Option(value: "TEXT", help: "What is decided by its answer; an empty text for nothing")
  var gate: String?

  @Option(
    value: "EXP", help: "An experiment that asks it too",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: [ExperimentReference]

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if status == .answered {
      throw ArgumentFault("an answer is given by `rtrack question answer`")
    }
    let isEmpty = priority == nil && status == nil && blocker == nil && gate == nil
    if isEmpty, experiment.isEmpty { throw ArgumentFault("nothing is said that would change") }
  }

  func run(in context: Context) throws -> any Report {
    try context.changeProgram(by: speaker, when) { change in
      let asked = try change.question(question)
      let entry = QuestionChange(
        of: asked.opening.name, priority: priority?.value, status: status, blocker: blocker,
        gate: gate,
        experiments: try experiment.map {
          try context.experiment($0, in: change.snapshot).id.text
        })
      return ProgramAddition(
        kind: .revised, entry: .revised(entry), act: "question revised", about: asked.text)
    }
  }
}
