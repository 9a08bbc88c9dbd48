/// A value of JSON, its objects in the order written.
public enum JSON: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// A number written without fraction and exponent that fits `Int`; `-0` is no such number.
  case integer(Int)
  /// Any other number.
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A name of an object and its value.
  public struct Member: Hashable, Sendable {
    /// The name.
    public let key: String
    /// The value.
    public let value: JSON

    /// A name and its value.
    public init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }

    /// A name and its value, as a writer lists many of them.
    public init(_ key: String, _ value: JSON) {
      self.init(key: key, value: value)
    }
  }
}

extension JSON {
  /// The value of a name, if this is an object that has it.
  public subscript(key: String) -> JSON? {
    object?.first { $0.key == key }?.value
  }

  /// The text, if this is a string.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number, if it was written as a whole one that fits `Int`.
  public var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The number, whole or not; a whole one beyond 2^53 is rounded.
  public var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// The truth value, if this is one.
  public var boolean: Bool? {
    if case .boolean(let truth) = self { truth } else { nil }
  }

  /// The values, if this is an array.
  public var array: [JSON]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The members in their order, if this is an object.
  public var object: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Whether this is null.
  public var isNull: Bool { self == .null }
}
