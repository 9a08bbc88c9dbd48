import Query
import Testing

@Suite struct IssueFilterTests {
  @Test func `a filter that says nothing sorts by number`() {
    #expect(IssueFilter().order == .number)
    #expect(IssueFilter().state == nil)
  }
}
