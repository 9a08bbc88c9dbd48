import CMarkdown

/// A heading as cmark-gfm finds it, with the last of its lines.
///
/// Beside ``MarkdownWalk``, the only place of this module that touches cmark-gfm.
struct HeadingBlock: Sendable {
  let heading: Heading
  let lastLine: Int

  /// The headings directly within a Markdown text, from top to bottom.
  static func all(in markdown: String) -> [HeadingBlock] {
    var text = markdown
    return text.withUTF8 { bytes in
      guard
        let document = unsafe bytes.withMemoryRebound(
          to: CChar.self, { unsafe cmark_parse_document($0.baseAddress, $0.count, 0) })
      else { return [] }
      defer { unsafe cmark_node_free(document) }
      var blocks: [HeadingBlock] = []
      var child = unsafe cmark_node_first_child(document)
      while let node = unsafe child {
        if unsafe cmark_node_get_type(node) == CMARK_NODE_HEADING {
          unsafe blocks.append(HeadingBlock(node))
        }
        unsafe child = cmark_node_next(node)
      }
      return blocks
    }
  }

  private init(_ node: OpaquePointer) {
    let line = unsafe Int(cmark_node_get_start_line(node))
    heading = unsafe Heading(
      level: Int(cmark_node_get_heading_level(node)), text: Self.text(of: node), line: line)
    lastLine = max(line, unsafe Int(cmark_node_get_end_line(node)))
  }

  /// The text of a heading without its markup; line breaks become spaces, inline HTML is left out.
  private static func text(of node: OpaquePointer) -> String {
    guard let iterator = unsafe cmark_iter_new(node) else { return "" }
    defer { unsafe cmark_iter_free(iterator) }
    var text = ""
    while true {
      let event = unsafe cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return text }
      guard event == CMARK_EVENT_ENTER, let inline = unsafe cmark_iter_get_node(iterator) else {
        continue
      }
      switch unsafe cmark_node_get_type(inline) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE:
        if let literal = unsafe cmark_node_get_literal(inline) {
          unsafe text += String(cString: literal)
        }
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
      default: break
      }
    }
  }
}
