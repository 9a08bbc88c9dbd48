import Experiments
import Ledger
import Research

/// The treatment begins when the baseline is reproduced: within the tolerance that the spec names,
/// by the latest run that set out to.
struct BaselineGate {
  let experiment: Experiment
  let spec: ResultSpec

  /// What the runs so far say of the baseline.
  enum Standing {
    /// The spec names no value to be reproduced.
    case none
    /// Nobody has set out to reproduce it: the command is to do so itself.
    case untried
    /// This run did.
    case reproduced(RunID, MetricGroup)
    /// This run did not, and how.
    case failed(RunID, MetricGroup, [String])
  }

  func standing(in snapshot: Snapshot) throws -> Standing {
    let asked = spec.spec.baselines.contains {
      $0.metric != nil && $0.value != nil && $0.tolerance != nil
    }
    let last = try snapshot.runs(of: experiment).runs.last { run in
      run.isBaseline && run.end.outcome == .completed
    }
    guard let last else { return asked ? .untried : .none }
    guard let bytes = try snapshot.file("metrics.json", of: last.id, of: experiment.id),
      let metrics = try? MetricsReader.read(bytes).metrics
    else { return .failed(last.id, MetricGroup([]), ["its metrics cannot be read"]) }
    let faults = spec.spec.baselineFaults(in: metrics.baseline)
    return faults.isEmpty
      ? .reproduced(last.id, metrics.baseline) : .failed(last.id, metrics.baseline, faults)
  }

  /// Refuses a treatment whose baseline was not reproduced, unless the call says why it is run all
  /// the same.
  ///
  /// - Parameters:
  ///   - reproduces: whether the run reproduces it itself, step by step.
  ///   - invalid: why it is run although it is invalid.
  /// - Returns: The run that reproduced it, or did not; what it gave; and how it failed.
  func check(
    in snapshot: Snapshot, reproduces: Bool, invalid: String?, note: (String) -> Void
  ) throws -> (run: RunID, values: MetricGroup, faults: [String])? {
    switch try standing(in: snapshot) {
    case .none: return nil
    case .untried:
      // Once is enough.
      let isFirst = try !snapshot.runs(of: experiment).runs.contains(where: \.canCount)
      if isFirst, !reproduces {
        note(
          "rtrack: no run of \(experiment.id) has reproduced its baseline: the command is taken to "
            + "do so itself; `rtrack run \(experiment.id) --baseline -- …` does it alone")
      }
      return nil
    case .reproduced(let run, let values): return (run, values, [])
    case .failed(let run, let values, let faults):
      if reproduces { return nil }
      let fault = faults.joined(separator: "; ")
      guard invalid != nil else {
        throw Refusal(
          rule: "baseline",
          reason: "\(experiment.id) is INVALID so far: run \(run) did not reproduce its baseline: "
            + fault,
          hint: "find out why, then `rtrack run \(experiment.id) --baseline -- …` again; a "
            + "treatment that is run all the same says why, which is recorded: --invalid REASON")
      }
      note("rtrack: INVALID: run \(run) did not reproduce the baseline: \(fault)")
      return (run, values, faults)
    }
  }
}
