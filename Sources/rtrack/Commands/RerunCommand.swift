import ArgumentParsing
import Execution
import Ledger
import Research

/// Runs the same code and command again, and says whether they give the same.
struct RerunCommand: Command {
  static let name = "rerun"
  static let summary = "Run what a run ran once more, and say which of its outputs are equal"
  static let discussion = """
    The commit that the run stood on is taken out into a work tree of its own, fetched from the \
    remote where this clone does not have it, and the same command or protocol is run there, with \
    the same seeds. Files are held against those of the run by their bytes, metrics by their \
    values; both answers are recorded with the new run, also when all is equal. It never counts as \
    the experiment's result. The exit status is 0 where it completed and every metric is the same.
    """
  static let examples = [
    Example("rtrack rerun 3-7c2mxa --as maya"), Example("rtrack rerun 3-7c2mxa --json"),
  ]

  @Argument(help: "The run, such as 1-7c2mxa", completion: .command(["run", "list", "-q"]))
  var run: RunReference

  @Option(value: "TIME", help: "Stop the command after TIME, such as 90s, 30m or 2h")
  var timeLimit: TimeSpan?

  @Option(value: "REASON", help: "Run although the spec's budget is used up, and record why")
  var overBudget: Line?

  @OptionGroup var speaker: SpeakerOptions

  @Option(
    value: "N", help: "The cycle this belongs to (else RTRACK_CYCLE, else the only open one)")
  var cycle: CycleReference?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let found = try context.run(run, in: ledger.snapshot(), ledger)
    let start = try found.startOfEnded(to: "repeat")
    try RunCommits(of: ledger, patience: context.patience.sync).fetch(start.commit, of: found.id)
    let order = RunOrder(
      command: start.isProtocol ? [] : start.command, seed: start.seed, seeds: start.seeds,
      isBaseline: start.isBaseline, invalid: nil, repeated: start, limit: timeLimit?.seconds,
      grace: 10, isConcurrent: false, overBudget: overBudget?.text, variables: [],
      speaker: speaker.speaker, cycle: cycle, isQuiet: common.json || common.quiet)
    let experiment = try ExperimentReference(argument: found.experiment.text)
    return try RunSession(context, order, of: experiment).run()
  }
}
