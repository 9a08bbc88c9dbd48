import Documents
import Enforcement
import Execution
import Experiments
import Git
import Ledger
import Platform
import Research

/// One run, from what is asked before it to its record.
struct RunSession {
  let context: Context
  let order: RunOrder
  let ledger: Ledger
  let experiment: Experiment
  let spec: ResultSpec
  let author: AgentName
  /// What the call asks of whoever watches the run.
  private let terms: RunTerms
  /// The commands, in their order.
  let plan: RunPlan
  /// Commands that the run has finished which this one goes on from.
  private let finished: [StepRecord]
  /// The run that reproduced the baseline, or did not.
  private let baseline: (run: RunID, values: MetricGroup, faults: [String])?
  /// What of the budget is used up; nil where there is some left.
  private let excess: String?

  init(_ context: Context, _ order: RunOrder, of reference: ExperimentReference) throws {
    self.context = context
    self.order = order
    ledger = try context.ledger()
    let snapshot = try ledger.snapshot()
    experiment = try context.experiment(reference, in: snapshot)
    author = try Speaker(context, snapshot).required(order.speaker).name
    try RunRefusals(context, experiment).check(in: snapshot)
    spec = try ResultSpec(experiment, in: snapshot)
    // By its end they may be called by other numbers.
    let told = try order.issue.map { try context.issue($0, in: snapshot) }
    let cycle = try order.cycle.map { given in
      try context.cycle(given, in: snapshot).map { CycleReference($0) } ?? given
    }
    terms = RunTerms(
      agent: author, limit: order.limit, grace: order.grace, pivot: order.pivot,
      issue: told.map { "\($0.place)~\($0.opening.suffix)" }, cycle: cycle?.argumentText)
    plan = try RunPlanning(experiment: experiment, spec: spec, order: order).plan()
    finished = try Resumption(order.resumed, in: snapshot).finished(of: plan)
    for step in plan.steps { try SecretRule.check(command: step.command) }
    let done = Set(finished.map(\.name))
    let steps = plan.steps.filter { !done.contains($0.name) }
    let isTreatment = plan.steps.contains { $0.part == .treatment }
    let reproduces = plan.hasSteps && plan.steps.contains { $0.part == .baseline }
    baseline =
      isTreatment && order.repeated == nil
      ? try BaselineGate(experiment: experiment, spec: spec).check(
        in: snapshot, reproduces: reproduces, invalid: order.invalid, note: context.note) : nil
    excess = try BudgetRefusal(experiment, spec, order, steps).check(in: snapshot)
  }

  private var id: ExperimentID { experiment.id }

  /// Runs the command to its end.
  func run() throws -> RunReport {
    try Interrupts.listening { try start().run() }
  }

  /// Puts the start on record, and leaves the rest to a process that outlives this one.
  func detach() throws -> any Report { try RunDetaching(watcher: start()).run() }

  /// How long the run will take, as far as that is known.
  func estimate() throws -> RunEstimate? {
    try RunEstimate(spec.spec, id, in: ledger.snapshot(), limit: order.limit)
  }

  /// Puts the start on record.
  private func start() throws -> RunWatcher {
    if order.command.isEmpty {
      context.note("rtrack: the protocol of \(id), \(counted(plan.steps.count, "command"))")
      for line in RunPlanning.lines(plan, finished) { context.note(terminalSafe(line)) }
    }
    let programs = try plan.steps.map { try program(of: $0.command) }
    let machine = MachineFacts()
    let tools = ToolVersions(
      of: programs[0], and: try ledger.repository.setting("rtrack.run.tools"),
      outside: ledger.repository.workTree, rememberedIn: ledger.privateFolder,
      environment: context.environment)
    for why in tools.unknown {
      context.note(terminalSafe("rtrack: no version is recorded of \(why)"))
    }
    let environment = try RunEnvironment(
      machine, of: plan.steps[0].command, program: programs[0], from: context.directory,
      in: ledger.repository.workTree, version: Program.version,
      tools: tools, environment: context.environment, more: order.variables)
    if let why = environment.silence {
      context.note(terminalSafe("rtrack: the packages of Python are not recorded: \(why)"))
    }
    let limit = try ledger.snapshot().policy().largestArtefact
    let repeated = order.repeated.flatMap { ObjectID(hex: $0.commit) }
    let pin =
      try repeated.map { CodePin($0) }
      ?? CodePin(of: ledger, at: context.now(), limit: limit)
    // What it does to a work tree of its own is nobody's loss.
    let protected = repeated == nil ? try ProtectedWatch(of: ledger, since: pin.commit) : nil
    let opened = try open(
      in: ledger.privateFolder, on: pin, host: context.hostName, environment.facts,
      variables: environment.variables)
    return RunWatcher(
      context: context, ledger: ledger, place: opened.place, claim: opened.claim,
      start: opened.start, started: opened.event, spec: spec, experiment: id, terms: terms,
      protected: protected, hasGraphics: machine.mayHaveGraphics, isQuiet: order.isQuiet,
      finished: finished)
  }

  /// A run whose start is on record.
  struct Opened {
    let place: RunPlace
    let claim: RunClaim
    let start: RunStart
    let event: Event
  }

  /// Puts the start of a run on record, with the next number that is free.
  ///
  /// - Parameters:
  ///   - folder: the folder that holds the places of such runs.
  ///   - host, environment, variables: what the start says of where it runs.
  ///   - prepare: made ready for a number before the start is told.
  func open(
    in folder: String, on pin: CodePin, host: String, _ environment: [RunStart.Fact],
    variables: [RunStart.Fact], prepare: (RunPlace, RunStart) throws -> Void = { _, _ in }
  ) throws -> Opened {
    while true {
      let number = try ledger.snapshot().nextNumber(in: .run(id)).value
      guard let run = RunID(number: number, suffix: EventName.suffix(from: context.dice())) else {
        throw LedgerError(.invalid, "\(id) has no number left for another run")
      }
      let place = RunPlace(of: run, in: folder)
      let claim = try place.claim(
        spec: spec.bytes, state: RunState(of: id, commit: pin.commit.hex, terms: terms))
      var start = RunStart(
        run: run, spec: spec.blob ?? "", commit: pin.commit.hex, isDirty: pin.isDirty,
        command: plan.steps[0].command, directory: order.repeated?.directory ?? relativeDirectory,
        seed: order.seed,
        overBudget: excess.map { "\(order.overBudget ?? ""): \($0)" },
        host: host, environment: environment, variables: variables)
      start.seeds = order.seeds
      start.isBaseline = order.isBaseline
      start.isProtocol = order.command.isEmpty
      start.baseline = baseline?.run ?? order.repeated?.baseline
      start.invalid = baseline.flatMap { $0.faults.isEmpty ? nil : order.invalid }
      start.continues = order.resumed?.id
      start.reruns = order.repeated?.run
      do {
        if start.reruns != nil {
          try RerunTree(ledger: ledger, place: place).make(pin.commit.hex)
        }
        try prepare(place, start)
        try pin.keep(for: run, in: ledger.repository, at: context.now())
        let written = try context.write(
          { try RunStarting(session: self, start: start).composition($0) }, saying: { _ in "" })
        guard let event = written.written.events.first else { continue }
        try note(start.baseline, in: place)
        tell(pin, run)
        return Opened(place: place, claim: claim, start: start, event: event)
      } catch {
        if start.reruns != nil { RerunTree(ledger: ledger, place: place).remove() }
        try? place.remove()
        try? CodePin.release(run, in: ledger.repository)
        if error is NumberTaken { continue }
        throw error
      }
    }
  }

  /// Where a command's program lies.
  private func program(of command: [String]) throws -> String {
    // A program of the project's own lies in a work tree that is not made yet.
    if order.repeated != nil, command.first?.contains("/") == true { return command[0] }
    guard
      let program = Child.locate(command.first ?? "", environment: context.environment)
        .map({ context.path($0) }), (try? FileSystem.status(program, following: true)) != nil
    else {
      throw LedgerError(
        .invalid, "there is no program \(command.first ?? "") to run",
        hint: "give the command behind --, as a shell would: `rtrack run \(id) -- python train.py`")
    }
    return program
  }

  /// Puts what the baseline gave where the command can read it.
  private func note(_ baseline: RunID?, in place: RunPlace) throws {
    guard let baseline,
      let bytes = try ledger.snapshot().file("metrics.json", of: baseline, of: id)
    else { return }
    try FileSystem.write(bytes, to: place.baseline, mode: 0o444)
  }

  /// From the repository's root to where the command works.
  private var relativeDirectory: String {
    ledger.repository.workTree.flatMap {
      Path.relative((try? FileSystem.resolve(context.directory)) ?? context.directory, to: $0)
    } ?? "."
  }

  private func tell(_ pin: CodePin, _ run: RunID) {
    if pin.isDirty {
      context.note(
        terminalSafe(
          "rtrack: \(counted(pin.changes, "path")) of the work tree "
            + "\(pin.changes == 1 ? "is" : "are") not committed; the run stands on a commit of its "
            + "own, \(pin.commit.short), which \(CodePin.reference(of: run)) keeps"))
    }
    for path in pin.leftOut.prefix(10) {
      context.note(terminalSafe("rtrack: not in that commit: \(path)"))
    }
    if pin.leftOut.count > 10 {
      context.note("rtrack: nor are \(pin.leftOut.count - 10) more files")
    }
  }
}
