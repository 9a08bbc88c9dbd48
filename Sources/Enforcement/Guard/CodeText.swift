/// A program's text, looked at for the paths it names in quotes and what it seems to do with them.
///
/// This is guessing: a name that is put together from pieces is not found, and one that is only
/// read passes where the call that reads it is known.
struct CodeText {
  /// A path that the program seems to write.
  struct Mention: Hashable {
    var path: String
    var removes = false
    /// True where the call does not say that the text is a file to be written.
    var isGuess = false
  }

  /// What the program seems to write or remove.
  private(set) var written: [Mention] = []
  /// Command lines that it hands to a shell.
  private(set) var commands: [String] = []

  private let bytes: [UInt8]

  /// Longer texts are looked at up to here only, and more names than these are not looked at.
  private static let longest = 1 << 18
  private static let most = 2000

  init(_ text: String) {
    bytes = Array(text.utf8.prefix(Self.longest))
    let literals = self.literals()
    let writes = Self.verbs(in: bytes).contains { Self.writing.contains($0) }
    var past = 0
    for index in literals.indices where index >= past {
      let literal = literals[index]
      if literal.count > 4096 { continue }
      let path = String(decoding: bytes[literal], as: UTF8.self)
      let call = self.call(before: literal.lowerBound)
      if Self.shells.contains(call.name), call.arguments == 0 {
        // A list of words is one command.
        var words = [path]
        past = index + 1
        while past < literals.count, areNeighbours(literals[past - 1], literals[past]) {
          words.append(String(decoding: bytes[literals[past]], as: UTF8.self))
          past += 1
        }
        commands.append(words.joined(separator: " "))
        continue
      }
      if let mention = mention(path, at: index, of: literals, call, suspect: writes) {
        written.append(mention)
      }
    }
  }

  /// What a quoted text means for the files; nil where it is only read, or no file.
  private func mention(
    _ path: String, at index: Int, of literals: [Range<Int>],
    _ call: (name: String, arguments: Int), suspect: Bool
  ) -> Mention? {
    let name = call.name
    // `print > "file"` of awk, `open(F, ">file")` of perl.
    if let mark = path.utf8.first, mark == UInt8(ascii: ">"), path.utf8.count > 1 {
      return Mention(path: String(path.drop { $0 == ">" || $0 == " " }))
    }
    if isBehindArrow(literals[index]) { return Mention(path: path) }
    if name == "open" || name == "fopen" || name == "opensync" {
      let next = index + 1 < literals.count ? literals[index + 1] : nil
      let isSame = next.map { !bytes[literals[index].upperBound..<$0.lowerBound].contains(41) }
      if isSame == true, let next, let writes = Self.mode(bytes[next]) {
        return writes ? Mention(path: path) : nil
      }
      if index > 0, Self.mode(bytes[literals[index - 1]]) == true { return Mention(path: path) }
      return nil
    }
    if Self.removing.contains(name) { return Mention(path: path, removes: true) }
    if Self.reading.contains(name) { return nil }
    if Self.copying.contains(name) { return call.arguments == 0 ? nil : Mention(path: path) }
    if Self.moving.contains(name) { return Mention(path: path, removes: true) }
    let method = self.method(behind: literals[index])
    if Self.reading.contains(method) { return nil }
    if Self.removing.contains(method) { return Mention(path: path, removes: true) }
    if Self.writing.contains(method) || Self.writing.contains(name) || suspect {
      return Mention(path: path, isGuess: true)
    }
    return nil
  }

  /// Whether only a comma stands between two texts.
  private func areNeighbours(_ first: Range<Int>, _ second: Range<Int>) -> Bool {
    let between = bytes[(first.upperBound + 1)..<max(first.upperBound + 1, second.lowerBound - 1)]
    return between.allSatisfy { $0 == 32 || $0 == UInt8(ascii: ",") }
  }

  private func isBehindArrow(_ literal: Range<Int>) -> Bool {
    bytes[..<max(0, literal.lowerBound - 1)].last { $0 != 32 } == UInt8(ascii: ">")
  }

  /// `read_text` in `Path("x").read_text()`.
  private func method(behind literal: Range<Int>) -> String {
    let rest = bytes[min(literal.upperBound + 1, bytes.count)...].prefix(80)
      .drop { $0 == UInt8(ascii: ")") || $0 == 32 }
    guard rest.first == UInt8(ascii: ".") else { return "" }
    let word = rest.dropFirst().prefix(while: ShellReader.isNameByte)
    return String(decoding: word, as: UTF8.self).lowercased()
  }

  /// Whether a text is a mode of opening, and then whether it writes.
  private static func mode(_ text: ArraySlice<UInt8>) -> Bool? {
    guard !text.isEmpty, text.count <= 4,
      text.allSatisfy({ "rwaxbt+U<>".utf8.contains($0) })
    else { return nil }
    return text.contains { "wax+>".utf8.contains($0) }
  }

  /// The quoted texts of one line each.
  private func literals() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index < bytes.count, found.count < Self.most {
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

  /// The name of the call whose argument begins behind `place`, and how many arguments stand before
  /// it: `open` and 0 in `open('`.
  private func call(before place: Int) -> (name: String, arguments: Int) {
    var index = place - 2
    var arguments = 0
    var open = 0
    let limit = max(0, place - 400)
    while index >= limit {
      switch bytes[index] {
      case UInt8(ascii: ")"), UInt8(ascii: "]"): open += 1
      case UInt8(ascii: "["): if open > 0 { open -= 1 }
      case UInt8(ascii: "("):
        if open == 0 { return (name(endingAt: index), arguments) }
        open -= 1
      case UInt8(ascii: ","): if open == 0 { arguments += 1 }
      case 10, UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "{"), UInt8(ascii: "}"):
        if open == 0 { return (bareWord(endingAt: index, place), arguments) }
      default: break
      }
      index -= 1
    }
    return (bareWord(endingAt: index, place), arguments)
  }

  private func name(endingAt end: Int) -> String {
    var start = end
    while start > 0, ShellReader.isNameByte(bytes[start - 1]) { start -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
  }

  /// The first word of a statement that takes its arguments without parentheses.
  private func bareWord(endingAt start: Int, _ place: Int) -> String {
    let statement = bytes[max(0, start + 1)..<max(start + 1, place - 1)]
    let word = statement.drop { !ShellReader.isNameByte($0) }.prefix(while: ShellReader.isNameByte)
    return String(decoding: word, as: UTF8.self).lowercased()
  }

  private static func verbs(in bytes: [UInt8]) -> Set<String> {
    Set(
      bytes.split { !ShellReader.isNameByte($0) }
        .map { String(decoding: $0, as: UTF8.self).lowercased() })
  }
}
