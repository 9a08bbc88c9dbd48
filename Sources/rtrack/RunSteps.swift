import Documents
import Execution
import Experiments
import Ledger
import Platform
import Research

/// The commands of one run, watched one after another until the last has ended, one has failed, or
/// the run was stopped.
struct RunSteps {
  private let watcher: RunWatcher
  private let context: Context
  private let place: RunPlace
  private let plan: RunPlan
  /// How the commands ended together; nil where none could be started.
  private(set) var facts: RunFacts?
  private(set) var fold: MetricsFold
  private(set) var fault: SystemError?
  private(set) var log: OutputLog
  private var state: RunState
  private var clock: RunClock
  private var stops: RunStops
  private var display: RunDisplay
  /// Seconds that the commands have been at work.
  private var passed = 0.0

  init(_ watcher: RunWatcher) {
    self.watcher = watcher
    context = watcher.context
    place = watcher.place
    plan = watcher.plan
    state = RunState(of: watcher.experiment, commit: watcher.start.commit, terms: watcher.terms)
    log = OutputLog(in: place.folder)
    clock = RunClock(
      watcher.spec.spec, pivot: watcher.terms.pivot, elsewhere: watcher.elsewhere)
    display = RunDisplay(
      context, of: watcher.start, by: watcher.spec.spec, limit: watcher.terms.limit,
      budget: watcher.budgetLeft, isQuiet: watcher.isQuiet)
    stops = RunStops(
      for: place, by: watcher.spec.spec, isSingleRun: watcher.start.seed != nil)
    stops.live.baselineSeconds = watcher.baselineSeconds
    fold = plan.hasSteps ? MetricsFold() : StepMetrics.fold(for: plan.steps[0])
  }

  /// The abort criterion that held, with what was observed.
  var abort: String? { stops.live.reason }

  /// What is on record of each command that was run.
  var records: [StepRecord] { state.steps }

  mutating func run() {
    for (number, step) in plan.steps.enumerated() {
      if let earlier = watcher.finished.first(where: { $0.name == step.name }) {
        state.steps.append(earlier)
        tell(step, number, "was run in \(earlier.source.map { "\($0)" } ?? "an earlier run")")
        takeEarlier(step, earlier)
      } else if !runs(step, number) {
        break
      }
      if !passesGate(after: number) { break }
    }
    noteUnrealistic()
    if facts == nil, fault == nil { fault = SystemError("run", nil, code: 2) }
    place.useReserve()
    try? log.finish()
    state.end = facts
    state.step = nil
    try? place.write(state)
    if fault == nil { fault = log.fault }
  }

  /// Runs one command; false where nothing is to follow it.
  private mutating func runs(_ step: RunStep, _ number: Int) -> Bool {
    let folder = place.folder(of: step)
    if plan.hasSteps {
      tell(step, number, "begins")
      do {
        try FileSystem.makeDirectory(folder)
      } catch {
        fault = error
        return false
      }
      state.step = step.name
    }
    guard let (outcome, tapped) = watch(step, folder) else {
      // What was run before it is not the whole run.
      facts?.stopped = "step \(step.name) could not be started"
      return false
    }
    let ended = RunFacts(outcome, limit: watcher.terms.limit)
    facts = facts.map { $0.followed(by: ended) } ?? ended
    passed += ended.wallClockSeconds
    guard plan.hasSteps else {
      fold = tapped
      return false
    }
    state.steps.append(StepRecord(step, ended))
    let own = StepFiles.read(in: folder, isCut: ended.failure != nil, told: tapped)
    if let stop = StepMetrics.add(own.told, file: own.metrics, of: step, to: &fold) {
      facts?.stopped = stop
    }
    try? place.write(state)
    if step.part == .baseline {
      let longest = max(stops.live.baselineSeconds ?? 0, ended.wallClockSeconds)
      stops.live.baselineSeconds = longest
    }
    if let failure = ended.failure, facts?.stopped == nil {
      fold.add(.note("Step \(step.name) failed (\(failure)); what follows it was not run."))
    }
    return ended.failure == nil && facts?.stopped == nil && abort == nil
  }

  private mutating func watch(
    _ step: RunStep, _ folder: String
  ) -> (Supervision.Outcome, MetricsFold)? {
    var supervision = Supervision(
      step.command, in: watcher.directory,
      environment: watcher.variables(of: step, in: folder))
    supervision.timeLimit = watcher.terms.limit.map { Duration(seconds: $0 - passed) }
    supervision.grace = Duration(seconds: watcher.terms.grace)
    var tap = MetricTap(
      keepingIn: Path.join(folder, RunPlace.printedName), into: StepMetrics.fold(for: step))
    let before = Duration(seconds: passed)
    stops.live.isBaseline = step.part == .baseline
    if plan.hasSteps { stops.live.begin(step, in: folder, at: before) }
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
        tick: { time in
          for line in clock.due(at: before + time) { display.note("rtrack: \(line)") }
          display.look(at: before + time, stops.live.latest)
          return stops.reason(at: before + time, hearing: tap.takeFresh())
        })
      display.end()
      tap.finish()
      if !tap.hasKeptAll {
        // Told while the disk was full: should this process die, nobody else knows of it.
        place.useReserve()
        tap.finish()
        try? place.keepReserve()
      }
      stops.live.finish(printed: tap.takeFresh())
      return (outcome, tap.fold)
    } catch {
      fault = error
      return nil
    }
  }

  /// Takes in what a command measured in an earlier run.
  private mutating func takeEarlier(_ step: RunStep, _ record: StepRecord) {
    guard let source = record.source else { return }
    let own = StepFiles.read(
      isCut: false, told: StepMetrics.fold(for: step),
      { watcher.file($0, of: step, in: source) })
    _ = StepMetrics.add(own.told, file: own.metrics, of: step, to: &fold)
  }

  /// Whether what follows a command may begin: behind the last one that reproduces the baseline
  /// only where it was reproduced, or the call said why it is run all the same.
  private mutating func passesGate(after number: Int) -> Bool {
    guard plan.hasSteps, number + 1 < plan.steps.count, plan.steps[number].part == .baseline,
      plan.steps[number + 1].part != .baseline
    else { return true }
    let spec = watcher.spec.spec
    let faults = spec.baselineFaults(in: fold.metrics(for: spec).metrics.baseline)
    if faults.isEmpty { return true }
    let fault = "INVALID: the baseline was not reproduced: \(faults.joined(separator: "; "))"
    context.note(terminalSafe("rtrack: \(fault)"))
    if watcher.start.invalid != nil { return true }
    facts?.stopped = fault
    return false
  }

  /// Notes the times for a single run that a run of the baseline alone would have broken.
  private mutating func noteUnrealistic() {
    guard let measured = stops.live.baselineSeconds else { return }
    for (index, criterion) in watcher.spec.spec.abortCriteria.enumerated() {
      guard let limit = criterion.time, limit.isOfSingleRun, limit.seconds < measured else {
        continue
      }
      let note =
        "Abort criterion \(index + 1) (\(criterion.prose)) was not enforced: a run of the baseline "
        + "took \(RunClock.words(measured))."
      context.note(terminalSafe("rtrack: \(note)"))
      fold.add(.note(note))
    }
  }

  private mutating func tell(_ step: RunStep, _ number: Int, _ what: String) {
    let line = "rtrack: step \(number + 1) of \(plan.steps.count), \(step.name), \(what)"
    context.note(line)
    log.append(Array("[\(line)]\n".utf8))
  }
}

/// What one command of several left of metrics.
enum StepFiles {
  /// The files of a step's folder on the disk.
  static func read(
    in folder: String, isCut: Bool, told: MetricsFold
  ) -> (told: MetricsFold, metrics: [UInt8]?) {
    var told = told
    func file(_ name: String) -> [UInt8]? {
      do {
        return try FileSystem.readPlain(Path.join(folder, name), limit: 64 << 20)
      } catch {
        if !error.isMissing {
          told.refuse("\(Path.last(folder))/\(name) cannot be read: \(error.reason)")
        }
        return nil
      }
    }
    if let stream = file(RunPlace.streamName) { told.add(stream: stream, isCut: isCut) }
    return (told, file("metrics.json"))
  }

  /// The files of a step that the ledger, or a run's folder, holds.
  static func read(
    isCut: Bool, told: MetricsFold, _ file: (String) -> [UInt8]?
  ) -> (told: MetricsFold, metrics: [UInt8]?) {
    var told = told
    told.add(printed: file(RunPlace.printedName) ?? [])
    if let stream = file(RunPlace.streamName) { told.add(stream: stream, isCut: isCut) }
    return (told, file("metrics.json"))
  }
}
