/// Commands made of others: parentheses, loops, choices, conditions.
extension ShellReader {
  /// `( … )` or `(( … ))`.
  mutating func parenthesised() throws -> ShellNode {
    if peek(1) == UInt8(ascii: "("), let end = arithmeticEnd(from: position + 2),
      !holdsCommand(bytes[(position + 2)..<(end - 2)])
    {
      var reader = ShellReader(Array(bytes[(position + 2)..<(end - 2)]), depth: depth)
      position = end
      // Only what runs in it matters.
      let inner = try reader.quotedText(until: nil)
      return .command(ShellCommand(words: [Self.nothing, inner]))
    }
    position += 1
    let nodes = try list(until: [")"]).nodes
    return .subshell(nodes, try redirections())
  }

  /// Whether `(( … ))` can only be a shell within a shell, as some shells take it: two names side
  /// by side are no arithmetic.
  private func holdsCommand(_ inner: ArraySlice<UInt8>) -> Bool {
    let words = inner.split { $0 == 32 || $0 == 9 || $0 == 10 }
    guard let first = words.first, words.count > 1 else { return false }
    let second = words[words.startIndex + 1]
    let begins = second.first.map {
      Self.isNameByte($0) || "/.~\"'$".utf8.contains($0)
        || ($0 == UInt8(ascii: "-") && second.dropFirst().first.map { $0 >= 97 } == true)
    }
    return first.allSatisfy { Self.isNameByte($0) || $0 == UInt8(ascii: "/") } && begins == true
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
      default: break
      }
      index += 1
    }
    return nil
  }

  mutating func loop() throws -> ShellNode {
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

  mutating func cases() throws -> ShellNode {
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
  static var nothing: ShellWord {
    ShellWord(pieces: [.text(Array("true".utf8), isQuoted: true)])
  }

  /// `[[ … ]]`, where `>` and `<` compare.
  mutating func conditional() throws -> ShellCommand {
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
}
