import Documents
import Experiments
import Research

/// A spec's parts, as `--json` shows them.
enum SpecJSON {
  static func document(of spec: Spec) -> JSON {
    .object([
      JSON.Member("name", .string(spec.name)),
      JSON.Member("hypothesis", .optional(spec.hypothesis?.text)),
      JSON.Member("variables", .array(spec.variables.map(variable))),
      JSON.Member("metrics", .array(spec.metrics.map(metric))),
      JSON.Member("baselines", .array(spec.baselines.map(baseline))),
      JSON.Member("criteria", .array(spec.criteria.map(criterion))),
      JSON.Member("seeds", .array(spec.seeds.map { .integer($0) })),
      JSON.Member("budget", budget(spec.budget)),
      JSON.Member(
        "abort",
        .array(
          spec.abortCriteria.map { abort in
            .object([
              JSON.Member("predicate", .optional(abort.predicate?.text)),
              JSON.Member("prose", .string(abort.prose)),
              JSON.Member("seconds", abort.time.map { .number($0.seconds) } ?? .null),
              JSON.Member("not_a_number", .optional(abort.notANumber?.metric)),
            ])
          })),
      JSON.Member("compute_profile", spec.computeProfile.map(profile) ?? .null),
    ])
  }

  private static func variable(_ variable: Spec.Variable) -> JSON {
    .object([
      JSON.Member("name", .string(variable.name)),
      JSON.Member(
        "values",
        .array(
          variable.values.map { value in
            .object([
              JSON.Member("value", .string(value.text)), JSON.Member("note", .optional(value.note)),
            ])
          })),
    ])
  }

  private static func metric(_ metric: Spec.Metric) -> JSON {
    .object([
      JSON.Member("name", .string(metric.name)), JSON.Member("role", .string(metric.role.rawValue)),
      JSON.Member("range", .optional(metric.range?.description)),
      JSON.Member("direction", .optional(metric.direction?.rawValue)),
      JSON.Member("note", .string(metric.note)),
    ])
  }

  private static func baseline(_ baseline: Spec.Baseline) -> JSON {
    .object([
      JSON.Member("name", .string(baseline.name)),
      JSON.Member("metric", .optional(baseline.metric)),
      JSON.Member("value", number(baseline.value)),
      JSON.Member("tolerance", number(baseline.tolerance)),
    ])
  }

  private static func criterion(_ criterion: Spec.Criterion) -> JSON {
    .object([
      JSON.Member("id", .optional(criterion.id)),
      JSON.Member("predicate", .optional(criterion.predicate?.text)),
      JSON.Member("judged_by", .string(criterion.predicate == nil ? "READ" : "predicate")),
      JSON.Member("prose", .string(criterion.prose)),
    ])
  }

  private static func budget(_ budget: Spec.Budget) -> JSON {
    .object([
      JSON.Member("tier", .optional(budget.tierText)),
      JSON.Member("gpu_hours", number(budget.gpuHours)),
      JSON.Member("wall_clock_seconds", number(budget.wallClockSeconds)),
      JSON.Member("runs", .optional(budget.runs)), JSON.Member("seeds", .optional(budget.seeds)),
    ])
  }

  private static func profile(_ profile: ComputeProfile) -> JSON {
    .object([
      JSON.Member("compute_type", .optional(profile.computeType)),
      JSON.Member("estimated_rows", number(profile.estimatedRows)),
      JSON.Member("model_type", .optional(profile.modelType)),
      JSON.Member("sequential_fits", number(profile.sequentialFits)),
      JSON.Member("parallelizable", profile.isParallelizable.map { .boolean($0) } ?? .null),
      JSON.Member("memory_gb", number(profile.memoryGB)),
      JSON.Member("gpu_type", .optional(profile.gpuType)),
      JSON.Member("estimated_wall_hours", number(profile.estimatedWallHours)),
    ])
  }

  private static func number(_ value: Double?) -> JSON {
    guard let value else { return .null }
    return Int(exactly: value).map { .integer($0) } ?? .number(value)
  }
}
