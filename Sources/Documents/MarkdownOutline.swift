/// A heading of a Markdown text.
public struct Heading: Hashable, Sendable {
  /// 1 to 6.
  public let level: Int
  /// The text without its markup, on one line.
  public let text: String
  /// The line it begins on, counted from 1.
  public let line: Int
}

/// A heading and what stands below it.
public struct Section: Hashable, Sendable {
  /// The heading.
  public let heading: Heading
  /// The Markdown up to the next heading of the same or a higher level, as written, without the
  /// blank lines at its start and end.
  public let text: String
}

/// The headings of a Markdown text (CommonMark), and the text below each.
///
/// Headings within quotes, lists and code are part of the text, not of its outline.
public struct MarkdownOutline: Sendable {
  /// The headings, from top to bottom.
  public let headings: [Heading]
  private let blocks: [HeadingBlock]
  private let markdown: String

  /// The outline of a Markdown text; every text has one.
  public init(_ markdown: String) {
    self.markdown = markdown
    blocks = HeadingBlock.all(in: markdown)
    headings = blocks.map(\.heading)
  }

  /// The first heading of the text, whatever its level.
  public var firstHeading: Heading? { headings.first }

  /// The first section whose heading has this text, in any case and at any level.
  public func section(_ title: String) -> Section? {
    let wanted = title.lowercased()
    guard let index = blocks.firstIndex(where: { $0.heading.text.lowercased() == wanted }) else {
      return nil
    }
    return section(at: index, of: MarkdownLines(markdown))
  }

  /// All sections, from top to bottom; those of lower levels are also part of those above them.
  public var sections: [Section] {
    let lines = MarkdownLines(markdown)
    return blocks.indices.map { section(at: $0, of: lines) }
  }

  private func section(at index: Int, of lines: MarkdownLines) -> Section {
    let block = blocks[index]
    let next = blocks[(index + 1)...].first { $0.heading.level <= block.heading.level }
    let text = lines.trimmed(after: block.lastLine, before: next?.heading.line)
    return Section(heading: block.heading, text: text)
  }
}

/// The lines of a text, divided as Markdown divides them: at LF, CR LF or CR.
private struct MarkdownLines {
  private let bytes: [UInt8]
  /// Where each line begins, and at last the end of the text.
  private var starts: [Int] = [0]

  init(_ text: String) {
    bytes = Array(text.utf8)
    for (offset, byte) in bytes.enumerated() {
      let isEnd =
        byte == Byte.lineFeed
        || byte == Byte.carriageReturn
          && (offset + 1 == bytes.count || bytes[offset + 1] != Byte.lineFeed)
      if isEnd { starts.append(offset + 1) }
    }
    if starts.last != bytes.count { starts.append(bytes.count) }
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
