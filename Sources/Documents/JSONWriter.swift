extension JSON {
  /// This value as JSON, without a line feed at its end; always valid, always the same.
  ///
  /// Control characters, U+2028, U+2029 and the characters that override or isolate the direction
  /// of writing are escaped. A number has the fewest digits that give it back; one that is
  /// infinite or not a number, which JSON cannot say, is written as `null`.
  ///
  /// - Parameter pretty: One member or element a line, indented by two spaces, rather than all on
  ///   one line without blanks.
  public func serialized(pretty: Bool) -> String {
    var writer = JSONWriter(isPretty: pretty)
    writer.append(self)
    return writer.text
  }
}

/// Writes JSON values to text, with a stack of its own as `JSONReader` has.
struct JSONWriter {
  let isPretty: Bool
  var text = ""
  private var open: [OpenValue] = []

  /// An array or object that is not yet written to its end.
  private struct OpenValue {
    let elements: [JSON]
    let members: [JSON.Member]
    /// How many of its elements or members have been written.
    var written = 0

    var count: Int { elements.count + members.count }
  }

  init(isPretty: Bool) {
    self.isPretty = isPretty
  }

  /// Appends a value to the text.
  mutating func append(_ value: JSON) {
    start(value)
    while var innermost = open.popLast() {
      let isObject = innermost.elements.isEmpty
      guard innermost.written < innermost.count else {
        breakLine()
        text += isObject ? "}" : "]"
        continue
      }
      if innermost.written > 0 { text += "," }
      let place = innermost.written
      innermost.written += 1
      open.append(innermost)
      breakLine()
      if isObject {
        append(innermost.members[place].key)
        text += isPretty ? ": " : ":"
        start(innermost.members[place].value)
      } else {
        start(innermost.elements[place])
      }
    }
  }

  /// Writes a value that has no parts; opens one that has.
  private mutating func start(_ value: JSON) {
    switch value {
    case .null: text += "null"
    case .boolean(let truth): text += truth ? "true" : "false"
    case .integer(let number): text += String(number)
    case .number(let number): text += number.isFinite ? number.description : "null"
    case .string(let string): append(string)
    case .array([]): text += "[]"
    case .object([]): text += "{}"
    case .array(let elements):
      text += "["
      open.append(OpenValue(elements: elements, members: []))
    case .object(let members):
      text += "{"
      open.append(OpenValue(elements: [], members: members))
    }
  }

  /// Begins a line as deep as there are open values.
  private mutating func breakLine() {
    guard isPretty else { return }
    text += "\n" + String(repeating: "  ", count: open.count)
  }

  private mutating func append(_ string: String) {
    text += "\""
    if string.utf8.allSatisfy({
      $0 >= 0x20 && $0 < 0x7F && $0 != Byte.quote && $0 != Byte.backslash
    }) {
      text += string
    } else {
      for scalar in string.unicodeScalars { append(scalar) }
    }
    text += "\""
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case _ where scalar.isControl || scalar.isSeparator || scalar.isDirectionControl:
      text += "\\u" + hexadecimal(scalar.value, width: 4)
    default: text.unicodeScalars.append(scalar)
    }
  }
}
