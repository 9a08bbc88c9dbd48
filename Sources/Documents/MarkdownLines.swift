/// The lines of a text, divided as Markdown divides them: at LF, CR LF or CR.
struct MarkdownLines {
  private let bytes: [UInt8]
  /// Where each line begins, and at last the end of the text.
  private var starts: [Int] = [0]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for (offset, byte) in bytes.enumerated() {
      let isEnd =
        byte == Byte.lineFeed
        || byte == Byte.carriageReturn
          && (offset + 1 == bytes.count || bytes[offset + 1] != Byte.lineFeed)
      if isEnd { starts.append(offset + 1) }
    }
    if starts.last != bytes.count { starts.append(bytes.count) }
  }

  /// Where a line begins, counted from 1; the end of the text for lines that it does not have.
  func start(of line: Int) -> Int {
    line < 1 ? 0 : line > starts.count ? bytes.count : starts[line - 1]
  }

  /// A line without its end.
  func content(of line: Int) -> ArraySlice<UInt8> {
    var content = bytes[start(of: line)..<start(of: line + 1)]
    while let byte = content.last, byte == Byte.lineFeed || byte == Byte.carriageReturn {
      content.removeLast()
    }
    return content
  }

  /// The text after one line and before another, both counted from 1, without the blank lines at
  /// its start and end and without its last line end.
  func trimmed(after last: Int, before next: Int?) -> String {
    let lineCount = starts.count - 1
    var first = min(max(last, 0), lineCount)
    var end = max(first, min((next ?? .max) - 1, lineCount))
    while first < end, isBlank(first) { first += 1 }
    while end > first, isBlank(end - 1) { end -= 1 }
    guard first < end else { return "" }
    var text = bytes[starts[first]..<starts[end]]
    while let byte = text.last, byte == Byte.lineFeed || byte == Byte.carriageReturn {
      text.removeLast()
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func isBlank(_ line: Int) -> Bool {
    bytes[starts[line]..<starts[line + 1]].allSatisfy {
      $0 == Byte.space || $0 == Byte.tab || $0 == Byte.lineFeed || $0 == Byte.carriageReturn
    }
  }
}
