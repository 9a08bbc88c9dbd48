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
      position += keyword()?.utf8.count ?? 0
      skipBlanks()
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

  private mutating func closing(_ nodes: [ShellNode]) throws -> ShellNode {
    .group(nodes, try redirections())
  }

  /// `( … )` or `(( … ))`.
  private mutating func parenthesised() throws -> ShellNode {
    if peek(1) == UInt8(ascii: "("), let end = arithmeticEnd(from: position + 2) {
      position = end
      return .command(ShellCommand())
    }
    position += 1
    let nodes = try list(until: [")"]).nodes
    return .subshell(nodes, try redirections())
  }

  /// The place behind `))` that closes arithmetic begun before `start`; nil when it is none.
  func arithmeticEnd(from start: Int) -> Int? {
    var open = 0
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"):
        if open == 0 {
          return index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: ")") ? index + 2 : nil
        }
        open -= 1
      case 10: return nil
      default: break
      }
      index += 1
    }
    return nil
  }

  private mutating func loop() throws -> ShellNode {
    position += keyword()?.utf8.count ?? 0
    skipBlanks()
    var name = ""
    var words: [ShellWord]? = nil
    if byte == UInt8(ascii: "("), peek(1) == byte {
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: ")")) else {
        throw fault("expected ))")
      }
      position = arithmeticEnd(from: position + 2) ?? end + 1
    } else {
      name = try word()?.bareText ?? ""
      skipSeparators(semicolons: false)
      if keyword() == "in" {
        position += 2
        var found: [ShellWord] = []
        skipBlanks()
        while let next = try word() {
          found.append(next)
          skipBlanks()
        }
        words = found
      }
    }
    skipSeparators()
    guard let open = keyword(), open == "do" || open == "{" else { throw fault("expected do") }
    position += open.utf8.count
    let body = try list(until: [open == "do" ? "done" : "}"]).nodes
    return .loop(name, words, body, try redirections())
  }

  private mutating func cases() throws -> ShellNode {
    position += 4
    skipBlanks()
    var nodes: [ShellNode] = []
    // Of the word itself only what it runs matters.
    if let word = try word() { nodes.append(.command(ShellCommand(words: [Self.nothing, word]))) }
    skipSeparators(semicolons: false)
    guard keyword() == "in" else { throw fault("expected in") }
    position += 2
    while true {
      skipSeparators()
      if keyword() == "esac" {
        position += 4
        return try closing(nodes)
      }
      _ = take("(")
      skipBlanks()
      while try word() != nil {
        skipBlanks()
        if byte == UInt8(ascii: "|") { position += 1 }
        skipBlanks()
      }
      guard take(")") else { throw fault("expected ) of a pattern") }
      let more = try list(until: [";;", "esac"])
      nodes += more.nodes
      if more.end == "esac" { return try closing(nodes) }
    }
  }

  /// `true`, for words that stand where nothing is run.
  static let nothing = ShellWord(pieces: [.text(Array("true".utf8), isQuoted: true)])

  /// `[[ … ]]`, where `>` and `<` compare.
  private mutating func conditional() throws -> ShellCommand {
    position += 2
    var found = ShellCommand(words: [Self.nothing])
    while true {
      skipBlanks()
      guard let byte else { throw fault("expected ]]") }
      if take("]]") { return found }
      if byte == 10 || Self.endsWord(byte) {
        position += 1
      } else if let word = try word() {
        found.words.append(word)
      }
    }
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
