/// A value of front matter. What it means is for the reader of its key to say.
///
/// There is no null: an empty value is the empty text, and `null` and `~` are text as written.
public enum Value: Hashable, Sendable {
  /// Any scalar that is neither of the two below; `"42"` in quotes is text.
  case text(String)
  /// A whole number written plainly in its one decimal form: `42`, `-7`, but not `007` or `1_000`.
  case integer(Int)
  /// `true` or `false`, written plainly in just these letters.
  case boolean(Bool)
  /// A sequence.
  case list([Value])
  /// A mapping, in the order it was written.
  case map([Field])
}

/// A key of front matter and its value.
public struct Field: Hashable, Sendable {
  /// The key, always text.
  public let key: String
  /// The value.
  public let value: Value

  /// A key and its value.
  public init(key: String, value: Value) {
    self.key = key
    self.value = value
  }

  /// A key and its value, as a writer lists many of them.
  public init(_ key: String, _ value: Value) {
    self.init(key: key, value: value)
  }
}

extension Value {
  /// The text of a scalar, a number or boolean in its written form; nil for lists and maps.
  public var text: String? {
    switch self {
    case .text(let text): text
    case .integer(let number): String(number)
    case .boolean(let truth): truth ? "true" : "false"
    case .list, .map: nil
    }
  }

  /// The number, if this is one; text that looks like a number is none.
  public var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The truth value, if this is one; text that looks like one is none.
  public var boolean: Bool? {
    if case .boolean(let truth) = self { truth } else { nil }
  }

  /// The texts of a list of scalars, a single scalar being a list of one; nil for anything else.
  public var strings: [String]? {
    switch self {
    case .text, .integer, .boolean: return text.map { [$0] }
    case .map: return nil
    case .list(let values):
      var texts: [String] = []
      texts.reserveCapacity(values.count)
      for value in values {
        guard let text = value.text else { return nil }
        texts.append(text)
      }
      return texts
    }
  }

  /// The values of a list; nil for anything else.
  public var list: [Value]? {
    if case .list(let values) = self { values } else { nil }
  }

  /// The fields of a map, in their order; nil for anything else.
  public var map: [Field]? {
    if case .map(let fields) = self { fields } else { nil }
  }
}
