/// Redirections: `> FILE`, `2>&1`, `<<EOF`.
extension ShellReader {
  /// All that stand here.
  mutating func redirections() throws -> [ShellRedirection] {
    var found: [ShellRedirection] = []
    while true {
      skipBlanks()
      guard let more = try redirection() else { return found }
      found += more
    }
  }

  /// The one that begins here: empty for one that only joins descriptors, nil where none begins.
  mutating func redirection() throws -> [ShellRedirection]? {
    let start = position
    descriptor()
    guard let first = byte, first == UInt8(ascii: "<") || first == UInt8(ascii: ">") || isBoth
    else {
      position = start
      return nil
    }
    // `<(…)` and `>(…)` are words.
    if peek(1) == UInt8(ascii: "("), position == start { return nil }
    if take("<<<") { return [ShellRedirection(kind: .text, target: try target())] }
    if take("<<-") { return [try document(stripsTabs: true)] }
    if take("<<") { return [try document(stripsTabs: false)] }
    if take("<&") { return try joined(.input) }
    if take("<>") { return [ShellRedirection(kind: .output, target: try target())] }
    if take("<") { return [ShellRedirection(kind: .input, target: try target())] }
    if take("&>>") || take(">>| ") || take(">>! ") || take(">>") {
      return [ShellRedirection(kind: .append, target: try target())]
    }
    if take(">&") { return try joined(.output) }
    _ = take("&>") || take(">|") || take(">! ") || take(">")
    return [ShellRedirection(kind: .output, target: try target())]
  }

  private var isBoth: Bool { byte == UInt8(ascii: "&") && peek(1) == UInt8(ascii: ">") }

  /// `2`, `{fd}` in front of the operator.
  private mutating func descriptor() {
    let start = position
    if byte == UInt8(ascii: "{") {
      position += 1
      while let byte, Self.isNameByte(byte) { position += 1 }
      if byte == UInt8(ascii: "}") { position += 1 }
    } else {
      while let byte, byte >= 48, byte <= 57 { position += 1 }
    }
    if byte != UInt8(ascii: "<"), byte != UInt8(ascii: ">") { position = start }
  }

  private mutating func target() throws -> ShellWord {
    skipBlanks()
    guard let word = try word() else { throw fault("expected a file after a redirection") }
    return word
  }

  /// `>&1` joins; `>& FILE` writes a file.
  private mutating func joined(_ kind: ShellRedirection.Kind) throws -> [ShellRedirection] {
    let target = try target()
    if let text = target.bareText, text.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || $0 == 45 }) {
      return []
    }
    return [ShellRedirection(kind: kind, target: target)]
  }

  private mutating func document(stripsTabs: Bool) throws -> ShellRedirection {
    skipBlanks()
    let start = position
    let delimiter = try target()
    var bytes: [UInt8] = []
    var isQuoted = false
    for piece in delimiter.pieces {
      guard case .text(let text, let quoted) = piece else {
        // Nothing is expanded in it: `<<$X` ends with a line `$X`.
        bytes = Array(self.bytes[start..<position])
        break
      }
      bytes += text
      if quoted { isQuoted = true }
    }
    let text = document(bytes, isQuoted: isQuoted, stripsTabs: stripsTabs)
    return ShellRedirection(kind: .document, target: text)
  }
}
