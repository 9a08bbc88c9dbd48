/// What stands between `${` and `}`.
extension ShellReader {
  /// `${NAME}`, and what may stand behind the name.
  mutating func braced(isQuoted: Bool) throws -> ShellWord.Piece {
    let start = position
    var open = 0
    while let byte {
      switch byte {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "'") where !isQuoted:
        position = bytes[(position + 1)...].firstIndex(of: byte) ?? bytes.count
      case UInt8(ascii: "\""):
        position += 1
        while let byte = self.byte, byte != UInt8(ascii: "\"") {
          position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
      case UInt8(ascii: "{"): open += 1
      case UInt8(ascii: "}"):
        if open == 0 {
          let inner = bytes[start..<position]
          if inner.count > Self.longestBraced { throw fault("a parameter of such a length") }
          position += 1
          return try operation(inner, isQuoted: isQuoted)
        }
        open -= 1
      default: break
      }
      position += 1
    }
    position = min(position, bytes.count)
    throw fault("expected }")
  }

  /// Longer ones are not read.
  private static let longestBraced = 1 << 14

  /// What stands between `${` and `}`.
  private func operation(_ inner: ArraySlice<UInt8>, isQuoted: Bool) throws -> ShellWord.Piece {
    let isPositional = inner.first.map { "@*123456789".utf8.contains($0) } == true
    let length = isPositional ? 1 : inner.prefix(while: Self.isNameByte).count
    let name = String(decoding: inner.prefix(length), as: UTF8.self)
    let rest = inner.dropFirst(length)
    if rest.isEmpty, length > 0 { return .parameter(name, isQuoted: isQuoted) }
    if rest.first == UInt8(ascii: "["), rest.last == UInt8(ascii: "]") {
      // Elements of an array: each may be meant.
      return .parameter(name, isQuoted: false)
    }
    let (operation, signs) =
      length > 0 ? ShellOperation.reading(rest) : (ShellOperation.other, 0)
    if depth > Self.deepest { throw fault("commands stand too deep in each other") }
    var reader = ShellReader(Array(rest.dropFirst(signs)), depth: depth + 1)
    var word = ShellWord()
    while let byte = reader.byte {
      if let next = try reader.word() {
        word.pieces += next.pieces
      } else {
        // Blanks and operators stand for themselves here.
        word.add(byte, isQuoted: isQuoted)
        reader.position += 1
      }
    }
    return .operation(name, operation, word, isQuoted: isQuoted)
  }
}
