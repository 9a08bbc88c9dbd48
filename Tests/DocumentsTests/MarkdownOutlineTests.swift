import Documents
import Testing

struct MarkdownOutlineTests {
  private let text = """
    # The *plan* of `rtrack`

    Intro.

    ## Tried

    - one

    ```
    ## Not a heading
    ```

    ### Deeper

    text

    > ## Quoted

    - ## Item

    # Last #
    """

  @Test func `headings have level, plain text and line`() {
    let outline = MarkdownOutline(text)
    #expect(outline.headings.map(\.level) == [1, 2, 3, 1])
    #expect(outline.headings.map(\.text) == ["The plan of rtrack", "Tried", "Deeper", "Last"])
    #expect(outline.headings.map(\.line) == [1, 5, 13, 21])
    #expect(outline.firstHeading == outline.headings.first)
  }

  @Test func `a heading underlined is one, with all its lines`() {
    let outline = MarkdownOutline("a\n\nSetext [link](x) &amp;\nmore\n---\n\nend\n")
    #expect(outline.headings.map(\.text) == ["Setext link & more"])
    #expect(outline.headings.map(\.line) == [3])
    #expect(outline.section("setext link & MORE")?.text == "end")
  }

  @Test func `a section reaches to the next heading of its level or a higher one`() {
    let outline = MarkdownOutline("# A\n\n\nx\n## B\ny\n\n### C\nz\n\n## D\n# E")
    #expect(outline.section("a")?.text == "x\n## B\ny\n\n### C\nz\n\n## D")
    #expect(outline.section("B")?.text == "y\n\n### C\nz")
    #expect(outline.section("C")?.text == "z")
    #expect(outline.section("D")?.text == "")
    #expect(outline.section("E")?.text == "")
    #expect(outline.section("F") == nil)
    #expect(outline.sections.map(\.heading) == outline.headings)
  }

  @Test func `line ends of every kind are lines`() {
    for end in ["\n", "\r\n", "\r"] {
      let outline = MarkdownOutline("# A\(end)\(end)  x\(end)y\(end)\(end)# B\(end)z")
      #expect(outline.headings.map(\.line) == [1, 6])
      #expect(outline.section("A")?.text == "  x\(end)y")
      #expect(outline.section("B")?.text == "z")
    }
  }

  @Test func `no text is no outline`() {
    #expect(MarkdownOutline("").headings.isEmpty)
    #expect(MarkdownOutline("text").firstHeading == nil)
  }

  @Test(arguments: [
    "> ", "- ", "* a\n  ", "[", "![[", "**a_", "`a``b", "<a ", "# a\n", "a\n\n", "\0", "[a](", "&",
  ])
  func `large and deep texts are outlined in time`(unit: String) {
    let text = String(repeating: unit, count: (1 << 20) / unit.utf8.count)
    let time = ContinuousClock().measure { _ = MarkdownOutline(text).section("a") }
    #expect(time < .seconds(10), "\(unit.debugDescription)")
  }
}
