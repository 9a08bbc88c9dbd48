/// How much the baseline's metrics move from run to run when nothing was changed: what a difference
/// has to exceed to be more than chance.
public struct NoiseFloor: Hashable, Sendable {
  /// What several baselines gave for one metric.
  public struct Entry: Hashable, Sendable {
    /// Its name.
    public let metric: String
    /// How many runs measured it.
    public let count: Int
    /// Their mean.
    public let mean: Double
    /// Their standard deviation as a sample's: divided by one less than there are.
    public let deviation: Double
    /// The largest less the smallest.
    public let range: Double
  }

  /// The metrics that two runs or more measured, by name.
  public let entries: [Entry]

  /// The noise of these baselines, each of one run.
  public init(of baselines: [[String: Double]]) {
    let names = Set(baselines.flatMap(\.keys)).sorted()
    entries = names.compactMap { name in
      let values = baselines.compactMap { $0[name] }.filter(\.isFinite)
      guard values.count > 1, let low = values.min(), let high = values.max() else { return nil }
      let count = Double(values.count)
      let mean = values.reduce(0) { $0 + $1 / count }
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      // Equal values have no deviation, whatever rounding makes of their mean.
      let deviation = low == high ? 0 : (squares / (count - 1)).squareRoot()
      return Entry(
        metric: name, count: values.count, mean: mean, deviation: deviation, range: high - low)
    }
  }

  /// What several baselines gave for a metric; nil where fewer than two measured it.
  public subscript(metric: String) -> Entry? { entries.first { $0.metric == metric } }

  /// By how much the first comparison of a judged predicate was decided that is decided by less
  /// than the noise of its metric; nil where none is, or where its sides are not in that metric's
  /// own unit, as ratios are not.
  public func covered(
    _ predicate: Predicate, _ judgement: Judgement
  ) -> (margin: Double, noise: Entry)? {
    var comparisons: [(Predicate.Expression, Predicate.Expression)] = []
    predicate.condition.visitComparisons { comparisons.append(($0, $1)) }
    for (sides, seen) in zip(comparisons, judgement.observations) {
      guard let left = seen.left, let right = seen.right,
        let metric = Self.metric(of: sides.0, sides.1), let noise = self[metric]
      else { continue }
      let margin = abs(left - right)
      if margin < noise.deviation { return (margin, noise) }
    }
    return nil
  }

  /// The one metric whose values both sides are sums of.
  private static func metric(
    of left: Predicate.Expression, _ right: Predicate.Expression
  ) -> String? {
    var form = LinearForm(left)
    form.add(LinearForm(right), times: -1)
    var names: Set<String> = []
    for (part, factor) in form.terms {
      guard abs(factor) == 1 else { return nil }
      switch part {
      case .metric(_, let name): names.insert(name)
      case .summary(let summary, let name) where summary != .std: names.insert(name)
      default: return nil
      }
    }
    return names.count == 1 ? names.first : nil
  }
}

extension Predicate.Condition {
  /// Visits every comparison within, from left to right, as a judgement observes them.
  fileprivate func visitComparisons(
    _ visit: (Predicate.Expression, Predicate.Expression) -> Void
  ) {
    switch self {
    case .comparison(let left, _, let right): visit(left, right)
    case .and(let a, let b), .or(let a, let b):
      a.visitComparisons(visit)
      b.visitComparisons(visit)
    case .not(let inner): inner.visitComparisons(visit)
    }
  }
}
