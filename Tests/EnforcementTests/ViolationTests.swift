import Enforcement
import Testing

@Suite struct ViolationTests {
  @Test func `rules keep the names that reports and acknowledgements use`() {
    #expect(
      EnforcedRule.allCases.map(\.rawValue) == [
        "append-only", "two-versions", "sealed", "freeze", "owned", "name", "content", "profile",
        "time", "authority",
      ])
  }
}
