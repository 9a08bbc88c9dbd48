extension Predicate {
  /// What a predicate can say at all, given the values its metrics can have.
  public struct Possibilities: Hashable, Sendable {
    /// False when no result within the ranges makes it hold.
    public let canHold: Bool
    /// False when no result within the ranges makes it fail.
    public let canFail: Bool
  }

  /// Whether some result could make this hold, and some other could make it fail.
  ///
  /// "Cannot" is said only when it is sure: sums of metrics are bounded exactly, products and
  /// quotients by the bounds of their parts. A metric without a range can have any value.
  public func possibilities(in ranges: [String: ValueRange]) -> Possibilities {
    var (holding, failing) = (Bounds(ranges), Bounds(ranges))
    return Possibilities(
      canHold: holding.canHold([condition]), canFail: failing.canHold([.not(condition)]))
  }
}

/// The values that each part of a predicate can have, so far as is known.
private struct Bounds {
  /// By how much of the greatest number in a sum rounding may move it.
  private static let slack = 1e-12
  private let ranges: [String: ValueRange]
  /// What earlier comparisons of the same conjunction leave of a part's values.
  private var known: [Predicate.Expression: Interval] = [:]

  init(_ ranges: [String: ValueRange]) { self.ranges = ranges }

  /// Whether all of these could hold at once.
  mutating func canHold(_ conditions: [Predicate.Condition]) -> Bool {
    var comparisons: [(LinearForm, Predicate.Comparison)] = []
    var choices: [(Predicate.Condition, Predicate.Condition)] = []
    for condition in conditions { sort(condition, &comparisons, &choices) }
    for (form, comparison) in comparisons { narrow(form, comparison) }
    for (form, comparison) in comparisons where !canHold(form, comparison) { return false }
    // A choice is asked by itself: all of them together could be too many.
    for (a, b) in choices {
      var (first, second) = (self, self)
      if !first.canHold([a]) && !second.canHold([b]) { return false }
    }
    return true
  }

  /// Takes a condition apart into comparisons that must all hold, and choices between two.
  private func sort(
    _ condition: Predicate.Condition, isNegated: Bool = false,
    _ comparisons: inout [(LinearForm, Predicate.Comparison)],
    _ choices: inout [(Predicate.Condition, Predicate.Condition)]
  ) {
    switch condition {
    case .comparison(let left, let comparison, let right):
      var form = LinearForm(left)
      form.add(LinearForm(right), times: -1)
      comparisons.append((form, isNegated ? comparison.negated : comparison))
    case .not(let inner): sort(inner, isNegated: !isNegated, &comparisons, &choices)
    case .and(let a, let b):
      if isNegated { return choices.append((.not(a), .not(b))) }
      sort(a, &comparisons, &choices)
      sort(b, &comparisons, &choices)
    case .or(let a, let b):
      if !isNegated { return choices.append((a, b)) }
      sort(a, isNegated: true, &comparisons, &choices)
      sort(b, isNegated: true, &comparisons, &choices)
    }
  }

  /// Whether `form ? 0` can hold.
  private func canHold(_ form: LinearForm, _ comparison: Predicate.Comparison) -> Bool {
    guard let all = interval(of: form), all.lower <= all.upper else { return false }
    // What sums to nothing but rounding is zero.
    let slack = Self.slack * form.scale
    let lower = abs(all.lower) <= slack ? 0 : all.lower
    let upper = abs(all.upper) <= slack ? 0 : all.upper
    switch comparison {
    case .atLeast: return upper >= 0
    case .above: return upper > 0
    case .atMost: return lower <= 0
    case .below: return lower < 0
    case .equal: return lower <= 0 && upper >= 0
    case .unequal: return lower != 0 || upper != 0
    }
  }

  /// Keeps what a comparison of one part with a number leaves of that part's values.
  private mutating func narrow(_ form: LinearForm, _ comparison: Predicate.Comparison) {
    guard comparison != .unequal, form.terms.count == 1,
      let (part, factor) = form.terms.first, factor != 0, let old = interval(of: part)
    else { return }
    let limit = -form.constant / factor
    guard limit.isFinite else { return }
    // Rounding may not make an end of a range lie outside it.
    let slack = Self.slack * form.scale / abs(factor)
    let isBelow = factor < 0
    if comparison == .equal || isBelow != (comparison == .atLeast || comparison == .above) {
      known[part] = old.raised(to: limit - slack)
    }
    if comparison == .equal || isBelow != (comparison == .atMost || comparison == .below) {
      known[part] = (known[part] ?? old).capped(at: limit + slack)
    }
  }

  private func interval(of form: LinearForm) -> Interval? {
    var sum = Interval(form.constant, form.constant)
    for (part, factor) in form.terms where factor != 0 {
      guard let own = interval(of: part) else { return nil }
      sum = sum + own * Interval(factor, factor)
    }
    return sum
  }

  /// The values that a part can have; nil when it has none.
  private func interval(of part: Predicate.Expression) -> Interval? {
    if let known = known[part] { return known.lower <= known.upper ? known : nil }
    switch part {
    case .number(let number): return Interval(number, number)
    case .percent(let number): return Interval(number / 100, number / 100)
    case .metric(_, let name): return Interval(ranges[name] ?? .everything)
    case .summary(let summary, let name):
      let one = Interval(ranges[name] ?? .everything)
      // Of two values at the ends; more values are no further apart.
      return summary == .std ? Interval(0, (one.upper - one.lower) / 2.squareRoot()) : one
    case .absolute(let inner): return interval(of: LinearForm(inner))?.magnitude
    case .negative, .arithmetic(_, .plus, _), .arithmetic(_, .minus, _):
      return interval(of: LinearForm(part))
    case .arithmetic(let left, let operation, let right):
      guard let a = interval(of: LinearForm(left)), let b = interval(of: LinearForm(right)) else {
        return nil
      }
      return operation == .times ? a * b : a / b
    }
  }
}
