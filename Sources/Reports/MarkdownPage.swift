/// Markdown that grows block by block, and never longer than a host takes.
struct MarkdownPage {
  private(set) var text = ""
  private var length = 0
  private var isFull = false

  /// GitHub takes 65,536 characters.
  static let longest = 60_000

  /// Adds a block, with a blank line before it; once one does not fit, nothing more is added.
  mutating func add(_ block: String) {
    if isFull || block.isEmpty { return }
    let count = block.unicodeScalars.count
    guard length + count <= Self.longest else {
      isFull = true
      text += "\n\nWhat follows is left out here: a host takes no longer text."
      return
    }
    text += (text.isEmpty ? "" : "\n\n") + block
    length += count + 2
  }

  mutating func add(heading: String) { add("## " + heading) }

  /// Adds a table; its cells are Markdown already, of one line each.
  mutating func add(table header: [String], _ rows: [[String]]) {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    add(
      ([line(header), line(header.map { _ in "---" })] + rows.map(line)).joined(separator: "\n"))
  }
}
