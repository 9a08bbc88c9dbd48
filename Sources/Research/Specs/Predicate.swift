/// A condition over an experiment's metrics, such as
/// `treatment.val_acc >= baseline.val_acc + 0.02`: what decides a criterion without judgement.
public struct Predicate: Hashable, Sendable {
  /// Where in `metrics.json` a value stands.
  public enum Arm: String, CaseIterable, Hashable, Sendable {
    case treatment
    case baseline
    case sanityChecks = "sanity_checks"
  }

  /// One number out of the values that every seed gives.
  public enum Summary: String, CaseIterable, Hashable, Sendable {
    case mean
    /// The sample's standard deviation: divided by one less than there are seeds.
    case std
    case min
    case max
    case median
  }

  /// How two sides are compared.
  public enum Comparison: String, CaseIterable, Hashable, Sendable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
    case equal = "=="
    case unequal = "!="

    /// What holds exactly when this does not.
    public var negated: Comparison {
      switch self {
      case .atLeast: .below
      case .atMost: .above
      case .above: .atMost
      case .below: .atLeast
      case .equal: .unequal
      case .unequal: .equal
      }
    }
  }

  /// What can be true or false.
  public indirect enum Condition: Hashable, Sendable {
    case comparison(Expression, Comparison, Expression)
    case and(Condition, Condition)
    case or(Condition, Condition)
    case not(Condition)
  }

  /// What has a number for its value.
  public indirect enum Expression: Hashable, Sendable {
    case number(Double)
    /// `2 %` is 0.02.
    case percent(Double)
    case metric(Arm, String)
    /// Over `per_seed`.
    case summary(Summary, String)
    case absolute(Expression)
    case negative(Expression)
    case arithmetic(Expression, Operator, Expression)
  }

  /// What joins two numbers.
  public enum Operator: String, CaseIterable, Hashable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
  }

  /// As it was written.
  public let text: String
  /// What it says.
  public let condition: Condition

  /// The names of all metrics it speaks of, in order, each once.
  public var metrics: [String] {
    var names: [String] = []
    condition.visitExpressions { expression in
      switch expression {
      case .metric(_, let name), .summary(_, let name):
        if !names.contains(name) { names.append(name) }
      default: break
      }
    }
    return names
  }

  /// A percentage that is added to or taken from something else; nil where none is.
  public var addedPercent: Double? {
    var found: Double?
    condition.visitExpressions { expression in
      guard case .arithmetic(let left, let operation, let right) = expression,
        operation == .plus || operation == .minus
      else { return }
      switch (left, right) {
      case (.percent, .percent): break
      case (_, .percent(let percent)), (.percent(let percent), _): found = found ?? percent
      default: break
      }
    }
    return found
  }

  init(text: String, condition: Condition) {
    self.text = text
    self.condition = condition
  }
}

extension Predicate.Condition {
  /// Visits every expression within, from left to right, the whole before its parts.
  func visitExpressions(_ visit: (Predicate.Expression) -> Void) {
    switch self {
    case .comparison(let left, _, let right):
      left.visit(visit)
      right.visit(visit)
    case .and(let a, let b), .or(let a, let b):
      a.visitExpressions(visit)
      b.visitExpressions(visit)
    case .not(let a): a.visitExpressions(visit)
    }
  }
}

extension Predicate.Expression {
  func visit(_ visit: (Predicate.Expression) -> Void) {
    visit(self)
    switch self {
    case .absolute(let inner), .negative(let inner): inner.visit(visit)
    case .arithmetic(let left, _, let right):
      left.visit(visit)
      right.visit(visit)
    case .number, .percent, .metric, .summary: break
    }
  }
}
