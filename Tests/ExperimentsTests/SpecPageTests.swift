import Experiments
import Platform
import Research
import Testing

/// The page about specs says what is so: its spec passes, and no rule is missing from it.
@Suite struct SpecPageTests {
  private func page() throws -> String {
    let top = Path.parent(Path.parent(Path.parent(#filePath)))
    let bytes = try FileSystem.read(Path.join(top, "Documentation/experiments.md"))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `the page's spec passes without a word`() throws {
    let parts = try page().split(separator: "```", omittingEmptySubsequences: false)
    let spec = try #require(parts.first { $0.hasPrefix("spec\n") }).dropFirst(5)
    let check = SpecCheck(Array(spec.utf8), .strict)
    #expect(check.findings == [])
    #expect(check.spec.criteria.allSatisfy { $0.predicate != nil })
    #expect(check.spec.abortCriteria.first?.predicate != nil)
    #expect(check.spec.seeds == [0, 1, 2])
  }

  @Test func `every rule is on the page, and every heading`() throws {
    let page = try page()
    for rule in SpecRule.allCases {
      #expect(page.contains("| `\(rule.rawValue)` |"), "\(rule.rawValue) is not on the page")
    }
    for heading in SpecHeading.allCases {
      #expect(page.contains("\n## \(heading.rawValue)\n"), "\(heading.rawValue)")
    }
  }
}
