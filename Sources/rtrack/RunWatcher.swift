import Documents
import Enforcement
import Execution
import Experiments
import Git
import Ledger
import Platform
import Research

/// A run whose start is on record, watched to its end, and that end put on record.
struct RunWatcher {
  let context: Context
  let ledger: Ledger
  let place: RunPlace
  let claim: RunClaim
  let start: RunStart
  let started: Event
  let spec: ResultSpec
  let experiment: ExperimentID
  let terms: RunTerms
  let protected: ProtectedWatch?
  let hasGraphics: Bool
  /// Whether standard output is kept for the report.
  let isQuiet: Bool
  /// Commands that an earlier run has finished, and that are not run again.
  var finished: [StepRecord] = []

  /// Watches the command from its start to its record.
  func run() throws -> RunReport {
    var steps = RunSteps(self)
    steps.run()
    if start.reruns != nil { RerunTree(ledger: ledger, place: place).remove() }
    var ending = ending()
    ending.facts = steps.facts
    ending.fold = steps.fold
    ending.steps = steps.records
    ending.printed = steps.log.count
    ending.fault = steps.fault
    ending.abort = steps.abort
    ending.packages = packageChanges
    do {
      ending.protected = try protected?.restore() ?? ProtectedWatch.Finding()
    } catch {
      ending.protectedFault = Failure(error).message
    }
    return try ending.write(by: terms.agent, keeping: claim)
  }

  /// Its end, of which nothing is known yet.
  func ending() -> RunEnding {
    var ending = RunEnding(
      context: context, ledger: ledger, place: place, start: start, started: started, spec: spec,
      experiment: experiment)
    ending.take(terms)
    ending.hasGraphics = hasGraphics
    return ending
  }

  /// The commands, as the start has them.
  var plan: RunPlan { RunPlan(start, spec.spec) }

  /// The longest that a command took in the run that reproduced the baseline, in seconds; nil where
  /// there is none.
  var baselineSeconds: Double? {
    guard let run = start.baseline,
      let bytes = try? ledger.snapshot().file(RunFolder.record, of: run, of: experiment),
      let record = try? JSON.parse(bytes)
    else { return nil }
    let steps = (record["steps"]?.array ?? []).compactMap { StepRecord($0) }
    return steps.filter { $0.part == .baseline }.map(\.seconds).max()
      ?? record["wall_clock_seconds"]?.number
  }

  /// What the spec's budget of time has left for this run, in seconds; nil where nothing limits it.
  var budgetLeft: Double? {
    guard let most = spec.spec.budget.wallClockSeconds,
      let snapshot = try? ledger.snapshot(),
      let use = try? BudgetRefusal.use(of: experiment, in: snapshot)
    else { return nil }
    return most - use.wallClockSeconds
  }

  /// What is otherwise of Python's packages than at the start; nil where that is not known.
  private var packageChanges: [String]? {
    guard let before = PythonPackages(recorded: start.environment),
      let program = Child.locate(start.command.first ?? "", environment: context.environment),
      case .success(let now)? = PythonPackages.asked(
        of: start.command, program: context.path(program), in: context.directory,
        environment: context.environment)
    else { return nil }
    return now.changes(since: before)
  }

  /// Where they work.
  var directory: String {
    start.reruns == nil ? context.directory : Path.join(place.tree, start.directory)
  }

  /// A file of a command that was run in an earlier run, as the ledger holds it.
  func file(_ name: String, of step: RunStep, in run: RunID) -> [UInt8]? {
    try? ledger.snapshot().file("\(step.name)/\(name)", of: run, of: experiment)
  }

  /// What a command gets of an environment: the caller's, and where it is and what it is for.
  func variables(of step: RunStep, in folder: String) -> [String: String] {
    var variables = context.environment
    variables["RTRACK_EXPERIMENT"] = experiment.text
    variables["RTRACK_RUN"] = place.run.description
    variables["RTRACK_RUN_DIR"] = folder
    variables["RTRACK_SPEC"] = place.spec
    variables["RTRACK_METRICS"] = Path.join(folder, RunPlace.streamName)
    variables["RTRACK_SEED"] = step.seed.map { "\($0)" }
    variables["RTRACK_ARM"] = step.part.rawValue
    variables["RTRACK_BASELINE"] = start.baseline == nil ? nil : place.baseline
    variables["RTRACK_PHASE"] = Phase.run.rawValue
    variables["RTRACK_COMMIT"] = start.commit
    return variables
  }

  /// The call that runs it on another machine, where one is set up.
  var elsewhere: String? {
    guard (try? context.cloudSettings())?.isRemote == true else { return nil }
    return CloudLine(
      of: experiment, running: CloudLine.shell(start.command),
      hours: ComputeAdvice.hours(for: spec.spec), workTree: ledger.repository.workTree
    ).text
  }
}
