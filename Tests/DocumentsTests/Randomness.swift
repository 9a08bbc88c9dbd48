import Documents
import SeededDice

extension SeededDice {
  /// One of several.
  mutating func pick<Element>(_ elements: [Element], or other: Element) -> Element {
    elements.randomElement(using: &self) ?? other
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

  /// Text made of the pieces that readers of YAML, JSON and terminals stumble over.
  mutating func hostileText() -> String {
    var text = ""
    for _ in 0..<below(below(8) == 0 ? 60 : 6) { text += pick(Hostile.pieces, or: "x") }
    if below(40) == 0 {
      text += String(repeating: pick(["x", "é", " y", "\n"], or: ""), count: 1200)
    }
    if below(10) == 0, let scalar = Unicode.Scalar(UInt32(below(0x11_0000))) {
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  mutating func hostileValue(depth: Int) -> Value {
    switch below(depth > 4 ? 7 : 10) {
    case 0: return .integer(pick([0, -1, 42, .max, .min], or: below(1000)))
    case 1: return .boolean(below(2) == 0)
    case 7, 8: return .list((0..<below(5)).map { _ in hostileValue(depth: depth + 1) })
    case 9: return .map(hostileFields(depth: depth + 1))
    default: return .text(hostileText())
    }
  }

  mutating func hostileFields(depth: Int) -> [Field] {
    var keys: Set<String> = []
    return (0..<below(6)).compactMap { _ in
      let key = hostileText()
      let value = hostileValue(depth: depth)
      return keys.insert(key).inserted ? Field(key, value) : nil
    }
  }

  /// Bytes with a few of them changed, dropped, doubled or moved.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(4) where !bytes.isEmpty {
      let place = below(bytes.count)
      switch below(5) {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: next())
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(contentsOf: pick(Hostile.pieces, or: "x").utf8, at: place)
      case 3:
        bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + below(40))], at: place)
      default: bytes.removeSubrange(place..<min(bytes.count, place + below(20)))
      }
    }
    return bytes
  }
}

/// What hostile text is made of.
enum Hostile {
  static let pieces = [
    "", " ", "  ", "\t", "\n", "\n\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{A0}",
    "\u{FEFF}", "\u{200F}", "\u{202E}", "\u{2066}", "e\u{301}", "\u{301}", "é", "😀", "👩‍👩‍👧", "\0",
    "\u{1B}[2J", "\u{7F}", "\u{9B}", "\u{FFFE}", "\u{FFFF}", "\u{1FFFE}", "\u{10FFFF}", "\"", "'",
    "\\", "\\n", ":", ": ", " :", "#", " #", "-", "- ", "--", "---", "---\n", "...", "... ", "?",
    "? ", "!", "!!str", "&a", "*a", "|", ">", "|-\n", "%", "%YAML 1.1\n", "@", "`", "[", "]", "{",
    "}", ",", ", ", "~", "=", "<<", "null", "true", "False", "yes", "NO", "on", "y", "0x1F",
    "1_000", "1e5", "0o17", "017", "-7", "+1", "42", "1.5", ".inf", "-.INF", ".NaN", "1:30", "12",
    "2026-11-21", "2026-11-21T05:33:12Z", "2026-11-21 05:33:12", "a", "Word", "key: value",
    "long text of some sixty bytes, so that blocks come up as well\n", "{a: b}", "http://x.y/z#a",
  ]

  static let wholeTexts =
    pieces + [
      "-", "--flag", "-x", "---x", "1.2.3", "1e", "0x", "0b1", "+0x1F", "07", "-0", "00", "1,000",
      "9223372036854775808", "TRUE", "Y", "Null", "a:", "a: b", "a #b", "a#b", " a", "a ", "#194",
      "2026-1-1", "2026-11-21t05:33:12Z", "12:30:45", "1_0.5", "<<a", "=a", "~a", "... x", "...x",
      "+.inf", "+", ".", "'a", "it's", "a'b\"c", "@flux", "50%", "C:\\x", "a,b", "[x]", "x?", "?x",
    ]
}
