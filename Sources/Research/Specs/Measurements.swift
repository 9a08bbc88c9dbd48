/// The numbers of one result, as predicates ask for them.
public struct Measurements: Hashable, Sendable {
  /// The metrics of each arm.
  public var arms: [Predicate.Arm: [String: Double]]
  /// The metrics of each seed.
  public var perSeed: [[String: Double]]

  /// What a result reports; metrics that are missing are left out.
  public init(
    baseline: [String: Double] = [:], treatment: [String: Double] = [:],
    sanityChecks: [String: Double] = [:], perSeed: [[String: Double]] = []
  ) {
    arms = [.baseline: baseline, .treatment: treatment, .sanityChecks: sanityChecks]
    self.perSeed = perSeed
  }
}

/// What a predicate says of one result.
public struct Judgement: Hashable, Sendable {
  /// Whether it holds.
  public enum Outcome: String, Hashable, Sendable {
    case holds
    case fails
    /// Something that decides it is missing.
    case undecided
  }

  /// One comparison, with what was observed.
  public struct Observation: Hashable, Sendable {
    /// The comparison, as `treatment.val_acc >= baseline.val_acc + 0.02`.
    public let text: String
    /// The value of its left side; nil where something is missing.
    public let left: Double?
    /// The value of its right side.
    public let right: Double?
    /// Nil where something is missing.
    public let holds: Bool?
  }

  /// Whether it holds.
  public let outcome: Outcome
  /// Its comparisons, from left to right.
  public let observations: [Observation]
  /// Why a side has no value, each once: such as `treatment.val_acc is missing`.
  public let gaps: [String]
}

extension Predicate {
  /// What this says of a result.
  ///
  /// What is missing decides nothing, but does not keep the rest from deciding: `a and b` fails
  /// where `a` fails, whatever `b` is. Numbers are equal when they differ by no more than the
  /// rounding of the binary fractions they came from: 0.3 is at least 0.1 + 0.2.
  public func judged(by measurements: Measurements) -> Judgement {
    var judge = Judge(measurements: measurements)
    let answer = judge.answer(condition)
    return Judgement(
      outcome: answer.map { $0 ? .holds : .fails } ?? .undecided,
      observations: judge.observations, gaps: judge.gaps)
  }
}

/// Walks a predicate and keeps what it saw.
private struct Judge {
  let measurements: Measurements
  var observations: [Judgement.Observation] = []
  var gaps: [String] = []

  mutating func answer(_ condition: Predicate.Condition) -> Bool? {
    switch condition {
    case .comparison(let left, let comparison, let right):
      return compare(left, comparison, right)
    case .not(let inner): return answer(inner).map { !$0 }
    case .and(let a, let b):
      let (first, second) = (answer(a), answer(b))
      if first == false || second == false { return false }
      return first == nil || second == nil ? nil : true
    case .or(let a, let b):
      let (first, second) = (answer(a), answer(b))
      if first == true || second == true { return true }
      return first == nil || second == nil ? nil : false
    }
  }

  private mutating func compare(
    _ left: Predicate.Expression, _ comparison: Predicate.Comparison, _ right: Predicate.Expression
  ) -> Bool? {
    let (a, b) = (value(of: left), value(of: right))
    let holds: Bool? = if let a, let b { a.compared(comparison, with: b) } else { nil }
    observations.append(
      Judgement.Observation(
        text: "\(left) \(comparison.rawValue) \(right)", left: a?.value, right: b?.value,
        holds: holds))
    return holds
  }

  private mutating func value(of expression: Predicate.Expression) -> RoundedNumber? {
    switch expression {
    case .number(let number): return RoundedNumber(number)
    case .percent(let number): return RoundedNumber(number) / RoundedNumber(exactly: 100)
    case .metric(let arm, let name):
      guard let value = measurements.arms[arm]?[name] else {
        return gap("\(expression) is missing")
      }
      return finite(RoundedNumber(value), expression)
    case .summary(let summary, let name): return value(of: summary, name, expression)
    case .absolute(let inner): return value(of: inner)?.magnitude
    case .negative(let inner): return value(of: inner)?.negated
    case .arithmetic(let left, let operation, let right):
      // Both are asked, so that every gap is told.
      let (a, b) = (value(of: left), value(of: right))
      guard let a, let b else { return nil }
      switch operation {
      case .plus: return finite(a + b, expression)
      case .minus: return finite(a + b.negated, expression)
      case .times: return finite(a * b, expression)
      case .over:
        if b.value == 0 { return gap("\(right) is 0, so that \(expression) has no value") }
        return finite(a / b, expression)
      }
    }
  }

  private mutating func value(
    of summary: Predicate.Summary, _ name: String, _ expression: Predicate.Expression
  ) -> RoundedNumber? {
    let values = measurements.perSeed.compactMap { $0[name] }
    if values.isEmpty { return gap("per_seed.\(name) is missing") }
    if values.count < measurements.perSeed.count {
      let all = measurements.perSeed.count
      return gap("per_seed.\(name) is missing for \(all - values.count) of \(all) seeds")
    }
    if summary == .std && values.count < 2 { return gap("\(expression) needs two seeds or more") }
    return finite(summary.value(of: values), expression)
  }

  private mutating func finite(
    _ number: RoundedNumber, _ expression: Predicate.Expression
  ) -> RoundedNumber? {
    number.value.isFinite ? number : gap("\(expression) is no finite number")
  }

  private mutating func gap(_ reason: String) -> RoundedNumber? {
    if !gaps.contains(reason) { gaps.append(reason) }
    return nil
  }
}

extension Predicate.Summary {
  /// The summary of at least one value, and of two or more for the deviation.
  fileprivate func value(of values: [Double]) -> RoundedNumber {
    let count = RoundedNumber(exactly: Double(values.count))
    switch self {
    case .min: return RoundedNumber(values.reduce(.infinity, Swift.min))
    case .max: return RoundedNumber(values.reduce(-.infinity, Swift.max))
    case .median:
      let sorted = values.sorted()
      let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
      return (RoundedNumber(low) + RoundedNumber(high)) / RoundedNumber(exactly: 2)
    case .mean: return values.reduce(RoundedNumber(exactly: 0)) { $0 + RoundedNumber($1) } / count
    case .std:
      let mean = Predicate.Summary.mean.value(of: values)
      var squares = RoundedNumber(exactly: 0)
      for value in values {
        let off = RoundedNumber(value) + mean.negated
        squares = squares + off * off
      }
      return (squares / RoundedNumber(exactly: Double(values.count - 1))).root
    }
  }
}
