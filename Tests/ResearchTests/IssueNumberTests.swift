import Research
import Testing

@Suite struct IssueNumberTests {
  @Test func `numbers are read as people write them`() {
    for (text, written) in [
      ("194", "194"), ("#194", "194"), ("L7", "L7"), ("l7", "L7"), ("#L7", "L7"),
      ("99999999", "99999999"),
    ] {
      #expect(IssueNumber(text)?.description == written, "\(text)")
    }
  }

  @Test(arguments: [
    "", "#", "L", "#L", "0", "00", "007", "L0", "-1", "+1", "1.0", "1e3", " 1", "1 ", "##1", "LL1",
    "100000000", "9223372036854775808", "99999999999999999999999999", "１", "1\n", "#194a",
  ])
  func `anything else is no number`(text: String) {
    #expect(IssueNumber(text) == nil)
  }

  @Test func `values out of range are none`() {
    for value in [0, -1, 100_000_000, Int.max, Int.min] { #expect(IssueNumber(value) == nil) }
  }

  @Test func `the folders hold a hundred each, local numbers apart`() throws {
    #expect(issueNumber(1).hundred == "0")
    #expect(issueNumber(99).hundred == "0")
    #expect(issueNumber(100).hundred == "1")
    #expect(issueNumber(194).hundred == "1")
    #expect(try #require(IssueNumber("L7")).hundred == "L0")
    #expect(try #require(IssueNumber("L7")) != issueNumber(7))
  }

  @Test func `local numbers come after all others`() {
    let sorted = ["L2", "10", "L1", "9"].compactMap { IssueNumber($0) }.sorted()
    #expect(sorted.map(\.description) == ["9", "10", "L1", "L2"])
  }
}
