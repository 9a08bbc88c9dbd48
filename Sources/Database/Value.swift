/// What a column holds, and what a statement is given.
public enum Value: Hashable, Sendable {
  case null
  case integer(Int)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// A text that may be missing.
  public static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }

  /// A number that may be missing.
  public static func optional(_ number: Int?) -> Value { number.map { .integer($0) } ?? .null }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// A text.
  public init(stringLiteral text: String) { self = .text(text) }
  /// A number.
  public init(integerLiteral number: Int) { self = .integer(number) }
}
