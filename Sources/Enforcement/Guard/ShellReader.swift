/// Reads command lines as POSIX shells and bash do: lists, pipelines, compound commands, functions,
/// redirections, here-documents. Nothing is run and nothing expanded.
struct ShellReader {
  let bytes: [UInt8]
  var position = 0
  /// How deep this reader stands in others and in itself.
  var depth: Int
  /// Where reading goes on after this line: past the texts of its here-documents.
  private var resume: Int?

  /// Deeper nesting is refused rather than followed.
  static let deepest = 64

  init(_ bytes: [UInt8], depth: Int = 0) {
    self.bytes = bytes
    self.depth = depth
  }

  /// All commands of a text, and the fault that ended the reading early.
  static func read(
    _ bytes: [UInt8], depth: Int = 0
  ) -> (nodes: [ShellNode], fault: ShellFault?) {
    var reader = ShellReader(bytes, depth: depth)
    var nodes: [ShellNode] = []
    do {
      while true {
        reader.skipSeparators()
        if reader.position >= bytes.count { return (nodes, nil) }
        try reader.entry(into: &nodes)
      }
    } catch let fault as ShellFault {
      return (nodes, fault)
    } catch {
      return (nodes, ShellFault(message: "unreadable", offset: reader.position))
    }
  }

  func fault(_ message: String) -> ShellFault { ShellFault(message: message, offset: position) }

  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }
  func peek(_ offset: Int) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  /// Takes a text that stands here.
  mutating func take(_ text: StaticString) -> Bool {
    let wanted = "\(text)".utf8
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  // MARK: Lists

  /// Commands up to one of these keywords, which is taken; `)` ends a list too where it is asked.
  mutating func list(until ends: Set<String>) throws -> (nodes: [ShellNode], end: String) {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw fault("commands stand too deep in each other") }
    var nodes: [ShellNode] = []
    while true {
      skipSeparators()
      guard let byte else {
        throw fault("expected \(ends.sorted().joined(separator: " or "))")
      }
      let isCaseEnd =
        byte == UInt8(ascii: ";") && (peek(1) == byte || peek(1) == UInt8(ascii: "&"))
      if byte == UInt8(ascii: ")") || isCaseEnd {
        let end = byte == UInt8(ascii: ")") ? ")" : ";;"
        guard ends.contains(end) else { throw fault("unexpected \(end)") }
        // `;&` and `;;&` end a choice too.
        position += end.utf8.count
        if end == ";;", self.byte == UInt8(ascii: "&") { position += 1 }
        return (nodes, end)
      }
      if let word = keyword(), ends.contains(word) {
        position += word.utf8.count
        return (nodes, word)
      }
      try entry(into: &nodes)
    }
  }

  /// One pipeline, and the operator after it.
  private mutating func entry(into nodes: inout [ShellNode]) throws {
    let start = position
    var stages = [try command()]
    while true {
      skipBlanks()
      guard byte == UInt8(ascii: "|"), peek(1) != UInt8(ascii: "|") else { break }
      position += peek(1) == UInt8(ascii: "&") ? 2 : 1
      skipSeparators(semicolons: false)
      stages.append(try command())
    }
    nodes.append(stages.count == 1 ? stages[0] : .pipeline(stages))
    skipBlanks()
    if take("&&") || take("||") {
      skipSeparators(semicolons: false)
    } else if byte == UInt8(ascii: "&") {
      position += 1
    }
    if position == start { throw fault("a command that cannot be read") }
  }

  /// Skips blanks, comments, line ends and single semicolons.
  mutating func skipSeparators(semicolons: Bool = true) {
    while true {
      skipBlanks()
      if byte == UInt8(ascii: "\n") {
        lineEnd()
      } else if semicolons, byte == UInt8(ascii: ";"), peek(1) != byte,
        peek(1) != UInt8(ascii: "&")
      {
        position += 1
      } else {
        return
      }
    }
  }

  mutating func skipBlanks() {
    while let byte {
      if byte == 32 || byte == 9 || byte == 13 {
        position += 1
      } else if byte == UInt8(ascii: "\\"), peek(1) == 10 {
        position += 2
      } else if byte == UInt8(ascii: "#") {
        position = bytes[position...].firstIndex(of: 10) ?? bytes.count
      } else {
        return
      }
    }
  }

  /// The word here when it is bare letters or one of `{ } !`: what can be a keyword.
  func keyword() -> String? {
    var end = position
    while end < bytes.count, Self.isKeywordByte(bytes[end]) { end += 1 }
    guard end > position, end == bytes.count || Self.endsWord(bytes[end]) else { return nil }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private static func isKeywordByte(_ byte: UInt8) -> Bool {
    (byte >= 97 && byte <= 122) || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
      || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "[")
  }

  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 32, 9, 10, 13, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      true
    default: false
    }
  }

  // MARK: Here-documents

  /// The text of a here-document that this line begins; it stands below the line.
  mutating func document(_ delimiter: [UInt8], isQuoted: Bool, stripsTabs: Bool) -> ShellWord {
    let start = resume ?? bytes[position...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
    var next = start
    var body: [UInt8] = []
    while next < bytes.count {
      let end = bytes[next...].firstIndex(of: 10) ?? bytes.count
      var line = bytes[next..<end]
      next = min(end + 1, bytes.count)
      if stripsTabs { line = line.drop { $0 == 9 } }
      if line.elementsEqual(delimiter) { break }
      body += line
      body.append(10)
    }
    resume = next
    let plain = ShellWord(pieces: [.text(body, isQuoted: true)])
    if isQuoted { return plain }
    var reader = ShellReader(body, depth: depth + 1)
    return (try? reader.quotedText(until: nil)) ?? plain
  }

  private mutating func lineEnd() {
    position = min(max(position + 1, resume ?? 0), bytes.count)
    resume = nil
  }
}
