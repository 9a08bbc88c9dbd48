/// Words: quotes, escapes, and what stands for something else.
extension ShellReader {
  /// The word that begins here; nil where none does.
  mutating func word() throws -> ShellWord? {
    guard let first = byte else { return nil }
    let isSubstitution =
      (first == UInt8(ascii: "<") || first == UInt8(ascii: ">")) && peek(1) == UInt8(ascii: "(")
    if Self.endsWord(first), !isSubstitution { return nil }
    var word = ShellWord()
    while let byte {
      switch byte {
      case UInt8(ascii: "\\"):
        position += 1
        guard let next = self.byte else { break }
        position += 1
        if next != 10 { word.add(next, isQuoted: true) }
      case UInt8(ascii: "'"):
        position += 1
        guard let end = bytes[position...].firstIndex(of: byte) else { throw fault("expected '") }
        word.pieces.append(.text(Array(bytes[position..<end]), isQuoted: true))
        position = end + 1
      case UInt8(ascii: "\""):
        position += 1
        word.pieces += try quotedText(until: UInt8(ascii: "\"")).pieces
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        try expansion(into: &word, isQuoted: false)
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        guard peek(1) == UInt8(ascii: "(") else { return word }
        position += 2
        word.pieces.append(.process(try list(until: [")"]).nodes))
      default:
        if byte == UInt8(ascii: "("), word.endsWithGlob, let end = closing(from: position + 1) {
          // `!(a|b)`: what it stands for is left open.
          word.openGlob()
          position = end
          continue
        }
        if Self.endsWord(byte) { return word }
        word.add(byte, isQuoted: false)
        position += 1
      }
    }
    return word
  }

  /// The place behind the `)` that closes what was opened before `start`; nil when none is near.
  private func closing(from start: Int) -> Int? {
    var open = 0
    for index in start..<min(bytes.count, start + 1000) {
      if bytes[index] == UInt8(ascii: "(") { open += 1 }
      if bytes[index] == UInt8(ascii: ")") {
        if open == 0 { return index + 1 }
        open -= 1
      }
    }
    return nil
  }

  /// What stands between double quotes, up to `end`, which is taken; all that is left for nil.
  mutating func quotedText(until end: UInt8?) throws -> ShellWord {
    // An empty text is a word too.
    var word = ShellWord(pieces: [.text([], isQuoted: true)])
    while let byte {
      if byte == end {
        position += 1
        return word
      }
      switch byte {
      case UInt8(ascii: "\\"):
        position += 1
        guard let next = self.byte else { break }
        position += 1
        switch next {
        case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
          word.add(next, isQuoted: true)
        case UInt8(ascii: "\"") where end != nil: word.add(next, isQuoted: true)
        case 10: break
        default:
          word.add(byte, isQuoted: true)
          word.add(next, isQuoted: true)
        }
      case UInt8(ascii: "$"), UInt8(ascii: "`"): try expansion(into: &word, isQuoted: true)
      default:
        word.add(byte, isQuoted: true)
        position += 1
      }
    }
    if end != nil { throw fault("expected \"") }
    return word
  }

  /// What begins with `$` or `` ` ``.
  private mutating func expansion(into word: inout ShellWord, isQuoted: Bool) throws {
    if byte == UInt8(ascii: "`") {
      word.pieces.append(.substitution(try backticks(), isQuoted: isQuoted))
      return
    }
    position += 1
    guard let next = byte else { return word.add(UInt8(ascii: "$"), isQuoted: true) }
    switch next {
    case UInt8(ascii: "("):
      if peek(1) == next, let end = arithmeticEnd(from: position + 2) {
        // Of arithmetic, only what runs in it matters.
        var reader = ShellReader(Array(bytes[(position + 2)..<(end - 2)]), depth: depth + 1)
        if depth > Self.deepest { throw fault("commands stand too deep in each other") }
        let inner = try reader.quotedText(until: nil)
        position = end
        word.pieces.append(.operation("_", .other, inner, isQuoted: isQuoted))
        return
      }
      position += 1
      word.pieces.append(.substitution(try list(until: [")"]).nodes, isQuoted: isQuoted))
    case UInt8(ascii: "{"):
      position += 1
      word.pieces.append(try braced(isQuoted: isQuoted))
    case UInt8(ascii: "'") where !isQuoted:
      position += 1
      word.pieces.append(.text(try escapedText(), isQuoted: true))
    case UInt8(ascii: "\"") where !isQuoted: break
    case _ where Self.isNameByte(next) && !(next >= 48 && next <= 57):
      let start = position
      while let byte, Self.isNameByte(byte) { position += 1 }
      let name = String(decoding: bytes[start..<position], as: UTF8.self)
      word.pieces.append(.parameter(name, isQuoted: isQuoted))
    case UInt8(ascii: "@"), UInt8(ascii: "*"), 48...57, UInt8(ascii: "#"), UInt8(ascii: "?"),
      UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "-"):
      position += 1
      let name = String(decoding: [next], as: UTF8.self)
      word.pieces.append(.parameter(name, isQuoted: isQuoted))
    default: word.add(UInt8(ascii: "$"), isQuoted: true)
    }
  }

  /// `$'…'`: escapes as in C.
  private mutating func escapedText() throws -> [UInt8] {
    var text: [UInt8] = []
    while let byte {
      position += 1
      if byte == UInt8(ascii: "'") { return text }
      guard byte == UInt8(ascii: "\\"), let next = self.byte else {
        text.append(byte)
        continue
      }
      position += 1
      switch next {
      case UInt8(ascii: "n"): text.append(10)
      case UInt8(ascii: "t"): text.append(9)
      case UInt8(ascii: "r"): text.append(13)
      case UInt8(ascii: "x"): text.append(UInt8(truncatingIfNeeded: number(base: 16, digits: 2)))
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        let value = number(base: 16, digits: next == UInt8(ascii: "u") ? 4 : 8)
        let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: value))
        text += scalar.map { Array(String($0).utf8) } ?? []
      case 48...55:
        position -= 1
        text.append(UInt8(truncatingIfNeeded: number(base: 8, digits: 3)))
      default: text.append(next)
      }
    }
    throw fault("expected '")
  }

  private mutating func number(base: Int, digits: Int) -> Int {
    var value = 0
    for _ in 0..<digits {
      guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < base
      else { break }
      value = value * base + digit
      position += 1
    }
    return value
  }

  /// The commands between backticks, where a backslash escapes `` ` ``, `\` and `$`.
  private mutating func backticks() throws -> [ShellNode] {
    position += 1
    var inner: [UInt8] = []
    while let byte {
      position += 1
      if byte == UInt8(ascii: "`") {
        if depth > Self.deepest { throw fault("commands stand too deep in each other") }
        return Self.read(inner, depth: depth + 8).nodes
      }
      if byte == UInt8(ascii: "\\"), let next = self.byte,
        next == UInt8(ascii: "`") || next == byte || next == UInt8(ascii: "$")
      {
        inner.append(next)
        position += 1
      } else {
        inner.append(byte)
      }
    }
    throw fault("expected `")
  }
}
