import Documents
import Research

@testable import Experiments

/// One experiment, and a result of it in which nothing is wrong, for tests that break one thing.
enum WarmUp {
  static let id = "exp-001-learning-rate-warm-up"

  /// What the spec promises.
  static func spec() throws -> Spec {
    var spec = Spec()
    spec.name = "learning-rate warm-up"
    spec.variables = [
      Spec.Variable(
        "warmup_steps", values: [.init("0", note: "baseline"), .init("500", note: "treatment")])
    ]
    spec.metrics = [
      Spec.Metric("val_acc", role: .primary, range: ValueRange(0, 1), direction: .higher),
      Spec.Metric("train_loss", role: .secondary, range: ValueRange(0, 10), direction: .lower),
      Spec.Metric("param_count", role: .sanity, range: ValueRange(1, 1e9)),
    ]
    spec.baselines = [Spec.Baseline("constant", metric: "val_acc", value: 0.71, tolerance: 0.02)]
    spec.criteria = [
      Spec.Criterion(
        id: "SC-1",
        predicate: try Predicate(parsing: "treatment.val_acc >= baseline.val_acc + 0.02")),
      Spec.Criterion(
        id: "SC-2",
        predicate: try Predicate(parsing: "treatment.param_count == baseline.param_count")),
      Spec.Criterion(id: "SC-3", predicate: try Predicate(parsing: "std(per_seed.val_acc) < 0.05")),
      Spec.Criterion(id: "SC-4", prose: "it reads well"),
    ]
    spec.seeds = [0, 1, 2]
    spec.budget.gpuHours = 1
    spec.budget.wallClockSeconds = 3600
    spec.budget.runs = 8
    spec.budget.seeds = 3
    return spec
  }

  static let metrics = """
    {
      "experiment": "exp-001-learning-rate-warm-up",
      "timestamp": "2026-11-21T05:33:12",
      "baseline": {"val_acc": 0.705, "train_loss": 0.81, "param_count": 1000},
      "treatment": {"val_acc": 0.74, "train_loss": 0.7, "param_count": 1000},
      "per_seed": [
        {"seed": 0, "val_acc": 0.73},
        {"seed": 1, "val_acc": 0.74},
        {"seed": 2, "val_acc": 0.75}
      ],
      "sanity_checks": {"param_count": 1000},
      "resource_usage": {
        "gpu_hours": 0.5, "wall_clock_seconds": 1200, "total_training_steps": 9000,
        "total_runs": 7
      },
      "abort_triggered": false,
      "abort_reason": null,
      "notes": "Seed 1 was retried once: the disk was full."
    }
    """
  static let config =
    #"{"seed": 0, "arms": {"baseline": {"warmup_steps": 0}, "#
    + #""treatment": {"warmup_steps": 500}}}"#

  /// What the check finds when a part of the metrics is another one.
  static func check(
    _ part: String = "", _ other: String = "", config: String? = config, spec: Spec? = nil,
    profile: ResultProfile = .strict, isRunPhase: Bool = false
  ) throws -> ResultReport {
    var text = metrics
    if !part.isEmpty {
      guard let place = text.firstRange(of: part) else {
        throw Fault(line: 1, column: 1, message: "no \(part)")
      }
      text.replaceSubrange(place, with: other)
    }
    return ResultCheck.check(
      ResultFiles(metrics: Array(text.utf8), config: config.map { Array($0.utf8) }),
      against: try spec ?? self.spec(), of: id, profile: profile, isRunPhase: isRunPhase)
  }
}

extension ResultReport {
  /// Rule and level of each finding, notes left out.
  var brief: [String] {
    findings.filter { $0.level != .note }.map { "\($0.rule) \($0.level.rawValue)" }
  }
}
