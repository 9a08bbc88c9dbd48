/// Writes fields as YAML in the one canonical layout of this module.
///
/// One `key: value` a line, lists in brackets on one line however long, a map indented below its
/// key. libyaml's emitter is not used: it wraps lists and picks styles by its own rules.
struct FrontMatterWriter {
  var bytes: [UInt8] = []

  /// A key longer than this is written with `?`: YAML readers look ahead 1,024 characters for the
  /// colon of a plain key, and no further.
  private static let longestSimpleKey = 1_000
  /// Text of several lines that is at least this long, in bytes, is written as a block.
  private static let shortestBlock = 60

  /// Appends fields, one a line, at an indentation in spaces.
  mutating func append(_ fields: [Field], indentation: Int) {
    for field in fields {
      indent(by: indentation)
      appendKey(field.key, beforeLongValue: "\n", indentation: indentation)
      switch field.value {
      case .map(let inner) where !inner.isEmpty:
        bytes.append(Byte.lineFeed)
        append(inner, indentation: indentation + 2)
      case .text(let text) where Self.isBlock(text):
        appendBlock(text, indentation: indentation + 2)
      default:
        bytes.append(Byte.space)
        appendInline(field.value, in: .block)
        bytes.append(Byte.lineFeed)
      }
    }
  }

  private mutating func appendInline(_ value: Value, in place: PlainText.Place) {
    switch value {
    case .text(let text): append(text, in: place)
    case .integer(let number): bytes += String(number).utf8
    case .boolean(let truth): bytes += (truth ? "true" : "false").utf8
    case .list(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        appendInline(value, in: .flow)
      }
      bytes.append(UInt8(ascii: "]"))
    case .map(let fields):
      bytes.append(UInt8(ascii: "{"))
      for (index, field) in fields.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        appendKey(field.key, beforeLongValue: " ", indentation: 0, in: .flow)
        bytes.append(Byte.space)
        appendInline(field.value, in: .flow)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends a key and its colon.
  private mutating func appendKey(
    _ key: String, beforeLongValue separator: String, indentation: Int,
    in place: PlainText.Place = .block
  ) {
    let start = bytes.count
    append(key, in: place)
    if bytes.count - start > Self.longestSimpleKey {
      bytes.insert(contentsOf: "? ".utf8, at: start)
      bytes += separator.utf8
      indent(by: indentation)
    }
    bytes.append(Byte.colon)
  }

  private mutating func append(_ text: String, in place: PlainText.Place) {
    if PlainText.isPlain(text, in: place) {
      bytes += text.utf8
    } else {
      appendQuoted(text)
    }
  }

  private mutating func appendQuoted(_ text: String) {
    bytes.append(Byte.quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\n": bytes += "\\n".utf8
      case "\r": bytes += "\\r".utf8
      case "\t": bytes += "\\t".utf8
      case _ where scalar.needsEscape:
        let (letter, width) = scalar.value < 0x100 ? ("x", 2) : ("u", 4)
        bytes += "\\\(letter)\(hexadecimal(scalar.value, width: width))".utf8
      default: bytes += scalar.utf8
      }
    }
    bytes.append(Byte.quote)
  }

  /// Whether text is long, has several lines, and comes back unchanged from a literal block.
  private static func isBlock(_ text: String) -> Bool {
    guard text.utf8.count >= shortestBlock, text.utf8.contains(Byte.lineFeed),
      let first = text.utf8.first, ![Byte.space, Byte.tab, Byte.lineFeed].contains(first)
    else { return false }
    return text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !$0.needsEscape }
  }

  private mutating func appendBlock(_ text: String, indentation: Int) {
    // Whether the last line ends in a line feed, and whether empty lines follow it, is said here.
    let lines = text.utf8.split(separator: Byte.lineFeed, omittingEmptySubsequences: false)
    let trailing = lines.reversed().prefix { $0.isEmpty }.count
    bytes += (trailing == 0 ? " |-\n" : trailing == 1 ? " |\n" : " |+\n").utf8
    for line in trailing == 0 ? lines[...] : lines.dropLast() {
      if !line.isEmpty { indent(by: indentation) }
      bytes += line
      bytes.append(Byte.lineFeed)
    }
  }

  private mutating func indent(by count: Int) {
    bytes += repeatElement(Byte.space, count: count)
  }
}

extension Unicode.Scalar {
  /// Whether YAML readers disagree on this character, fold it, or would show it misleadingly.
  var needsEscape: Bool {
    isControl || isDirectionControl || isSeparator || value == 0xFEFF
      || value == 0xFFFE || value == 0xFFFF
  }
}
