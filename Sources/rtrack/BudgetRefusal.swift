import Experiments
import Ledger
import Research

/// Another run of an experiment whose budget is used up is refused, unless the call says why.
struct BudgetRefusal {
  let experiment: Experiment
  let spec: ResultSpec
  let order: RunOrder
  /// The commands that it would run.
  let steps: [RunStep]

  init(_ experiment: Experiment, _ spec: ResultSpec, _ order: RunOrder, _ steps: [RunStep]) {
    self.experiment = experiment
    self.spec = spec
    self.order = order
    self.steps = steps
  }

  /// What the runs of an experiment have used together.
  static func use(of id: ExperimentID, in snapshot: Snapshot) throws -> BudgetUse {
    BudgetUse(
      of: try snapshot.runs(of: id).runs.map { run in
        let start = run.start
        let seeds = (start?.seeds ?? []) + (start?.seed.map { [$0] } ?? [])
        return BudgetUse.Run(
          record: try snapshot.file("run.json", of: run.id, of: id),
          metrics: try snapshot.file("metrics.json", of: run.id, of: id), seeds: seeds)
      })
  }

  /// What is used up; nil where nothing is.
  func check(in snapshot: Snapshot) throws -> String? {
    let id = experiment.id
    let use = try Self.use(of: id, in: snapshot)
    let objections = use.objections(
      to: spec.spec.budget, seeds: distinct(steps.compactMap(\.seed)),
      runs: steps.count { $0.part >= .baseline })
    if objections.isEmpty { return nil }
    let excess = objections.joined(separator: "; ")
    guard order.overBudget == nil else { return excess }
    throw Refusal(
      rule: "budget", reason: "the budget of \(id) is used up: \(excess)",
      hint: "a run beyond it says why, which is recorded: --over-budget REASON")
  }
}
