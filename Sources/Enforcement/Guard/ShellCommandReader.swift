/// Commands: simple ones, and those made of others.
extension ShellReader {
  /// One command with its redirections.
  mutating func command() throws -> ShellNode {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw fault("commands stand too deep in each other") }
    skipBlanks()
    if byte == UInt8(ascii: "(") { return try parenthesised() }
    switch keyword() {
    case "!", "time", "coproc":
      let word = keyword()
      position += word?.utf8.count ?? 0
      skipBlanks()
      if word == "time" { skipOptions() }
      if word == "coproc" { skipName() }
      if byte == nil || byte == 10 || byte == UInt8(ascii: ";") { return .command(ShellCommand()) }
      return try command()
    case "{":
      position += 1
      return try closing(list(until: ["}"]).nodes)
    case "if":
      position += 2
      var (nodes, end) = try list(until: ["then"])
      while end != "fi" {
        let more = try list(until: end == "else" ? ["fi"] : ["then", "elif", "else", "fi"])
        nodes += more.nodes
        end = more.end
      }
      return try closing(nodes)
    case "while", "until":
      position += 5
      let condition = try list(until: ["do"]).nodes
      return try closing(condition + list(until: ["done"]).nodes)
    case "for", "select": return try loop()
    case "case": return try cases()
    case "function":
      position += 8
      skipBlanks()
      let name = try word()?.bareText ?? ""
      skipBlanks()
      if take("(") {
        skipBlanks()
        guard take(")") else { throw fault("expected )") }
      }
      skipSeparators(semicolons: false)
      return .function(name, try command())
    case "[[":
      return .command(try conditional())
    default: return try simple()
    }
  }

  /// `-p` and `--` of `time`.
  private mutating func skipOptions() {
    while take("-p ") || take("-- ") { skipBlanks() }
  }

  /// The name that `coproc NAME { … }` gives.
  private mutating func skipName() {
    let start = position
    while let byte, Self.isNameByte(byte) { position += 1 }
    skipBlanks()
    if byte != UInt8(ascii: "{"), byte != UInt8(ascii: "(") { position = start }
  }

  mutating func closing(_ nodes: [ShellNode]) throws -> ShellNode {
    .group(nodes, try redirections())
  }

  private mutating func simple() throws -> ShellNode {
    var found = ShellCommand()
    while true {
      skipBlanks()
      if let more = try redirection() {
        found.redirections += more
        continue
      }
      guard let next = try word() else { break }
      if found.words.isEmpty, let assignment = Self.assignment(next) {
        found.assignments.append(assignment)
        // `NAME=( … )`: an array of words.
        if byte == UInt8(ascii: "("), assignment.value.pieces.isEmpty {
          found.assignments[found.assignments.count - 1].value = try array()
        }
        continue
      }
      found.words.append(next)
      if found.words.count == 1, found.redirections.isEmpty, let name = next.bareText {
        skipBlanks()
        if byte == UInt8(ascii: "("), Self.closesAtOnce(self) {
          position += 1
          skipBlanks()
          position += 1
          skipSeparators(semicolons: false)
          return .function(name, try command())
        }
      }
    }
    if found.words.isEmpty, found.assignments.isEmpty, found.redirections.isEmpty {
      throw fault("expected a command")
    }
    return .command(found)
  }

  private static func closesAtOnce(_ reader: ShellReader) -> Bool {
    var reader = reader
    reader.position += 1
    reader.skipBlanks()
    return reader.byte == UInt8(ascii: ")")
  }

  private mutating func array() throws -> ShellWord {
    position += 1
    var value = ShellWord()
    while true {
      skipSeparators()
      if take(")") { return value }
      guard let word = try word() else { throw fault("expected ) of an array") }
      if !value.pieces.isEmpty { value.add(32, isQuoted: false) }
      value.pieces += word.pieces
    }
  }

  private static func assignment(_ word: ShellWord) -> (name: String, value: ShellWord)? {
    guard case .text(let bytes, isQuoted: false) = word.pieces.first,
      let sign = bytes.firstIndex(of: UInt8(ascii: "=")), sign > 0
    else { return nil }
    let name = bytes[sign - 1] == UInt8(ascii: "+") ? bytes[..<(sign - 1)] : bytes[..<sign]
    guard isName(name) else { return nil }
    var value = ShellWord(pieces: Array(word.pieces.dropFirst()))
    let rest = Array(bytes[(sign + 1)...])
    if !rest.isEmpty { value.pieces.insert(.text(rest, isQuoted: false), at: 0) }
    return (String(decoding: name, as: UTF8.self), value)
  }

  static func isName(_ bytes: some Collection<UInt8>) -> Bool {
    guard let first = bytes.first, !(first >= 48 && first <= 57) else { return false }
    return bytes.allSatisfy(isNameByte)
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57)
      || byte == UInt8(ascii: "_")
  }
}
