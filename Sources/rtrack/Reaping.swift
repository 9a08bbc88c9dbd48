import Documents
import Execution
import Experiments
import Ledger
import Platform
import Research

/// Records the runs of this clone whose rtrack is gone.
///
/// A command that still works is stopped first, with its whole group: nobody heard what it said
/// since, so nothing could vouch for what it measured.
struct Reaping {
  let context: Context
  let ledger: Ledger
  let speaker: String?
  let cycle: CycleReference?

  init(_ context: Context, speaker: String?, cycle: CycleReference?) throws {
    self.context = context
    self.speaker = speaker
    self.cycle = cycle
    ledger = try context.ledger()
  }

  func run() throws -> ReapReport {
    var report = ReapReport()
    for place in RunPlace.all(in: ledger.privateFolder) {
      guard let claim = try place.adopt() else {
        report.atWork.append(place.run)
        continue
      }
      try reap(place, claim, &report)
    }
    return report
  }

  private func reap(_ place: RunPlace, _ claim: RunClaim, _ report: inout ReapReport) throws {
    let snapshot = try ledger.snapshot()
    guard let state = place.readState() else {
      // Nothing was noted, so nothing was started; or it is recorded, and files were left that the
      // ledger points to.
      if (try? FileSystem.entries(place.results))?.isEmpty ?? true { try place.remove() }
      return
    }
    let history = try snapshot.runs(of: state.experiment)
    if history.runs.contains(where: { $0.id == place.run }) {
      return try clear(place, but: try snapshot.keptFiles(of: place.run, of: state.experiment))
    }
    guard let started = history.unfinished.first(where: { $0.id == place.run }) else {
      try place.remove()
      return try CodePin.release(place.run, in: ledger.repository)
    }
    var wasAlive = false
    if state.end == nil, let process = state.process, process.isAlive {
      wasAlive = process.stopGroup(grace: .seconds(10))
    }
    var ending = RunEnding(
      context: context, ledger: ledger, place: place, start: started.start,
      started: started.event,
      spec: try snapshot.spec(followedBy: started.start, of: state.experiment),
      experiment: state.experiment)
    ending.facts = state.end
    let plan = RunPlan(started.start, ending.spec.spec)
    ending.fold =
      plan.hasSteps
      ? try recovered(plan, place, state, snapshot) : place.printedMetrics(of: plan.steps[0])
    ending.steps = plan.hasSteps ? state.steps : []
    ending.printed = OutputLog.count(in: place.folder)
    if let terms = state.terms { ending.take(terms) }
    ending.cycle = cycle ?? ending.cycle
    if state.end == nil {
      ending.lost =
        "lost: rtrack was gone"
        + (wasAlive ? ", and the command still at work was stopped" : ", and so was the command")
    }
    let author = try Speaker(context, snapshot).orSystem(speaker)
    report.recorded.append(try ending.write(by: author, keeping: claim))
  }

  /// What the commands of a run measured, as far as they came.
  private func recovered(
    _ plan: RunPlan, _ place: RunPlace, _ state: RunState, _ snapshot: Snapshot
  ) throws -> MetricsFold {
    var fold = MetricsFold()
    for step in plan.steps {
      let record = state.steps.first { $0.name == step.name }
      guard record != nil || state.step == step.name else { continue }
      let own = StepFiles.read(
        isCut: record?.isFinished != true, told: StepMetrics.fold(for: step)
      ) { name in
        if let source = record?.source {
          return try? snapshot.file("\(step.name)/\(name)", of: source, of: state.experiment)
        }
        return try? FileSystem.readPlain(
          Path.join(place.folder(of: step), name), limit: 64 << 20)
      }
      _ = StepMetrics.add(own.told, file: own.metrics, of: step, to: &fold)
    }
    return fold
  }

  /// Removes what is left of a run that is recorded, but for files that the ledger does not hold.
  private func clear(_ place: RunPlace, but kept: Set<String>) throws {
    let limits = ResultFolder.Limits(artefact: 0)
    let folder = try ResultFolder(
      "$RTRACK_RUN_DIR", at: place.results, limits: limits, leavesOut: true)
    try place.remove(keeping: Set(folder.files.map(\.path)).subtracting(kept))
  }
}

/// What was recorded of runs that nobody watched any more.
struct ReapReport: Report {
  var recorded: [RunReport] = []
  var atWork: [RunID] = []

  var ids: [String] { recorded.flatMap(\.ids) }

  var json: [JSON.Member] {
    [
      JSON.Member("recorded", .array(recorded.map { .object($0.json) })),
      JSON.Member("at_work", .strings(atWork)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    var lines = recorded.map { $0.text(for: terminal) }.joined()
    for run in atWork { lines += "run \(run) is at work\n" }
    return lines.isEmpty ? "No run was left without its rtrack." : lines
  }
}
