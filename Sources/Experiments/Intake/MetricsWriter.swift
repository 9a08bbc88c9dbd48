public import Documents
public import Research

/// Writes metrics in the protocol's ten keys.
public enum MetricsWriter {
  /// The bytes of a `metrics.json`, which ``MetricsReader`` reads as they were.
  public static func bytes(of metrics: Metrics) -> [UInt8] {
    Array((json(of: metrics).serialized(pretty: true) + "\n").utf8)
  }

  /// The ten keys, in the protocol's order.
  public static func json(of metrics: Metrics) -> JSON {
    .object(Metrics.Key.allCases.map { JSON.Member($0.rawValue, value(of: $0, metrics)) })
  }

  private static func value(of key: Metrics.Key, _ metrics: Metrics) -> JSON {
    switch key {
    case .experiment: .string(metrics.experiment ?? "")
    case .timestamp: .string(metrics.timestamp?.description ?? "")
    case .baseline: .object(members(metrics.baseline))
    case .treatment: .object(members(metrics.treatment))
    case .perSeed:
      .array(
        metrics.perSeed.map { entry in
          let seed = entry.seed.map { [JSON.Member("seed", .integer($0))] } ?? []
          return .object(seed + members(entry.metrics))
        })
    case .sanityChecks: .object(members(metrics.sanityChecks))
    case .resourceUsage: .object(members(metrics.resources))
    case .abortTriggered: .boolean(metrics.isAborted ?? false)
    case .abortReason: metrics.abortReason.map { .string($0) } ?? .null
    case .notes: .string(metrics.notes ?? "")
    }
  }

  /// A group of metrics, or the metrics of a seed.
  public static func json(of group: MetricGroup) -> JSON { .object(members(group)) }

  private static func members(_ group: MetricGroup) -> [JSON.Member] {
    group.entries.map { JSON.Member($0.name, json(of: $0.value)) }
  }

  static func json(of value: MetricValue) -> JSON {
    switch value {
    case .number(let number): json(of: number)
    case .truth(let truth): .boolean(truth)
    case .missing(let reason): missing(reason)
    // What cannot be compared is told as missing.
    case .other(let kind): missing("the run wrote \(kind)")
    }
  }

  private static func json(of number: Double) -> JSON {
    let isWhole = number == number.rounded() && abs(number) < 9_007_199_254_740_992
    let isNegativeZero = number == 0 && number.sign == .minus
    return isWhole && !isNegativeZero ? .integer(Int(number)) : .number(number)
  }

  private static func missing(_ reason: String) -> JSON {
    .object([
      JSON.Member("status", .string("missing")), JSON.Member("reason", .string(reason)),
    ])
  }
}
