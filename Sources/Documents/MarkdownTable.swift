/// A table as GitHub writes it, found in the lines of what CommonMark takes for a paragraph.
struct MarkdownTable {
  /// The line of its heading row.
  let line: Int
  let rows: [MarkdownBlock.Row]

  /// Nil where no line of dashes stands below a line of cells.
  init?(lines: ClosedRange<Int>, _ text: MarkdownCursor) {
    let bar = UInt8(ascii: "|")
    var rows: [MarkdownBlock.Row] = []
    for number in lines {
      let content = text.line(number)
      if rows.isEmpty {
        guard number > lines.lowerBound, Self.isRule(content), text.line(number - 1).contains(bar)
        else { continue }
        rows.append(
          MarkdownBlock.Row(cells: Self.cells(of: text.line(number - 1)), line: number - 1))
      } else {
        rows.append(MarkdownBlock.Row(cells: Self.cells(of: content), line: number))
      }
    }
    guard let first = rows.first else { return nil }
    line = first.line
    self.rows = rows
  }

  /// `|---|:-:|`.
  private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
    line.contains(Byte.hyphen) && line.contains(UInt8(ascii: "|"))
      && line.allSatisfy { "|-: \t>".utf8.contains($0) }
  }

  /// The cells of a row; `\|` is no border.
  private static func cells(of line: ArraySlice<UInt8>) -> [String] {
    var cells: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in line {
      if byte == UInt8(ascii: "|"), !isEscaped {
        cells.append([])
      } else {
        if isEscaped, byte == UInt8(ascii: "|") { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(byte)
      }
      isEscaped = byte == Byte.backslash && !isEscaped
    }
    var texts = cells.map(plain)
    if texts.first == "" { texts.removeFirst() }
    if texts.last == "" { texts.removeLast() }
    return texts
  }

  /// A cell without the marks of emphasis and code around its words.
  private static func plain(_ cell: [UInt8]) -> String {
    var kept: [UInt8] = []
    for (index, byte) in cell.enumerated() {
      let isPair =
        byte == UInt8(ascii: "*")
        && (index + 1 < cell.count && cell[index + 1] == byte
          || index > 0 && cell[index - 1] == byte)
      if byte != UInt8(ascii: "`"), !isPair { kept.append(byte) }
    }
    while let last = kept.last, last == Byte.space || last == Byte.tab { kept.removeLast() }
    return String(decoding: kept.drop { $0 == Byte.space || $0 == Byte.tab }, as: UTF8.self)
  }
}
