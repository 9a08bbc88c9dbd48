/// What is wrong with a predicate, and what to write instead.
public struct PredicateFault: Error, Hashable, Sendable {
  /// The column within the predicate, counted from 1, in characters.
  public let column: Int
  /// What was wrong and what was expected, as a sentence without its full stop.
  public let message: String
}

/// A predicate as its words and signs.
struct PredicateScanner {
  /// One word or sign.
  enum Token: Hashable {
    case number(Double)
    case name(String)
    /// A name in quotes, for what is no word: `treatment."val/acc"`.
    case quoted(String)
    case comparison(Predicate.Comparison)
    case sign(Character)
    case end
  }

  /// No real predicate is longer; one that is would nest too deep to be judged.
  static let longest = 1000

  private(set) var tokens: [(token: Token, column: Int)] = []
  private let text: [Unicode.Scalar]
  private var at = 0

  init(_ predicate: String) throws(PredicateFault) {
    guard predicate.utf8.count <= Self.longest else {
      throw PredicateFault(
        column: 1, message: "a predicate has at most \(Self.longest) characters: divide it")
    }
    text = Array(predicate.unicodeScalars)
    while at < text.count {
      if text[at] == " " || text[at] == "\t" || text[at] == "\n" {
        at += 1
        continue
      }
      let start = at
      tokens.append((try next(), start + 1))
    }
    tokens.append((.end, text.count + 1))
  }

  private mutating func next() throws(PredicateFault) -> Token {
    let scalar = text[at]
    if Self.isDigit(scalar) || (scalar == "." && peek(1).map(Self.isDigit) == true) {
      return .number(try number())
    }
    if Self.isWord(scalar) { return .name(word()) }
    if scalar == "\"" { return .quoted(try quoted()) }
    if let comparison = try comparison() { return .comparison(comparison) }
    at += 1
    if "+-*/%().,".unicodeScalars.contains(scalar) { return .sign(Character(scalar)) }
    at -= 1
    throw fault(Self.advice(for: scalar))
  }

  private mutating func number() throws(PredicateFault) -> Double {
    let start = at
    while let scalar = peek(), Self.isDigit(scalar) || scalar == "." || scalar == "_" { at += 1 }
    if let scalar = peek(), scalar == "e" || scalar == "E" {
      let sign = peek(1) == "-" || peek(1) == "+" ? 2 : 1
      if let digit = peek(sign), Self.isDigit(digit) {
        at += sign
        while let scalar = peek(), Self.isDigit(scalar) { at += 1 }
      }
    }
    let digits = String(String.UnicodeScalarView(text[start..<at].filter { $0 != "_" }))
    guard let value = Double(digits), value.isFinite else {
      throw PredicateFault(column: start + 1, message: "\"\(digits)\" is no number: write 0.02")
    }
    if let scalar = peek(), Self.isWord(scalar) {
      throw fault("a number ends here: leave a space, or an operator such as `*`")
    }
    return value
  }

  private mutating func word() -> String {
    let start = at
    while let scalar = peek(), Self.isWord(scalar) || Self.isDigit(scalar) || scalar == "@" {
      at += 1
    }
    return String(String.UnicodeScalarView(text[start..<at]))
  }

  private mutating func quoted() throws(PredicateFault) -> String {
    let start = at + 1
    at += 1
    while let scalar = peek(), scalar != "\"" { at += 1 }
    guard at < text.count, at > start else {
      at = start - 1
      throw fault("a name in quotes ends with a quote, and is not empty")
    }
    at += 1
    return String(String.UnicodeScalarView(text[start..<(at - 1)]))
  }

  private mutating func comparison() throws(PredicateFault) -> Predicate.Comparison? {
    let start = at
    let pair = (text[at], peek(1))
    at += 2
    switch pair {
    case (">", "="): return .atLeast
    case ("<", "="): return .atMost
    case ("=", "="): return .equal
    case ("!", "="): return .unequal
    default: at = start + 1
    }
    switch pair.0 {
    case ">": return .above
    case "<": return .below
    case "≥": return .atLeast
    case "≤": return .atMost
    case "≠": return .unequal
    default: at = start
    }
    return nil
  }

  private static func advice(for scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "=": "one `=` assigns: write `==` to compare"
    case "&": "write `and`"
    case "|": "write `or`, or abs(x) for a value without its sign"
    case "!": "write `not`, or `!=` to compare"
    case "−", "–", "—": "this is no minus sign: write `-`"
    case "×", "·": "write `*`"
    case "÷": "write `/`"
    case "±": "write two comparisons, or abs(a - b) <= tolerance"
    case "$", "€", "£": "a number has no currency here: write it alone"
    case "'", "‘", "’", "“", "”": "a name is quoted with \""
    case "[", "]", "{", "}": "only ( and ) group"
    default: "\"\(Character(scalar))\" has no meaning in a predicate"
    }
  }

  private func fault(_ message: String) -> PredicateFault {
    PredicateFault(column: at + 1, message: message)
  }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    at + ahead < text.count ? text[at + ahead] : nil
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z") || scalar == "_"
  }
}
