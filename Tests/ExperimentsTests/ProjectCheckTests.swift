import Research
import Testing

@testable import Experiments

/// Projects that never used this program, in the ways that they go wrong.
struct ProjectCheckTests {
  private func spec(_ id: String, ticked: Bool = false) throws -> ProjectSpec {
    var spec = try WarmUp.spec()
    if ticked { spec.criteria[0].isTicked = true }
    return ProjectSpec(id: id, path: "experiments/\(id).md", spec: spec)
  }

  private func result(
    _ id: String, says said: String? = nil, metrics: String? = nil, analysis: Bool = false
  ) -> ProjectResult {
    let text = metrics ?? WarmUp.metrics.replacing(WarmUp.id, with: said ?? id)
    return ProjectResult(
      id: id, path: "results/\(id)",
      files: ResultFiles(
        metrics: text.isEmpty ? nil : Array(text.utf8), config: Array(WarmUp.config.utf8),
        hasAnalysis: analysis))
  }

  private func told(_ check: ProjectCheck) -> [String] {
    check.findings.filter { $0.level != .note }
      .map { "\($0.file): \($0.rule) \($0.level.rawValue)" }
  }

  @Test func `a project in which nothing is wrong passes without a word`() throws {
    let check = ProjectCheck(
      specs: [try spec("exp-001-a"), try spec("exp-002-b")],
      results: [result("exp-001-a"), result("exp-002-b")], profile: .strict)
    #expect(check.findings.map(\.text) == [])
    #expect(check.isAcceptable)
  }

  @Test func `a folder that differs from its spec by case is told, and checked against it`() throws
  {
    let check = ProjectCheck(
      specs: [try spec("exp-001-LR")], results: [result("exp-001-lr")], profile: .strict)
    #expect(told(check) == ["results/exp-001-lr: case error"])
    #expect(check.results[0].report.findings.isEmpty)
    let legacy = ProjectCheck(
      specs: [try spec("exp-001-LR")], results: [result("exp-001-lr")], profile: .legacy)
    #expect(told(legacy) == ["results/exp-001-lr: case warning"])
  }

  @Test func `two folders that are one without case are told`() throws {
    let check = ProjectCheck(
      specs: [try spec("exp-001-a")], results: [result("exp-001-A"), result("exp-001-a")],
      profile: .legacy)
    #expect(told(check).contains("results/exp-001-a: case error"))
  }

  @Test func `a result that another experiment's commit overwrote is told`() throws {
    let specs = [try spec("exp-001-a"), try spec("exp-002-b")]
    let said = ProjectCheck(
      specs: specs, results: [result("exp-001-a"), result("exp-002-b", says: "exp-001-a")],
      profile: .legacy)
    // It is the same file, byte for byte, and it names the other.
    #expect(
      told(said) == [
        "results/exp-002-b/metrics.json: overwritten error",
        "results/exp-002-b/metrics.json: overwritten error",
      ])
    #expect(!said.isAcceptable)
  }

  @Test func `an analysis without metrics is told as a verdict before its numbers`() throws {
    let check = ProjectCheck(
      specs: [try spec("exp-001-a")], results: [result("exp-001-a", metrics: "", analysis: true)],
      profile: .strict)
    #expect(check.results[0].report.brief == ["verdict-first error"])
    #expect(!check.isAcceptable)
  }

  @Test func `a result without a spec, and a spec without a result`() throws {
    let check = ProjectCheck(
      specs: [try spec("exp-002-b")], results: [result("exp-001-a")], profile: .strict)
    #expect(told(check) == ["results/exp-001-a: no-spec error"])
    #expect(check.findings.contains { $0.rule == "no-result" && $0.level == .note })
  }

  @Test func `experiments without numbers, with one number twice, and left out`() throws {
    let check = ProjectCheck(
      specs: [
        try spec("First try"), try spec("exp-001-a"), try spec("exp-001-b"), try spec("exp-004-c"),
      ],
      results: [], profile: .legacy)
    let messages = check.findings.filter { $0.rule == "number" }.map(\.message)
    #expect(
      messages == [
        "its name has no number, such as exp-007", "experiments/exp-001-a.md has the same number",
        "there is no experiment 2, 3",
      ])
  }

  @Test func `criteria that are ticked inside the spec are told at their line`() throws {
    let check = ProjectCheck(
      specs: [try spec("exp-001-a", ticked: true)], results: [result("exp-001-a")],
      profile: .legacy)
    #expect(told(check) == ["experiments/exp-001-a.md: ticked warning"])
  }
}
