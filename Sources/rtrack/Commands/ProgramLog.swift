import ArgumentParsing
import Experiments
import Ledger
import Research

/// Writes an entry of the research log.
struct ProgramLog: Command {
  static let name = "log"
  static let summary = "Write what an experiment taught into the research log"
  static let discussion = """
    Hypothesis, verdict and cost are taken from the spec, the verdict and the runs; where a \
    verdict was set against the criteria, the entry says so. The text, where there is one, stands \
    below.
    """
  static let examples = [
    Example(
      "rtrack program log exp-001-lr-warmup --key-result \"0.74 vs. 0.725\" "
        + "--lesson \"warm-up helps late\" --next \"longer runs\"")
  ]

  @OptionGroup var target: ExperimentTarget

  @Option(value: "TEXT", help: "What came of it, in numbers")
  var keyResult: Line?

  @Option(value: "TEXT", help: "What it taught")
  var lesson: Line?

  @Option(value: "TEXT", help: "What follows")
  var next: Line?

  @OptionGroup var text: TextOptions
  @OptionGroup var repetition: OnceOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if keyResult == nil || lesson == nil {
      throw ArgumentFault(
        "an entry says what came and what it taught: --key-result TEXT and --lesson TEXT",
        hint: "such as --key-result \"0.74 vs. 0.725\" --lesson \"warm-up helps late\"")
    }
  }

  func run(in context: Context) throws -> any Report {
    let body = try text.text(given: nil, in: context, isRequired: false)
    return try context.changeProgram(by: speaker, when, once: repetition.once) { change in
      let snapshot = change.snapshot
      let experiment = try context.experiment(target.experiment, in: snapshot)
      let id = experiment.id
      let judged = try JudgedRun(of: experiment, in: snapshot)
      let logged = change.program.log.last { $0.entry.title == id.text }
      if let logged, logged.event.time >= judged.lastWord {
        throw LedgerError(
          .invalid, "\(id) is in the log already, and nothing came since: \(logged.event.name)",
          hint: "a run or a verdict that came later makes a new entry")
      }
      let entry = LogEntry(
        title: id.text, verdict: judged.standing,
        hypothesis: judged.spec.spec.hypothesis.map { Self.line($0.text) },
        keyResult: keyResult?.text, lesson: lesson?.text, next: next?.text,
        details: "\(Layout.folder(ofResults: id))/analysis.md",
        gpuHours: try judged.gpuHours(since: logged?.event.time, in: snapshot))
      return ProgramAddition(
        kind: .logged, entry: .logged(entry), body: body, act: "\(id) logged",
        about: judged.standing)
    }
  }

  /// A section of a spec as a line of the log.
  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
