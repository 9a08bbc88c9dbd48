public import ArgumentParsing
import Ledger
public import Research

/// Says what a spec's criteria make of a result.
struct VerdictCommand: Command {
  static let name = "verdict"
  static let summary =
    "Hold a result against the criteria of its spec: confirmed, refuted, or neither"
  static let discussion = """
    The verdict is computed from the spec that the run followed and from its metrics alone, each \
    time anew: CONFIRMED where every criterion holds, REFUTED where one fails, INCONCLUSIVE where \
    the baseline was not reproduced, the run was stopped before it has what it needs, or a \
    criterion cannot be decided. It is printed as an analysis begins. The exit status is 0 for \
    CONFIRMED and 1 for the two others.

    With --write it is recorded together with the analysis, whose numbers are filled in; a text \
    stands below them as its interpretation. A person who judges otherwise says so with --set and \
    --reason: that the verdict was set against the criteria is shown wherever it is. A second \
    verdict on a run names the one whose place it takes, which stays in sight.
    """
  static let examples = [
    Example("rtrack verdict exp-001-lr-warmup"), Example("rtrack verdict 1 2-7c2mxa --json"),
    Example("rtrack verdict 1 --write -F interpretation.md"),
    Example("rtrack verdict 1 --set INCONCLUSIVE --reason \"seed 2 read the test set\""),
  ]

  @OptionGroup var target: ExperimentTarget

  @Argument(name: "run", help: "One of its runs, such as 1 or 1-7c2mxa; else the one that counts")
  var run: String?

  @Flag(help: "Record it, with the analysis")
  var write: Bool

  @Option(value: "VERDICT", help: "Record this one instead: CONFIRMED, REFUTED or INCONCLUSIVE")
  var set: Verdict.Word?

  @Option(value: "TEXT", help: "Why it is set against the criteria, in a line")
  var reason: Line?

  @Option(value: "EVENT", help: "The recorded verdict whose place this one takes: its event's end")
  var replaces: String?

  @OptionGroup var text: TextOptions
  @OptionGroup var repetition: OnceOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  private var isWritten: Bool { write || set != nil }

  func validate() throws {
    if (set == nil) != (reason == nil) {
      throw ArgumentFault("--set VERDICT and --reason TEXT go together")
    }
    if !isWritten, replaces != nil || text.message != nil || text.file != nil {
      throw ArgumentFault("nothing is recorded without --write")
    }
  }

  func run(in context: Context) throws -> any Report {
    guard isWritten else {
      let snapshot = try context.ledger().snapshot()
      let experiment = try context.experiment(target.experiment, in: snapshot)
      return VerdictPage(
        judged: try JudgedRun(of: experiment, run: run, in: snapshot),
        noise: try BaselineNoise(of: experiment.id, in: snapshot))
    }
    let interpretation = try text.text(given: nil, in: context, isRequired: false)
    let order = VerdictOrder(
      experiment: target.experiment, run: run, set: set, reason: reason?.text, replaces: replaces,
      interpretation: interpretation, once: repetition.once, speaker: speaker.speaker,
      cycle: when.cycle, occurredAt: when.occurredAt)
    return try order.write(in: context)
  }
}

extension Verdict.Word: ExpressibleByArgument {
  /// Reads a verdict as calls spell it, in any case.
  public init(argument: String) throws(ArgumentFault) {
    guard let word = Self(rawValue: argument.uppercased()) else {
      throw .noneOf(Self.allCases.map(\.rawValue), word: argument)
    }
    self = word
  }
}
