/// A sum of parts, each with a factor: what is left when equal parts are put together, so that
/// `treatment.x - treatment.x` is nothing, whatever `x` can be.
struct LinearForm {
  /// Metrics and what is no sum, with their factors.
  private(set) var terms: [Predicate.Expression: Double] = [:]
  /// What stands alone.
  private(set) var constant = 0.0
  /// The greatest number that went into it: what rounding is measured by.
  private(set) var scale = 0.0

  /// The sum that an expression is.
  init(_ expression: Predicate.Expression) {
    switch expression {
    case .number(let number): self.init(constant: number)
    case .percent(let number): self.init(constant: number / 100)
    case .negative(let inner):
      self.init(constant: 0)
      add(LinearForm(inner), times: -1)
    case .arithmetic(let left, .plus, let right):
      self.init(left)
      add(LinearForm(right), times: 1)
    case .arithmetic(let left, .minus, let right):
      self.init(left)
      add(LinearForm(right), times: -1)
    case .arithmetic(let left, .times, let right):
      let (a, b) = (LinearForm(left), LinearForm(right))
      if a.terms.isEmpty {
        self.init(constant: 0)
        add(b, times: a.constant)
      } else if b.terms.isEmpty {
        self.init(constant: 0)
        add(a, times: b.constant)
      } else {
        self.init(part: expression)
      }
    case .arithmetic(let left, .over, let right):
      let divisor = LinearForm(right)
      if divisor.terms.isEmpty, divisor.constant != 0 {
        self.init(constant: 0)
        add(LinearForm(left), times: 1 / divisor.constant)
      } else {
        self.init(part: expression)
      }
    case .metric, .summary, .absolute: self.init(part: expression)
    }
  }

  private init(constant: Double) {
    self.constant = constant
    scale = abs(constant)
  }

  private init(part: Predicate.Expression) {
    terms = [part: 1]
    scale = 1
  }

  /// Adds another sum, so many times.
  mutating func add(_ other: LinearForm, times factor: Double) {
    for (part, own) in other.terms {
      let sum = terms[part, default: 0] + own * factor
      terms[part] = sum == 0 ? nil : sum
    }
    constant += other.constant * factor
    scale = max(scale, other.scale * abs(factor), abs(constant))
  }
}

/// All numbers between two, ends included. Unbounded where an end is infinite.
struct Interval: Hashable {
  let lower: Double
  let upper: Double

  init(_ lower: Double, _ upper: Double) {
    self.lower = lower.isNaN ? -.infinity : lower
    self.upper = upper.isNaN ? .infinity : upper
  }

  init(_ range: ValueRange) { self.init(range.lower, range.upper) }

  static func + (a: Interval, b: Interval) -> Interval {
    Interval(a.lower + b.lower, a.upper + b.upper)
  }

  static func * (a: Interval, b: Interval) -> Interval {
    let ends = [
      times(a.lower, b.lower), times(a.lower, b.upper), times(a.upper, b.lower),
      times(a.upper, b.upper),
    ]
    return Interval(ends.reduce(.infinity, min), ends.reduce(-.infinity, max))
  }

  static func / (a: Interval, b: Interval) -> Interval {
    if b.lower <= 0 && b.upper >= 0 { return Interval(-.infinity, .infinity) }
    return a * Interval(1 / b.upper, 1 / b.lower)
  }

  var magnitude: Interval {
    if lower >= 0 { return self }
    if upper <= 0 { return Interval(-upper, -lower) }
    return Interval(0, max(-lower, upper))
  }

  func capped(at limit: Double) -> Interval { Interval(lower, min(upper, limit)) }
  func raised(to limit: Double) -> Interval { Interval(max(lower, limit), upper) }

  /// Nothing times without end is nothing.
  private static func times(_ a: Double, _ b: Double) -> Double { a == 0 || b == 0 ? 0 : a * b }
}
