/// A value that one word of a command line can spell.
///
/// Enumerations with raw values need only name the protocol; a `CaseIterable` one gets its
/// choices in help, completion and suggestions too.
public protocol ExpressibleByArgument {
  /// Reads the value from a word.
  ///
  /// - Throws: `ArgumentFault`, saying what was expected.
  init(argument: String) throws(ArgumentFault)

  /// Every word that spells a value, when they can be listed; empty when they cannot.
  static var allArguments: [String] { get }

  /// The word that spells this value, as help shows a default.
  var argumentText: String { get }
}

extension ExpressibleByArgument {
  /// Not to be listed.
  public static var allArguments: [String] { [] }

  /// The value's description.
  public var argumentText: String { String(describing: self) }
}

/// Why a word is not a value: the end of a sentence that begins with the word.
public struct ArgumentFault: Error, Equatable {
  /// What was expected, such as "expected a whole number".
  public let message: String
  /// What to do about it, when there is something to say.
  public let hint: String?

  /// A fault from what was expected, and what to do.
  public init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  /// The fault of a word that is none of `choices`, with the nearest of them as the hint.
  public static func noneOf(_ choices: [String], word: String) -> ArgumentFault {
    ArgumentFault(
      "expected \(alternatives(choices))", hint: suggestion(nearest(to: word, among: choices)))
  }
}

extension String: ExpressibleByArgument {
  /// Takes any word, also the empty one.
  public init(argument: String) throws(ArgumentFault) {
    self = argument
  }
}

extension Int: ExpressibleByArgument {
  /// Takes decimal digits with an optional sign.
  public init(argument: String) throws(ArgumentFault) {
    if let value = Int(argument) {
      self = value
      return
    }
    let digits = argument.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let isNumber =
      argument.utf8.count - digits.count <= 1 && !digits.isEmpty
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    throw ArgumentFault(
      isNumber ? "expected a number from \(Int.min) to \(Int.max)" : "expected a whole number")
  }
}

extension Double: ExpressibleByArgument {
  /// Takes a finite decimal number, such as 0.05 or 3e-4.
  public init(argument: String) throws(ArgumentFault) {
    let decimal = argument.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"),
        UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard decimal, let value = Double(argument), value.isFinite else {
      throw ArgumentFault("expected a number such as 0.05 or 3e-4")
    }
    self = value
  }
}

extension ExpressibleByArgument where Self: RawRepresentable, RawValue: ExpressibleByArgument {
  /// Takes a word that spells a raw value.
  public init(argument: String) throws(ArgumentFault) {
    let raw = try RawValue(argument: argument)
    guard let value = Self(rawValue: raw) else {
      let choices = Self.allArguments
      throw choices.isEmpty
        ? ArgumentFault("is no known value") : .noneOf(choices, word: argument)
    }
    self = value
  }

  /// The raw value's word.
  public var argumentText: String { rawValue.argumentText }
}

extension ExpressibleByArgument
where Self: RawRepresentable & CaseIterable, RawValue: ExpressibleByArgument {
  /// The word of each case, in declared order.
  public static var allArguments: [String] {
    // A key path of a type that is not known here would be made at run time, for each call.
    allCases.map { $0.rawValue.argumentText }
  }
}
