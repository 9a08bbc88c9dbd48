/// The values that a metric can have, such as `[0, 1]` or `(0, inf)`.
public struct ValueRange: Hashable, Sendable {
  /// The least value, or the one it stays above.
  public let lower: Double
  /// The greatest value, or the one it stays below.
  public let upper: Double
  /// Whether the least value itself is not in it.
  public let excludesLower: Bool
  /// Whether the greatest value itself is not in it.
  public let excludesUpper: Bool

  /// Nil unless at least one value is in it.
  public init?(
    _ lower: Double, _ upper: Double, excludesLower: Bool = false, excludesUpper: Bool = false
  ) {
    let isOpen = excludesLower || excludesUpper
    guard isOpen ? lower < upper : lower <= upper, lower < .infinity, upper > -.infinity
    else { return nil }
    self.lower = lower
    self.upper = upper
    // Nothing is infinite itself.
    self.excludesLower = excludesLower || lower == -.infinity
    self.excludesUpper = excludesUpper || upper == .infinity
  }

  /// Every number.
  public static let everything = ValueRange(unchecked: -.infinity, .infinity)

  private init(unchecked lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
    excludesLower = lower == -.infinity
    excludesUpper = upper == .infinity
  }

  /// Whether a value is in it; what is no number never is.
  public func contains(_ value: Double) -> Bool {
    (excludesLower ? value > lower : value >= lower)
      && (excludesUpper ? value < upper : value <= upper)
  }
}

extension ValueRange: CustomStringConvertible {
  /// As a spec spells it: `[0, 1]`.
  public var description: String {
    (excludesLower ? "(" : "[") + "\(plain(lower)), \(plain(upper))" + (excludesUpper ? ")" : "]")
  }
}

/// A number as people write it: `1`, not `1.0`.
func plain(_ number: Double) -> String {
  if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
  return "\(number)"
}
