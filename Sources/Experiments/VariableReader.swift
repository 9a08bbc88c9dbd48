import Documents
import Research

/// Reads independent variables: a name as a code span, a colon, values divided by commas, each
/// with a note in brackets or none. Adopted specs have names in bold, or tables.
enum VariableReader {
  static func variables(in blocks: [MarkdownBlock]) -> [Spec.Variable] {
    var variables: [Spec.Variable] = []
    for block in blocks {
      switch block.kind {
      case .paragraph, .item(depth: 1): variables += exact(in: block)
      case .table: variables += rows(of: block)
      default: break
      }
    }
    if !variables.isEmpty { return variables }
    return blocks.flatMap { block -> [Spec.Variable] in
      guard let first = block.parts.first, first.style == .strong else { return [] }
      let name = trimmed(first.text.leadingWords)
      return name.isEmpty || name.lowercased() == "none"
        ? [] : [Spec.Variable(name, isExact: false, at: first.place)]
    }
  }

  /// Each code span that begins a line and is followed by a colon or `in`.
  private static func exact(in block: MarkdownBlock) -> [Spec.Variable] {
    var variables: [Spec.Variable] = []
    var words: [(text: String, isCode: Bool)] = []
    func finish() {
      if let last = variables.indices.last { variables[last].values = ValueList(words).values }
      words = []
    }
    for (index, part) in block.parts.enumerated() {
      let before = index == 0 ? "\n" : block.parts[index - 1].text
      let after = index + 1 < block.parts.count ? block.parts[index + 1].text : ""
      let isName =
        part.style == .code && before.last { $0 != " " }?.isNewline == true
        && (after.hasPrefix(":") || after.hasPrefix(" in ") || after.hasPrefix(" ∈"))
      if isName {
        finish()
        variables.append(Spec.Variable(trimmed(part.text), at: part.place))
      } else if !variables.isEmpty {
        words.append((part.text, part.style == .code))
      }
    }
    finish()
    return variables
  }

  private static func rows(of table: MarkdownBlock) -> [Spec.Variable] {
    guard let header = table.rows.first,
      header.cells.first?.lowercased().contains("variable") == true
    else { return [] }
    return table.rows.dropFirst().compactMap { row in
      guard let name = row.cells.first, !name.isEmpty else { return nil }
      let columns = header.cells.indices.filter { header.cells[$0].lowercased().contains("value") }
      let values = columns.filter { $0 < row.cells.count }.flatMap { column in
        ValueList([(row.cells[column], false)]).values
      }
      return Spec.Variable(name, isExact: false, values: values, at: Spec.Place(line: row.line))
    }
  }
}
