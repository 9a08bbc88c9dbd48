import ArgumentParsing
import Execution
import Ledger
import Research

/// Runs an experiment's command.
struct RunCommand: Command {
  static let name = "run"
  static let summary = "Run a command for an experiment, and record what came of it"
  static let discussion = """
    The spec in force, the commit of the code, the machine and the command are put on record \
    before the command starts, so that a run that dies with its machine is known all the same. The \
    command writes what it measures to $RTRACK_RUN_DIR/metrics.json, or tells it as it goes: JSON \
    lines in $RTRACK_METRICS, or METRIC name=number on standard output. At its end everything in \
    $RTRACK_RUN_DIR is checked and recorded as one run, however it ended: the exit status is 0 for \
    a run that completed and 1 for one that failed, was stopped, or whose metrics are refused.

    A run is stopped by --time-limit and --max-hours, by the abort criteria of its spec as the \
    metrics come, and by `rtrack run abort`: the command and all that it started are asked to stop \
    (SIGTERM), and killed after the grace. Ctrl-C is passed on, and the run recorded as aborted. \
    Where the runs of the experiment together have used up the budget of its spec, another is \
    refused unless --over-budget says why.

    An experiment that is called as a command below is run with `rtrack run -- EXP COMMAND`.
    """
  static let examples = [
    Example("rtrack run exp-001-lr-warmup --as flux -- python train.py --epochs 20"),
    Example("rtrack run 1 --seed 2 --time-limit 30m --issue 194 --as flux -- ./experiment.sh"),
    Example("rtrack run 1 --detach -q -- python train.py", "prints the run's name, and returns"),
    Example("rtrack run --reap", "record runs whose rtrack died"),
  ]

  @Argument(
    name: "exp", help: "The experiment, such as exp-001-lr-warmup or 1",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: ExperimentReference?

  @Argument(help: "The program and its words, behind --")
  var command: [String]

  @Option(value: "N", help: "The seed that the command gets as RTRACK_SEED")
  var seed: Int?

  @Option(
    value: "SEEDS",
    help: "Run the command once for each of these seeds, such as 0..4 or 0,1,2, as one run")
  var seeds: SeedList?

  @Flag(help: "Only reproduce the baseline")
  var baseline: Bool

  @Option(
    value: "REASON", help: "Run the treatment although the baseline failed, recorded as INVALID")
  var invalid: Line?

  @Option(
    value: "RUN", help: "Go on from an earlier run: what it finished is not run again",
    completion: .command(["run", "list", "-q"]))
  var resume: RunReference?

  @Option(value: "TIME", help: "Stop the command after TIME, such as 90s, 30m or 2h")
  var timeLimit: TimeSpan?

  @Option(value: "HOURS", help: "The same in hours, such as 12 or 0.5")
  var maxHours: Double?

  @Option(value: "TIME", help: "How long it may take to stop before it is killed (10s)")
  var grace: TimeSpan?

  @Option(value: "TIME", help: "Say when TIME has passed, so that a dead end is left in time")
  var pivotAfter: TimeSpan?

  @Option(
    value: "N", help: "The issue that is told when the time was over",
    completion: .command(["list", "-q"]))
  var issue: IssueReference?

  @Option(value: "NAME", help: "Record this variable of the environment too; never a secret")
  var variable: [String]

  @Option(value: "REASON", help: "Run although the spec's budget is used up, and record why")
  var overBudget: Line?

  @Flag(help: "Go on without this call: the run's name is printed at once")
  var detach: Bool

  @Option(
    value: "TIME",
    help: "How long the caller itself may go on (else RTRACK_DEADLINE): a longer run is detached")
  var agentLimit: TimeSpan?

  @Flag(help: "Run beside another run of the experiment that is at work here")
  var concurrent: Bool

  @Flag(help: "Record the runs of this clone whose rtrack is gone, and stop what they left")
  var reap: Bool

  @OptionGroup var speaker: SpeakerOptions

  @Option(
    value: "N", help: "The cycle this belongs to (else RTRACK_CYCLE, else the only open one)")
  var cycle: CycleReference?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if reap {
      if experiment != nil || !command.isEmpty {
        throw ArgumentFault("--reap takes no experiment and no command")
      }
      return
    }
    if resume != nil {
      if experiment != nil || !command.isEmpty || baseline {
        throw ArgumentFault(
          "--resume RUN takes no experiment and no command: it goes on with those of the run")
      }
    } else if experiment == nil {
      throw ArgumentFault("missing EXP: the experiment to run", hint: Self.form)
    }
    if seed != nil, seeds != nil { throw ArgumentFault("--seed and --seeds exclude each other") }
    if command.isEmpty, resume == nil, seed != nil || seeds != nil {
      throw ArgumentFault("the steps of a protocol name their seeds themselves", hint: Self.form)
    }
    if timeLimit != nil, maxHours != nil {
      throw ArgumentFault("--time-limit and --max-hours exclude each other")
    }
    if let maxHours, !(maxHours > 0 && maxHours <= 366 * 24) {
      throw ArgumentFault("--max-hours takes a number of hours above 0, up to 366 days")
    }
  }

  /// Whether the run is thought to take longer than its caller has; that is told.
  private func outlasts(_ session: RunSession, _ context: Context) throws -> Bool {
    guard let limit = try CallerLimit(agentLimit, in: context) else { return false }
    if limit.seconds <= 0 {
      throw Refusal(
        rule: "deadline", reason: "the caller's time is over: RTRACK_DEADLINE has passed",
        hint: "`--detach` starts a run that goes on without its caller")
    }
    let left = RunClock.words(limit.seconds)
    guard let estimate = try session.estimate() else {
      context.note(
        "rtrack: nobody knows whether this ends within the \(left) that its caller has; --detach "
          + "would go on without it")
      return false
    }
    if estimate.seconds < limit.seconds { return false }
    context.note("rtrack: detached, since \(estimate.source) and its caller has \(left)")
    return true
  }

  private static let form = "rtrack run EXP -- COMMAND, such as rtrack run 1 -- python train.py"

  func run(in context: Context) throws -> any Report {
    if reap { return try Reaping(context, speaker: speaker.speaker, cycle: cycle).run() }
    var order = RunOrder(
      command: command, seed: seed, seeds: seeds?.seeds ?? [], isBaseline: baseline,
      invalid: invalid?.text, limit: timeLimit?.seconds ?? maxHours.map { $0 * 3600 },
      grace: grace?.seconds ?? 10, pivot: pivotAfter?.seconds, issue: issue,
      isConcurrent: concurrent, overBudget: overBudget?.text, variables: variable,
      speaker: speaker.speaker, cycle: cycle,
      isQuiet: common.json || common.quiet)
    var experiment = experiment
    if let resume { experiment = try Resumption.take(resume, into: &order, in: context) }
    guard let experiment else { throw ArgumentFault("missing EXP") }
    let session = try RunSession(context, order, of: experiment)
    return try detach || outlasts(session, context) ? session.detach() : session.run()
  }
}
