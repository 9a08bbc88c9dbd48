/// What a run measured, as its `metrics.json` says it in the protocol's ten keys.
public struct Metrics: Hashable, Sendable {
  /// The ten keys, in the protocol's order.
  public enum Key: String, CaseIterable, Hashable, Sendable {
    case experiment
    case timestamp
    case baseline
    case treatment
    case perSeed = "per_seed"
    case sanityChecks = "sanity_checks"
    case resourceUsage = "resource_usage"
    case abortTriggered = "abort_triggered"
    case abortReason = "abort_reason"
    case notes
  }

  /// One seed's values.
  public struct Seed: Hashable, Sendable {
    /// Nil where the entry does not say which.
    public var seed: Int?
    /// Its metrics.
    public var metrics: MetricGroup

    /// What a seed gave.
    public init(_ seed: Int?, _ metrics: MetricGroup) {
      self.seed = seed
      self.metrics = metrics
    }
  }

  /// The experiment that it says it belongs to.
  public var experiment: String?
  /// When it was written, by its own word.
  public var timestamp: Timestamp?
  /// What the baseline gave here.
  public var baseline = MetricGroup()
  /// What the treatment gave.
  public var treatment = MetricGroup()
  /// What each seed gave.
  public var perSeed: [Seed] = []
  /// Whether the run can be believed.
  public var sanityChecks = MetricGroup()
  /// What it cost.
  public var resources = MetricGroup()
  /// Whether it was stopped by an abort criterion or a limit; nil where it does not say.
  public var isAborted: Bool?
  /// Why it was stopped.
  public var abortReason: String?
  /// What the one who ran it observed.
  public var notes: String?

  /// Metrics that say nothing yet.
  public init() {}

  /// What is said of a metric where a predicate looks for it.
  public func value(of name: String, in arm: Predicate.Arm) -> MetricValue? {
    switch arm {
    case .treatment: treatment[name]
    case .baseline: baseline[name]
    case .sanityChecks: sanityChecks[name]
    }
  }

  /// The numbers, as predicates are judged by them.
  public var measurements: Measurements {
    Measurements(
      baseline: baseline.numbers, treatment: treatment.numbers, sanityChecks: sanityChecks.numbers,
      perSeed: perSeed.map(\.metrics.numbers))
  }
}

/// What a run may cost, as `resource_usage` names it.
public enum Resource: String, CaseIterable, Hashable, Sendable {
  case gpuHours = "gpu_hours"
  case wallClockSeconds = "wall_clock_seconds"
  case totalTrainingSteps = "total_training_steps"
  case totalRuns = "total_runs"
}
