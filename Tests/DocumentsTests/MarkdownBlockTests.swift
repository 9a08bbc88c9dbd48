import Documents
import SeededDice
import Testing

struct MarkdownBlockTests {
  private let text = """
    # The *plan* of `rtrack`

    Some **strong `code`** words
    and a `second
    line`.

    - [ ] **SC-1:** `a >= 1` holds
      more

      ```yaml
      key: value
      ```
      - deeper

    > - quoted

    | A | `b` |
    |---|:--|
    | **x** | y \\| z |

    1. é `last`
    """

  @Test func `Blocks come from top to bottom, quotes left out`() {
    let blocks = MarkdownBlock.all(in: text)
    #expect(
      blocks.map(\.kind) == [
        .heading(level: 1), .paragraph, .item(depth: 1), .code(info: "yaml"), .item(depth: 2),
        .table, .item(depth: 1),
      ])
    #expect(blocks.map(\.line) == [1, 3, 7, 10, 13, 17, 21])
    #expect(blocks[0].text == "The plan of rtrack")
    #expect(blocks[2].text == "[ ] SC-1: a >= 1 holds\nmore")
    #expect(blocks[3].literal == "key: value\n")
  }

  @Test func `Words keep their style and their place`() {
    let blocks = MarkdownBlock.all(in: text)
    #expect(blocks[1].parts.map(\.style) == [.plain, .strong, .code, .plain, .code, .plain])
    let code = blocks.flatMap(\.parts).filter { $0.style == .code }
    #expect(code.map(\.text) == ["rtrack", "code", "second line", "a >= 1", "last"])
    #expect(code.map(\.line) == [1, 3, 4, 7, 21])
    #expect(code.map(\.column) == [18, 16, 8, 18, 7])
  }

  @Test func `A table has rows of cells without marks`() {
    let table = MarkdownBlock.all(in: text)[5]
    #expect(table.rows.map(\.cells) == [["A", "b"], ["x", "y | z"]])
    #expect(table.rows.map(\.line) == [17, 19])
    let below = MarkdownBlock.all(in: "words\n| a |\n|---|\n| b |\n")
    #expect(below.map(\.kind) == [.paragraph, .table])
    #expect(below[0].text.contains("words") && !below[0].text.contains("b"))
  }

  @Test func `Line ends of any kind, tabs and entities do not lose a place`() {
    let blocks = MarkdownBlock.all(in: "a &amp; `x`\r\n\r\n-\t`y` &lt; `z`\r\n")
    let code = blocks.flatMap(\.parts).filter { $0.style == .code }
    #expect(code.map(\.text) == ["x", "y", "z"])
    #expect(code.map(\.line) == [1, 3, 3])
    #expect(code.map(\.column) == [10, 4, 13])
  }

  @Test(arguments: [
    "- ", "> ", "`", "``a", "|", "|-|\n", "# a\n", "* [ ] ", "[", "![a](", "**", "<a ", "\0`a` ",
    "a|b\n-|-\n", "`a`", "1. ", "\t- `",
  ])
  func `A long text of one piece is read`(piece: String) {
    let text = String(repeating: piece, count: (1 << 18) / piece.utf8.count)
    let blocks = MarkdownBlock.all(in: text)
    #expect(blocks.allSatisfy { $0.line >= 1 })
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `Any text is read, and every code span stands where it is said to`(seed: UInt64) {
    var random = SeededDice(seed: seed)
    let pieces = [
      "`", "``", "a", "é", " ", "\n", "\n\n", "- ", "  ", "> ", "|", "|-|", "# ", "**", "&amp;",
      "\r\n", "\t", "1. ", "[ ] ", "```\n", "\0", "<b>",
    ]
    for round in 0..<600 {
      let text = (0..<random.below(24)).map { _ in random.pick(pieces, or: "x") }.joined()
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for part in MarkdownBlock.all(in: text).flatMap(\.parts) where part.style == .code {
        // NUL is shown as a replacement, a lone CR ends a line: their places are not compared.
        if text.unicodeScalars.contains(where: { $0 == "\0" || $0 == "\r" }) { continue }
        guard part.line <= lines.count else {
          Issue.record("seed \(seed), round \(round): line \(part.line)")
          continue
        }
        let rest = lines[part.line - 1].unicodeScalars.dropFirst(part.column - 1)
        let word = part.text.split { $0 == " " || $0 == "\t" }.first.map(String.init) ?? ""
        #expect(
          String(rest).drop { $0 == " " || $0 == "\t" }.hasPrefix(word),
          "seed \(seed), round \(round): \(part) in \(text.debugDescription)")
      }
    }
  }
}
