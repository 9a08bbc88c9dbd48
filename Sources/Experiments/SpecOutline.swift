import Documents
import Research

/// A spec's text by its headings.
struct SpecOutline {
  /// A heading and the blocks below it, down to the next of its level.
  struct Part {
    let title: String
    let level: Int
    let place: Spec.Place
    var blocks: [MarkdownBlock] = []
    /// As written.
    var text = ""

    var section: Spec.Section { Spec.Section(title: title, text: text, place: place) }
  }

  /// The first heading of the first level.
  private(set) var title: Part?
  /// The parts that a spec has, each by its first heading.
  private(set) var parts: [SpecHeading: Part] = [:]
  /// Where a heading stands once more.
  private(set) var repeated: [(SpecHeading, Spec.Place)] = []
  /// Where a heading stands below the second level, so that it is none of a part.
  private(set) var buried: [SpecHeading: Part] = [:]
  /// What is the author's own.
  private(set) var others: [Part] = []

  init(_ markdown: String) {
    let texts = Dictionary(
      MarkdownOutline(markdown).sections.map { ($0.heading.line, $0.text) },
      uniquingKeysWith: { first, _ in first })
    var open: Part?
    for block in MarkdownBlock.all(in: markdown) {
      guard case .heading(let level) = block.kind else {
        open?.blocks.append(block)
        continue
      }
      let name = trimmed(block.text.split(whereSeparator: \.isNewline).joined(separator: " "))
      let part = Part(
        title: name, level: level, place: Spec.Place(line: block.line),
        text: texts[block.line] ?? "")
      let heading = SpecHeading(heading: name)
      if level > 2 {
        if let heading, buried[heading] == nil { buried[heading] = part }
        open?.blocks.append(block)
        continue
      }
      if let open { close(open) }
      if level == 1, title == nil, heading == nil {
        title = part
        open = nil
      } else {
        open = part
      }
    }
    if let open { close(open) }
  }

  private mutating func close(_ part: Part) {
    guard let heading = SpecHeading(heading: part.title) else { return others.append(part) }
    if parts[heading] == nil {
      parts[heading] = part
    } else {
      repeated.append((heading, part.place))
      others.append(part)
    }
  }
}
