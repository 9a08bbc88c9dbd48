import Git
import Research
import Testing

@testable import Enforcement

/// Which results freeze a spec: those that the branch's own tree holds.
@Suite struct FreezeTests {
  private static let rules = [
    Protection(pattern: "exp/*.md", content: .specs, freeze: .firstResult),
    Protection(pattern: "out/**", content: .results),
  ]

  private func verdict(_ parents: [[String: String]], _ files: [String: String]) throws -> [String]
  {
    try Forest().verdict(parents, files, Self.rules)
  }

  @Test func `a run in the copy of the ledger that the branch carries freezes it too`() throws {
    let run = [".research/results/E1/1-7c2mxa/metrics.json": "{}"]
    let before = run.merging(["exp/e1.md": "draft", "exp/e2.md": "draft"]) { $1 }
    let ticked = run.merging(["exp/e1.md": "ticked", "exp/e2.md": "ticked"]) { $1 }
    #expect(try verdict([before], ticked) == ["freeze changed exp/e1.md"])
    // Such as `rtrack carry` brings it, in the very commit that changes the spec.
    let drafts = ["exp/e1.md": "draft", "exp/e2.md": "draft"]
    #expect(try verdict([drafts], ticked) == [])
  }

  @Test func `a result that the branch lost is a violation of its own, and freezes no more`() throws
  {
    let before = ["exp/e1.md": "draft", "out/e1/metrics.json": "{}"]
    #expect(
      try verdict([before], ["exp/e1.md": "draft"]) == [
        "append-only removed out/e1/metrics.json"
      ])
    #expect(try verdict([["exp/e1.md": "draft"]], ["exp/e1.md": "ticked"]) == [])
    // Both at once: the spec was bound when that was done.
    #expect(
      try verdict([before], ["exp/e1.md": "ticked"]) == [
        "freeze changed exp/e1.md", "append-only removed out/e1/metrics.json",
      ])
  }
}
