/// The shape of a program's text, whatever its language: quotes, calls, names.
extension CodeText {
  /// The call that a text is an argument of.
  struct Call {
    /// Its last name in lower case; empty for none.
    var name: String
    /// How many arguments stand before the text.
    var arguments: Int
    /// The place of its parenthesis, or of its word.
    var place: Int
  }

  /// The quoted texts of one line each.
  static func literals(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index < bytes.count, found.count < most {
      let quote = bytes[index]
      guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "`")
      else {
        index += 1
        continue
      }
      // Three quotes in a row begin a text of many lines; its pieces are looked at on their own.
      var end = index + 1
      while end < bytes.count, bytes[end] != quote, bytes[end] != 10 {
        end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard end < bytes.count, bytes[end] == quote else {
        index += 1
        continue
      }
      if end > index + 1 { found.append((index + 1)..<end) }
      index = end + 1
    }
    return found
  }

  /// All names of a text, in lower case; `os.remove` also as a whole.
  static func words(in bytes: [UInt8]) -> Set<String> {
    var words: Set<String> = []
    for part in bytes.split(whereSeparator: { !ShellReader.isNameByte($0) && $0 != 46 }) {
      let names = part.split(separator: 46)
      for name in names { words.insert(String(decoding: name, as: UTF8.self).lowercased()) }
      if names.count == 2 { words.insert(String(decoding: part, as: UTF8.self).lowercased()) }
    }
    return words
  }

  /// Whether a text is a mode of opening, and then whether it writes.
  static func mode(_ text: ArraySlice<UInt8>) -> Bool? {
    guard !text.isEmpty, text.count <= 4,
      text.allSatisfy({ "rwaxbt+U<>".utf8.contains($0) })
    else { return nil }
    return text.contains { "wax+>".utf8.contains($0) }
  }

  /// The variable that a text is given to: `p` in `p = "…"`.
  func assigned(before place: Int) -> String? {
    let before = bytes[max(0, place - 101)..<max(0, place - 1)]
    var rest = before[...]
    while let last = rest.last, last == 32 || "fr".utf8.contains(last) { rest.removeLast() }
    guard rest.popLast() == UInt8(ascii: "=") else { return nil }
    while rest.last == 32 { rest.removeLast() }
    let name = rest.reversed().prefix(while: ShellReader.isNameByte)
    return name.isEmpty ? nil : String(decoding: name.reversed(), as: UTF8.self)
  }

  /// Whether a sign stands before the quote of a text.
  func isBehind(_ sign: UInt8, _ place: Int) -> Bool {
    bytes[..<max(0, place - 1)].last { $0 != 32 && $0 != UInt8(ascii: "f") } == sign
  }

  /// `read_text` in `Path("x").read_text()`, where the quote stands at `end`.
  func method(behind end: Int) -> String {
    let rest = bytes[min(end + 1, bytes.count)...].prefix(80)
      .drop { $0 == UInt8(ascii: ")") || $0 == 32 }
    guard rest.first == UInt8(ascii: ".") else { return "" }
    let word = rest.dropFirst().prefix(while: ShellReader.isNameByte)
    return String(decoding: word, as: UTF8.self).lowercased()
  }

  /// The call whose argument begins behind `place`: `open` and 0 in `open('`.
  func call(before place: Int) -> Call {
    var index = place - 2
    var arguments = 0
    var open = 0
    let limit = max(0, place - 400)
    while index >= limit {
      switch bytes[index] {
      case UInt8(ascii: ")"), UInt8(ascii: "]"): open += 1
      case UInt8(ascii: "["): if open > 0 { open -= 1 }
      case UInt8(ascii: "("):
        if open == 0 {
          return Call(name: name(endingAt: index), arguments: arguments, place: index)
        }
        open -= 1
      case UInt8(ascii: ","): if open == 0 { arguments += 1 }
      case 10, UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "{"), UInt8(ascii: "}"):
        if open == 0 { return bareCall(endingAt: index, place, arguments) }
      default: break
      }
      index -= 1
    }
    return bareCall(endingAt: index, place, arguments)
  }

  /// Where the dotted name before a parenthesis begins.
  func start(ofCallAt place: Int) -> Int {
    var start = place
    while start > 0, ShellReader.isNameByte(bytes[start - 1]) || bytes[start - 1] == 46 {
      start -= 1
    }
    return start
  }

  private func name(endingAt end: Int) -> String {
    var start = end
    while start > 0, ShellReader.isNameByte(bytes[start - 1]) { start -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
  }

  /// The first word of a statement that takes its arguments without parentheses.
  private func bareCall(endingAt start: Int, _ place: Int, _ arguments: Int) -> Call {
    let statement = bytes[max(0, start + 1)..<max(start + 1, place - 1)]
    let word = statement.drop { !ShellReader.isNameByte($0) }
      .prefix { ShellReader.isNameByte($0) || $0 == 46 }
    let name = word.split(separator: 46).last ?? []
    return Call(
      name: String(decoding: name, as: UTF8.self).lowercased(), arguments: arguments, place: place)
  }
}
