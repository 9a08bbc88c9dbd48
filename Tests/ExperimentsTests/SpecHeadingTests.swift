import Experiments
import Testing

@Suite struct SpecHeadingTests {
  @Test func `other words in the brackets are the same heading`() {
    #expect(SpecHeading(heading: "Success criteria (pre-committed)") == .successCriteria)
    #expect(SpecHeading(heading: "Metrics") == .metrics)
    #expect(SpecHeading(heading: "Metrics of old") == nil)
  }
}
