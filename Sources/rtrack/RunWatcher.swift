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

  /// Watches the command from its start to its record.
  func run() throws -> RunReport {
    let watched = watch()
    var ending = ending()
    ending.facts = watched.facts
    ending.fold = watched.fold
    ending.printed = watched.printed
    ending.fault = watched.fault
    ending.abort = watched.abort
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

  /// What came of the command.
  private struct Watched {
    var facts: RunFacts?
    var fold: MetricsFold
    var printed: Int
    var fault: SystemError?
    /// The abort criterion that held, with what was observed.
    var abort: String?
  }

  private func watch() -> Watched {
    var supervision = Supervision(
      start.command, in: context.directory, environment: variables)
    supervision.timeLimit = terms.limit.map { Duration(seconds: $0) }
    supervision.grace = Duration(seconds: terms.grace)
    var state = RunState(of: experiment, commit: start.commit, terms: terms)
    var log = OutputLog(in: place.folder)
    var tap = MetricTap(keepingIn: place.printed)
    var clock = RunClock(spec.spec, pivot: terms.pivot, elsewhere: elsewhere)
    var display = RunDisplay(
      context, of: start, by: spec.spec, limit: terms.limit, budget: budgetLeft, isQuiet: isQuiet)
    var stops = RunStops(for: place, by: spec.spec, isSingleRun: start.seed != nil)
    do {
      let outcome = try supervision.run(
        started: { process in
          state.process = process
          try? place.write(state)
        },
        output: { stream, bytes in
          // Kept first: a reader of the terminal may be slow, and this process may die.
          log.append(bytes)
          if stream == .output { tap.append(bytes) }
          display.relay(bytes, stream)
        },
        tick: { passed in
          for line in clock.due(at: passed) { display.note("rtrack: \(line)") }
          display.look(at: passed, stops.live.latest)
          return stops.reason(at: passed, hearing: tap.takeFresh())
        })
      display.end()
      let facts = RunFacts(outcome, limit: terms.limit)
      place.useReserve()
      tap.finish()
      stops.live.finish(printed: tap.takeFresh())
      try? log.finish()
      state.end = facts
      try? place.write(state)
      return Watched(
        facts: facts, fold: tap.fold, printed: log.count, fault: log.fault, abort: stops.live.reason
      )
    } catch {
      return Watched(facts: nil, fold: tap.fold, printed: log.count, fault: error)
    }
  }

  /// What the spec's budget of time has left for this run, in seconds; nil where nothing limits it.
  private var budgetLeft: Double? {
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

  /// What the command gets of an environment: the caller's, and where it is and what it is for.
  private var variables: [String: String] {
    var variables = context.environment
    variables["RTRACK_EXPERIMENT"] = experiment.text
    variables["RTRACK_RUN"] = place.run.description
    variables["RTRACK_RUN_DIR"] = place.results
    variables["RTRACK_SPEC"] = place.spec
    variables["RTRACK_METRICS"] = place.stream
    variables["RTRACK_SEED"] = start.seed.map { "\($0)" }
    variables["RTRACK_PHASE"] = Phase.run.rawValue
    variables["RTRACK_COMMIT"] = start.commit
    return variables
  }

  /// The call that runs it on another machine, where one is set up.
  private var elsewhere: String? {
    guard (try? context.cloudSettings())?.isRemote == true else { return nil }
    return CloudLine(
      of: experiment, running: CloudLine.shell(start.command),
      hours: ComputeAdvice.hours(for: spec.spec), workTree: ledger.repository.workTree
    ).text
  }
}
