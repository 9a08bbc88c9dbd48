public import Research

/// What one command of several measured, on its way into what the run measured.
public enum StepMetrics {
  /// The fold that a command's measurements go into: what it does not say of arm and seed is the
  /// command's own.
  public static func fold(for step: RunStep) -> MetricsFold {
    MetricsFold(arm: arm(of: step), seed: step.name.isEmpty ? nil : step.seed)
  }

  /// Where a command's measurements belong that do not say it.
  public static func arm(of step: RunStep) -> MetricRecord.Arm {
    switch step.part {
    case .sanity: .sanityChecks
    case .baseline: .baseline
    case .minimumViable, .treatment: .treatment
    }
  }

  /// Takes what a command measured into what its run did.
  ///
  /// - Parameters:
  ///   - told: what it told as it went.
  ///   - file: its own `metrics.json`, which stands over what it told; nil where it wrote none.
  /// - Returns: Why the command says that the run is to be stopped; nil where it does not.
  public static func add(
    _ told: MetricsFold, file: [UInt8]?, of step: RunStep, to run: inout MetricsFold
  ) -> String? {
    var told = told
    var stop: String?
    if let file {
      do throws(ResultFinding) {
        let metrics = try MetricsReader.read(file).metrics
        add(metrics, of: step, to: &told)
        if metrics.isAborted == true { stop = metrics.abortReason ?? "abort_triggered" }
      } catch {
        told.refuse("\(step.name)/metrics.json: \(error.message)")
      }
    }
    // What is tried out before the budget is spent is no result; what it cost is.
    if step.part == .minimumViable { told = told.resourcesOnly }
    run.merge(told)
    return stop
  }

  private static func add(_ metrics: Metrics, of step: RunStep, to fold: inout MetricsFold) {
    func put(_ group: MetricGroup, _ arm: MetricRecord.Arm) {
      for entry in group.entries {
        fold.add(
          .record(MetricRecord(entry.name, entry.value, seed: step.seed, step: .infinity, arm: arm))
        )
      }
    }
    let own = metrics.perSeed.first { $0.seed == step.seed && step.seed != nil }?.metrics
    switch step.part {
    case .baseline:
      put(metrics.baseline.entries.isEmpty ? own ?? metrics.treatment : metrics.baseline, .baseline)
    case .sanity, .minimumViable, .treatment:
      put(metrics.baseline, .baseline)
      put(metrics.treatment, .treatment)
      if let own { put(own, .treatment) }
    }
    put(metrics.sanityChecks, .sanityChecks)
    for entry in metrics.resources.entries where entry.value.isReported {
      fold.add(.record(MetricRecord(entry.name, entry.value, arm: .resourceUsage)))
    }
    if let notes = metrics.notes, !notes.isEmpty { fold.add(.note(notes)) }
  }
}
