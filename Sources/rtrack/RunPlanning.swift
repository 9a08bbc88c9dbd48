import Execution
import Ledger
import Research

/// What a call makes of the commands that it gives, or of those that the spec's protocol names.
struct RunPlanning {
  let experiment: Experiment
  let spec: ResultSpec
  let order: RunOrder

  /// The commands in their order.
  func plan() throws -> RunPlan {
    let part: RunStep.Part = order.isBaseline ? .baseline : .treatment
    if !order.command.isEmpty {
      let size = order.command.reduce(0) { $0 + $1.utf8.count }
      if order.command.count > 1000 || size > 64 << 10 {
        throw LedgerError(
          .tooLarge, "the command has \(order.command.count) words and \(size) bytes",
          hint: "put it into a script that is committed, with at most 1000 words and 64 KiB here")
      }
      return RunPlan(order.command, part, seed: order.seed, seeds: order.seeds)
    }
    let id = experiment.id
    if let step = spec.spec.steps.first(where: { $0.command.isEmpty }) {
      throw LedgerError(
        .invalid, "\(spec.name):\(step.place.line): the command of this step needs a shell",
        hint: "a shell's line stands in a fenced block of `sh`, a code span holds a program and "
          + "its words; the spec is registered, so give the command here: "
          + "`rtrack run \(id) -- …`")
    }
    let parts: Set<RunStep.Part> =
      order.isBaseline ? [.sanity, .baseline] : Set(RunStep.Part.allCases)
    let plan = RunPlan(protocol: spec.spec, parts)
    guard plan.steps.contains(where: { $0.part == part }) else {
      throw LedgerError(
        .invalid,
        "the protocol of \(id) names no command" + (order.isBaseline ? " for its baseline" : ""),
        hint: "give it behind --: `rtrack run \(id) -- python train.py`; a spec names commands as "
          + "`$ python train.py` or in a fenced block of `sh`")
    }
    return plan
  }

  /// Each command in a line, as it will be run.
  static func lines(_ plan: RunPlan, _ finished: [StepRecord]) -> [String] {
    plan.steps.enumerated().map { number, step in
      let earlier = finished.first { $0.name == step.name }?.source
      let seed = step.seed.map { ", seed \($0)" } ?? ""
      let words = step.command.joined(separator: " ").split(whereSeparator: \.isNewline)
        .joined(separator: "; ")
      return "  \(number + 1) \(step.part.rawValue)\(seed): "
        + (earlier.map { "finished in run \($0)" } ?? words)
    }
  }
}
