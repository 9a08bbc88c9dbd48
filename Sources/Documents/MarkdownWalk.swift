import CMarkdown

/// Takes a Markdown text apart into blocks, in one walk over what cmark-gfm makes of it: nothing
/// recurses, so that no text nests too deep.
struct MarkdownWalk {
  private var cursor: MarkdownCursor
  private let markdown: String
  private var found: [MarkdownBlock] = []
  private var depth = 0
  /// How many quotes, and how many strong words, are open.
  private var quotes = 0
  private var strong = 0
  /// The block that words go to; nil between blocks.
  private var open: Int?
  /// An item whose first paragraph is still to come.
  private var isItemFresh = false

  init(_ markdown: String) {
    self.markdown = markdown
    cursor = MarkdownCursor(markdown)
  }

  mutating func blocks() -> [MarkdownBlock] {
    var text = markdown
    text.withUTF8 { bytes in
      guard
        let document = unsafe bytes.withMemoryRebound(
          to: CChar.self, { unsafe cmark_parse_document($0.baseAddress, $0.count, 0) })
      else { return }
      defer { unsafe cmark_node_free(document) }
      guard let iterator = unsafe cmark_iter_new(document) else { return }
      defer { unsafe cmark_iter_free(iterator) }
      while true {
        let event = unsafe cmark_iter_next(iterator)
        if event == CMARK_EVENT_DONE { return }
        guard let node = unsafe cmark_iter_get_node(iterator) else { continue }
        unsafe visit(node, enters: event == CMARK_EVENT_ENTER)
      }
    }
    return found
  }

  private mutating func visit(_ node: OpaquePointer, enters: Bool) {
    let type = unsafe cmark_node_get_type(node)
    switch type {
    case CMARK_NODE_BLOCK_QUOTE: quotes += enters ? 1 : -1
    case CMARK_NODE_LIST: depth += enters ? 1 : -1
    case CMARK_NODE_STRONG: strong += enters ? 1 : -1
    default: break
    }
    if quotes > 0 { return }
    switch type {
    case CMARK_NODE_ITEM:
      isItemFresh = false
      if enters { unsafe begin(.item(depth: depth), node) }
    case CMARK_NODE_HEADING:
      if enters {
        unsafe begin(.heading(level: Int(cmark_node_get_heading_level(node))), node)
      } else {
        open = nil
      }
    case CMARK_NODE_PARAGRAPH: unsafe paragraph(node, enters)
    case CMARK_NODE_CODE_BLOCK:
      unsafe begin(.code(info: Self.string(cmark_node_get_fence_info(node))), node)
      unsafe found[found.count - 1].literal = Self.string(cmark_node_get_literal(node))
      open = nil
    case CMARK_NODE_TEXT:
      unsafe add(strong > 0 ? .strong : .plain, Self.string(cmark_node_get_literal(node)))
    case CMARK_NODE_CODE: unsafe add(.code, Self.string(cmark_node_get_literal(node)))
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: add(.plain, "\n")
    default: break
    }
  }

  private mutating func begin(_ kind: MarkdownBlock.Kind, _ node: OpaquePointer) {
    let line = unsafe Int(cmark_node_get_start_line(node))
    isItemFresh = if case .item = kind { true } else { false }
    found.append(MarkdownBlock(kind: kind, line: line))
    open = found.count - 1
    unsafe follow(node)
  }

  private mutating func follow(_ node: OpaquePointer) {
    unsafe cursor.move(
      toLine: Int(cmark_node_get_start_line(node)), byte: Int(cmark_node_get_start_column(node)),
      lastLine: Int(cmark_node_get_end_line(node)))
  }

  private mutating func paragraph(_ node: OpaquePointer, _ enters: Bool) {
    if enters {
      // The first paragraph of an item is its own text.
      if isItemFresh, let open {
        isItemFresh = false
        found[open].line = unsafe Int(cmark_node_get_start_line(node))
        unsafe follow(node)
      } else {
        unsafe begin(.paragraph, node)
      }
      return
    }
    guard let block = open else { return }
    open = nil
    let last = unsafe Int(cmark_node_get_end_line(node))
    guard let table = MarkdownTable(lines: found[block].line...max(last, found[block].line), cursor)
    else { return }
    found[block].parts = found[block].parts.compactMap { $0.text(before: table.line) }
    let isAll = found[block].parts.allSatisfy { $0.text.allSatisfy(\.isWhitespace) }
    if isAll, found[block].kind == .paragraph { found.removeLast() }
    found.append(MarkdownBlock(kind: .table, line: table.line, rows: table.rows))
  }

  private mutating func add(_ style: MarkdownBlock.Part.Style, _ text: String) {
    guard let open else { return }
    if style == .code {
      cursor.skip(toCode: text)
      let place = cursor.place
      cursor.skip(code: text)
      found[open].parts.append(
        MarkdownBlock.Part(style: .code, text: text, line: place.line, column: place.column))
      return
    }
    let place = cursor.place
    cursor.skip(text: text)
    if let last = found[open].parts.last, last.style == style {
      found[open].parts[found[open].parts.count - 1].text += text
    } else {
      found[open].parts.append(
        MarkdownBlock.Part(style: style, text: text, line: place.line, column: place.column))
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    unsafe text.map { unsafe String(cString: $0) } ?? ""
  }
}

extension MarkdownBlock.Part {
  /// What of these words stands above a line; nil where nothing does.
  fileprivate func text(before end: Int) -> MarkdownBlock.Part? {
    guard line < end else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var part = self
    part.text = lines.prefix(end - line).joined(separator: "\n")
    return part
  }
}
