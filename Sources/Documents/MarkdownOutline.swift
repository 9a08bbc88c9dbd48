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
    return section(at: index, of: MarkdownLines(Array(markdown.utf8)))
  }

  /// All sections, from top to bottom; those of lower levels are also part of those above them.
  public var sections: [Section] {
    let lines = MarkdownLines(Array(markdown.utf8))
    return blocks.indices.map { section(at: $0, of: lines) }
  }

  private func section(at index: Int, of lines: MarkdownLines) -> Section {
    let block = blocks[index]
    let next = blocks[(index + 1)...].first { $0.heading.level <= block.heading.level }
    let text = lines.trimmed(after: block.lastLine, before: next?.heading.line)
    return Section(heading: block.heading, text: text)
  }
}
