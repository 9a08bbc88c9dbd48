/// Which text may stand without quotes: only what readers of YAML 1.1 and of 1.2 both take for
/// that same text. In doubt, quotes.
///
/// One exception: a timestamp such as `2026-11-21T05:33:12Z` stays plain though YAML 1.1 has a type
/// for it, since every event holds one and people read and search them.
enum PlainText {
  /// Where the text stands: after a key of its own line (or as that key), or within brackets.
  enum Place { case block, flow }

  /// Whether text needs no quotes in a place.
  static func isPlain(_ text: String, in place: Place) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last, last != Byte.space, last != Byte.colon
    else { return false }
    guard mayBegin(text, first), hasPlainMiddle(bytes, in: place) else { return false }
    return bytes.allSatisfy { $0 < 0x80 } || !text.unicodeScalars.contains(where: \.needsEscape)
  }

  private static func hasPlainMiddle(_ bytes: String.UTF8View, in place: Place) -> Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      switch byte {
      case 0..<0x20, 0x7F: return false
      case UInt8(ascii: "#") where previous == Byte.space: return false
      case Byte.space where previous == Byte.colon: return false
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: "?"), Byte.comma:
        if place == .flow { return false }
      default:
        // Readers disagree on which characters after a colon, within brackets, end the text.
        let goesOn = byte.isLetter || byte.isDigit || byte == UInt8(ascii: "/")
        if place == .flow, previous == Byte.colon, !goesOn { return false }
      }
      previous = byte
    }
    return true
  }

  /// Whether the whole text, beginning so, is neither an indicator of YAML nor some other type.
  private static func mayBegin(_ text: String, _ first: UInt8) -> Bool {
    switch first {
    case _ where first.isLetter:
      return text.utf8.count > 5 || !otherWords.contains(text.lowercased())
    case _ where first.isDigit, UInt8(ascii: "+"), UInt8(ascii: "."):
      return !isNumberLike(text.utf8) && !isDateLike(text)
    case Byte.hyphen:
      // One or two hyphens and a letter are an option; anything else may be a number or a list.
      let rest = text.utf8.drop { $0 == Byte.hyphen }
      return text.utf8.count - rest.count <= 2 && rest.first?.isLetter == true
    case UInt8(ascii: "~"), UInt8(ascii: "="): return text.utf8.count > 1
    case UInt8(ascii: "<"): return text != "<<"
    default: return !indicators.contains(first)
    }
  }

  private static let indicators = Set(" ?:,[]{}#&*!|>'\"%@`".utf8)
  private static let otherWords: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]
  private static let numberBytes = Set("0123456789_.:eE+-".utf8)

  /// Whether text that begins with a digit, a sign or a dot is a number to some reader: decimal,
  /// with a base, with underscores, sexagesimal, infinite; or the marker that ends a document.
  private static func isNumberLike(_ bytes: String.UTF8View) -> Bool {
    if bytes.allSatisfy(numberBytes.contains) || bytes.starts(with: "...".utf8) { return true }
    let unsigned = bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
    switch unsigned.first {
    case UInt8(ascii: "."):
      return [".inf", ".nan"].contains(String(unsigned)?.lowercased() ?? "")
    case Byte.zero:
      guard let base = unsigned.dropFirst().first, "xXoObB".utf8.contains(base) else {
        return false
      }
      return unsigned.dropFirst(2).allSatisfy {
        $0.hexadecimal != nil || $0 == UInt8(ascii: "_")
      }
    default: return false
    }
  }

  /// Whether text begins with a date and the start of a time, other than the one shape allowed.
  private static func isDateLike(_ text: String) -> Bool {
    let bytes = text.utf8
    if bytes.count == timestampShape.count,
      zip(bytes, timestampShape).allSatisfy({ $1 == Byte.zero ? $0.isDigit : $0 == $1 })
    {
      return false
    }
    let parts = bytes.prefix(11).split(
      separator: Byte.hyphen, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count),
      parts[0].allSatisfy(\.isDigit), parts[1].allSatisfy(\.isDigit)
    else { return false }
    let day = parts[2].prefix { $0.isDigit }
    guard (1...2).contains(day.count), let after = parts[2].dropFirst(day.count).first else {
      return false
    }
    return [UInt8(ascii: "T"), UInt8(ascii: "t"), Byte.space].contains(after)
  }

  private static let timestampShape = Array("0000-00-00T00:00:00Z".utf8)
}
