/// Reads numbers and signs from a few words of prose.
struct WordScanner {
  private let bytes: [UInt8]
  private(set) var at = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { at >= bytes.count }
  var next: UInt8? { at < bytes.count ? bytes[at] : nil }
  /// What is not read yet.
  var rest: String { String(decoding: bytes[min(at, bytes.count)...], as: UTF8.self) }
  /// How many characters were read.
  var column: Int { bytes[..<min(at, bytes.count)].count { $0 & 0xC0 != 0x80 } }

  mutating func skipSpaces() {
    while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { at += 1 }
  }

  /// Takes these words, whatever their case; they end where a word ends.
  mutating func take(word: String) -> Bool {
    let end = at + word.utf8.count
    guard end <= bytes.count, zip(bytes[at..<end], word.utf8).allSatisfy({ Self.same($0, $1) })
    else { return false }
    let isLetter = word.utf8.last.map(Self.isLetter) == true
    if isLetter, end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) {
      return false
    }
    at = end
    return true
  }

  /// Takes one of these, the first that stands here.
  mutating func take(anyOf words: [String]) -> String? {
    for word in words where take(word: word) { return word }
    return nil
  }

  /// Takes a number such as `-0.5`, `1e9`, `1_000` or `inf`; nothing where none stands.
  ///
  /// - Parameter grouped: whether `1,000` is one number.
  mutating func number(grouped: Bool = false) -> Double? {
    let start = at
    var sign = 1.0
    if take(anyOf: ["-", "−", "–"]) != nil { sign = -1 } else { _ = take(word: "+") }
    if take(anyOf: ["infinity", "inf", "∞"]) != nil { return sign * .infinity }
    var digits: [UInt8] = []
    var isAny = false
    var hasPoint = false
    while let byte = next {
      let after = at + 1 < bytes.count && Self.isDigit(bytes[at + 1])
      if Self.isDigit(byte) {
        digits.append(byte)
        isAny = true
      } else if byte == 46, after, !hasPoint {
        digits.append(byte)
        hasPoint = true
      } else if !(byte == 95 && isAny && after),
        !(grouped && byte == 44 && isAny && !hasPoint && isGroup(at + 1))
      {
        break
      }
      at += 1
    }
    guard isAny else {
      at = start
      return nil
    }
    exponent(&digits)
    guard let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite else {
      at = start
      return nil
    }
    return sign * value
  }

  private mutating func exponent(_ digits: inout [UInt8]) {
    guard let mark = next, mark == 101 || mark == 69 else { return }
    var end = at + 1
    if end < bytes.count, bytes[end] == 43 || bytes[end] == 45 { end += 1 }
    let first = end
    while end < bytes.count, end < first + 4, Self.isDigit(bytes[end]) { end += 1 }
    guard end > first, end == bytes.count || !Self.isLetter(bytes[end]) else { return }
    digits += bytes[at..<end]
    at = end
  }

  /// Whether three digits stand here and no fourth.
  private func isGroup(_ start: Int) -> Bool {
    guard start + 3 <= bytes.count, bytes[start..<(start + 3)].allSatisfy(Self.isDigit) else {
      return false
    }
    return start + 3 == bytes.count || !Self.isDigit(bytes[start + 3])
  }

  /// Goes to what comes next of these bytes; to the end where there is none.
  mutating func skip(to stops: String) {
    let stops = Array(stops.utf8)
    while let byte = next, !stops.contains(byte) { at += 1 }
  }

  mutating func skip(_ count: Int) { at = min(at + count, bytes.count) }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  static func isLetter(_ byte: UInt8) -> Bool {
    (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte == 95
  }
  private static func same(_ a: UInt8, _ b: UInt8) -> Bool {
    a == b || (b >= 97 && b <= 122 && a == b - 32)
  }
}

/// The text without white space at its ends.
func trimmed(_ text: some StringProtocol) -> String {
  let start = text.drop(while: \.isWhitespace)
  guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
  return String(start[...end])
}

/// The text on one line, cut where it would be too long for a message.
func shortened(_ text: some StringProtocol, to limit: Int = 60) -> String {
  let line = text.prefix(limit * 4).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  return line.count <= limit ? line : line.prefix(limit - 1) + "…"
}
