import ArgumentParsing
import Enforcement
import Execution
import Ledger
import Platform
import Research

/// Watches a run that another process put on record and handed over: what `run --detach` starts.
struct RunWatch: Command {
  static let name = "run-watch"
  static let summary = "Watch a run that `rtrack run --detach` started"
  static let hidden = true

  @Argument(help: "The experiment")
  var experiment: ExperimentID

  @Argument(help: "The run")
  var run: RunReference

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let snapshot = try ledger.snapshot()
    guard let id = RunID(run.text),
      let started = try snapshot.runs(of: experiment).unfinished.first(where: { $0.id == id })
    else {
      throw LedgerError(
        .unknownRun, "\(experiment) has no run \(run.text) that has not ended",
        hint: "`rtrack run --detach` calls this; see `rtrack run list`")
    }
    let place = RunPlace(of: id, in: ledger.privateFolder)
    guard let claim = try place.takeOver(), let terms = place.readState()?.terms else {
      throw LedgerError(
        .invalid, "run \(id) was not handed over to this process",
        hint: "`rtrack run --detach` calls this; see `rtrack run status \(id)`")
    }
    var context = context
    // It is in the log; nobody reads it here.
    context.relay = { _, _ in }
    let watcher = RunWatcher(
      context: context, ledger: ledger, place: place, claim: claim, start: started.start,
      started: started.event, spec: try snapshot.spec(followedBy: started.start, of: experiment),
      experiment: experiment, terms: terms,
      protected: started.start.reruns == nil
        ? try ProtectedWatch(of: ledger, since: started.start.commit) : nil,
      hasGraphics: MachineFacts().mayHaveGraphics, isQuiet: true,
      finished: try finished(started.start, in: snapshot))
    return try Interrupts.listening { try watcher.run() }
  }

  /// Commands that the run has finished which this one goes on from.
  private func finished(_ start: RunStart, in snapshot: Snapshot) throws -> [StepRecord] {
    guard let earlier = start.continues else { return [] }
    let plan = RunPlan(start, try snapshot.spec(followedBy: start, of: experiment).spec)
    return try Resumption(earlier, of: experiment, in: snapshot).finished(of: plan)
  }
}
