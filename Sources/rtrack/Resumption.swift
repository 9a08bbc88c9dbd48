import Documents
import Execution
import Ledger
import Research

/// An earlier run, as far as another goes on from it.
struct Resumption {
  private let run: RunID?
  private let records: [StepRecord]

  private init(_ run: RunID?, _ records: [StepRecord]) {
    self.run = run
    self.records = records
  }

  /// - Parameter run: nil for a run from the beginning.
  init(_ run: KnownRun?, in snapshot: Snapshot) throws {
    guard let run else {
      self.init(nil, [])
      return
    }
    try self.init(run.id, of: run.experiment, in: snapshot)
  }

  init(_ run: RunID, of experiment: ExperimentID, in snapshot: Snapshot) throws {
    let bytes = try snapshot.file(RunFolder.record, of: run, of: experiment)
    let record = bytes.flatMap { try? JSON.parse($0) }
    self.init(run, (record?["steps"]?.array ?? []).compactMap { StepRecord($0) })
  }

  /// The commands of a plan that need not be run again, each with the run that it was run in.
  func finished(of plan: RunPlan) throws -> [StepRecord] {
    guard let run else { return [] }
    let finished = plan.steps.compactMap { step -> StepRecord? in
      guard plan.hasSteps,
        var record = records.first(where: { $0.name == step.name && $0.isFinished })
      else { return nil }
      record.source = record.source ?? run
      return record
    }
    if finished.count == plan.steps.count {
      throw Refusal(
        rule: "finished", reason: "run \(run) has finished all of its steps",
        hint: "see what it gave: `rtrack run status \(run)`")
    }
    return finished
  }

  /// Makes of an order the one of the run that it goes on from; gives back the experiment.
  static func take(
    _ reference: RunReference, into order: inout RunOrder, in context: Context
  ) throws -> ExperimentReference {
    let ledger = try context.ledger()
    let snapshot = try ledger.snapshot()
    let run = try context.run(reference, in: snapshot, ledger)
    let start = try run.startOfEnded(to: "go on with")
    order.resumed = run
    order.command = start.isProtocol ? [] : start.command
    order.isBaseline = start.isBaseline
    if order.seed == nil, order.seeds.isEmpty {
      order.seed = start.seed
      order.seeds = start.seeds
    }
    return try ExperimentReference(argument: run.experiment.text)
  }
}
