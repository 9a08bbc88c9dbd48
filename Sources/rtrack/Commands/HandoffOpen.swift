import ArgumentParsing
import Ledger
import Research

/// Hands work over that research cannot do itself.
struct HandoffOpen: Command {
  static let name = "open"
  static let summary = "Hand work over that research cannot do itself; the program pauses"
  static let discussion = """
    The text has the sections of the protocol's template: Context, What Is Needed, What Has Been \
    Tried, Suggested Resolution, After Resolution. One hand-off is open at a time. Until it is \
    complete no question comes next, and `rtrack phase SURVEY|FRAME|RUN … -- COMMAND` begins \
    nothing; what was begun is finished and read as before.
    """
  static let examples = [
    Example(
      "rtrack handoff open \"Book features in the cache\" --experiment 4 --reason \"C++ change\" "
        + "-F handoff.md")
  ]

  @Argument(help: "A few words")
  var title: Line

  @Option(
    value: "EXP", help: "The experiment that found it out",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: ExperimentReference?

  @Option(
    value: "QUESTION", help: "The question that waits for it: its id, or words of it",
    completion: .command(["question", "list", "-q"]))
  var question: String?

  @Option(value: "TEXT", help: "Why it is beyond what research does, in a line")
  var reason: Line?

  @OptionGroup var text: TextOptions
  @OptionGroup var repetition: OnceOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if reason == nil { throw ArgumentFault("a hand-off says why: --reason TEXT is missing") }
  }

  func run(in context: Context) throws -> any Report {
    let body = try text.text(given: nil, in: context, isRequired: true)
    return try context.changeProgram(by: speaker, when, once: repetition.once) { change in
      if let pending = change.program.pendingHandoff {
        throw pending.refusal(of: "a second hand-off")
      }
      let start = HandoffOpening(
        title: title.text,
        triggeredBy: try experiment.map {
          try context.experiment($0, in: change.snapshot).id.text
        },
        question: try question.map { try change.question($0).text }, reason: reason?.text)
      return ProgramAddition(
        kind: .handoff, entry: .handoff(start), body: body, act: "handoff opened",
        about: title.text)
    }
  }
}
