import Research
import Testing

@Suite struct HeadlineTests {
  @Test(arguments: ["->", "→", " -> ", "  →  "])
  func `creator and assignee are taken out of the labs' way of titles`(arrow: String) {
    let headline = Headline(" [Athena]\(arrow)[Experiment Runner] Run [it] twice")
    #expect(headline.creator == "Athena")
    #expect(headline.assignee == "Experiment Runner")
    #expect(headline.title == "Run [it] twice")
  }

  @Test(arguments: [
    "A title", "", "[Paper] Draft", "[ ] todo", "[Athena] -> Flux do it", "[Athena] -> [Flux]",
    "[Athena] -> [Flux]   ", "[] -> [Flux] x", "[Athena] -> [] x", "[Athena -> [Flux] x",
    "[a[b] -> [c] x", "x [Athena] -> [Flux] y", "[Athena] => [Flux] x",
  ])
  func `a title without both names and words stays whole`(text: String) {
    let headline = Headline(text)
    #expect(headline.creator == nil)
    #expect(headline.assignee == nil)
    #expect(headline.title == text)
  }
}
