/// A number with how far binary rounding may have moved it: so that no verdict hangs on 0.1 + 0.2
/// being more than 0.3.
struct RoundedNumber {
  let value: Double
  /// Not less than its distance from what decimal arithmetic would give.
  let error: Double

  private init(value: Double, error: Double) {
    self.value = value
    self.error = error
  }

  /// A decimal number as it was read: rounded once.
  init(_ decimal: Double) { self.init(value: decimal, error: Self.ulp(decimal)) }

  /// A number that no rounding made.
  init(exactly value: Double) { self.init(value: value, error: 0) }

  var magnitude: RoundedNumber { RoundedNumber(value: abs(value), error: error) }
  var negated: RoundedNumber { RoundedNumber(value: -value, error: error) }

  /// The root of a number that is not negative.
  var root: RoundedNumber {
    let root = value.squareRoot()
    // Near zero the root spreads an error more than it shrinks it.
    let spread = root > 0 ? min(error / root, error.squareRoot()) : error.squareRoot()
    return RoundedNumber(value: root, error: spread + Self.ulp(root))
  }

  static func + (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    let sum = a.value + b.value
    return RoundedNumber(value: sum, error: a.error + b.error + ulp(sum))
  }

  static func * (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    let product = a.value * b.value
    let error = abs(a.value) * b.error + abs(b.value) * a.error + a.error * b.error
    return RoundedNumber(value: product, error: error + ulp(product))
  }

  /// `b` must not be zero.
  static func / (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    let quotient = a.value / b.value
    let error = (a.error + abs(quotient) * b.error) / abs(b.value)
    return RoundedNumber(value: quotient, error: error + ulp(quotient))
  }

  func compared(_ comparison: Predicate.Comparison, with other: RoundedNumber) -> Bool {
    let isSame = abs(value - other.value) <= error + other.error
    switch comparison {
    case .equal: return isSame
    case .unequal: return !isSame
    case .atLeast: return isSame || value > other.value
    case .atMost: return isSame || value < other.value
    case .above: return !isSame && value > other.value
    case .below: return !isSame && value < other.value
    }
  }

  private static func ulp(_ value: Double) -> Double { value.isFinite ? value.ulp : 0 }
}
