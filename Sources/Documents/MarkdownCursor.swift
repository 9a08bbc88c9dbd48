/// Where the words of a Markdown text stand in it: moves along with the reader, forward only, so
/// that counting columns costs no more than reading.
struct MarkdownCursor {
  private let bytes: [UInt8]
  private let lines: MarkdownLines
  private var offset = 0
  /// Where the block ends that is being read.
  private var limit = 0
  private(set) var place = (line: 1, column: 1)

  init(_ text: String) {
    bytes = Array(text.utf8)
    lines = MarkdownLines(bytes)
  }

  /// A line's bytes without its end, counted from 1.
  func line(_ number: Int) -> ArraySlice<UInt8> { lines.content(of: number) }

  /// Goes to a byte of a line, both counted from 1, for a block up to a line; never backward.
  mutating func move(toLine line: Int, byte: Int, lastLine: Int) {
    limit = lines.start(of: lastLine + 1)
    let start = lines.start(of: line)
    let target = min(start + max(0, byte - 1), bytes.count)
    if target <= offset { return }
    if line > place.line {
      offset = start
      place = (line, 1)
    }
    advance(to: target)
  }

  /// Goes behind words that stand right here; where they are spelled otherwise (`&amp;`), it stays.
  mutating func skip(text: String) {
    if text == "\n" {
      let end = lines.start(of: place.line + 1)
      if end > offset, end <= bytes.count { advance(to: end) }
      return
    }
    let count = text.utf8.count
    if count <= bytes.count - offset, bytes[offset..<(offset + count)].elementsEqual(text.utf8) {
      advance(to: offset + count)
    }
  }

  /// Goes to the first character of a code span, behind its backticks.
  mutating func skip(toCode literal: String) {
    // The first word is enough; a line's end within the span has become a space.
    let words = literal.utf8.drop { $0.isWhiteSpace }
    let head = Array(words.prefix(24).prefix { $0 != Byte.space })
    let mark = UInt8(ascii: "`")
    var at = offset
    while at < limit, let tick = bytes[at..<limit].firstIndex(of: mark) {
      at = bytes[tick..<limit].firstIndex { $0 != mark } ?? limit
      let start = bytes[at..<limit].firstIndex { !$0.isWhiteSpace } ?? limit
      if bytes[start..<limit].starts(with: head) { return advance(to: start) }
    }
    // Not found where it should be: this block is not searched again and again.
    limit = min(offset, limit)
  }

  /// Goes behind a code span and its backticks.
  mutating func skip(code literal: String) {
    if offset >= limit { return }
    advance(to: min(offset + literal.utf8.count, limit))
    advance(to: bytes[offset..<limit].firstIndex { $0 != UInt8(ascii: "`") } ?? limit)
  }

  private mutating func advance(to target: Int) {
    let target = min(target, bytes.count)
    while offset < target {
      let byte = bytes[offset]
      offset += 1
      if offset == lines.start(of: place.line + 1) {
        place = (place.line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        place.column += 1
      }
    }
  }
}
