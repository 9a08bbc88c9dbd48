import Experiments
import Platform
import Research
import Testing

/// The results of a real project, which lie beside this one where it is developed. Each finding was
/// looked at, and nothing that was looked for is missing.
@Suite(.enabled(if: RealSpecs.areThere)) struct RealResultTests {
  private static let folder = Path.join(Path.parent(RealSpecs.folder), "results")

  private func check(_ id: String, _ profile: ResultProfile) throws -> ResultReport {
    func bytes(_ name: String) -> [UInt8]? {
      try? FileSystem.read(Path.join(Self.folder, "\(id)/\(name)"))
    }
    let spec = try RealSpecs.bytes("\(id).md")
    return ResultCheck.check(
      ResultFiles(
        metrics: bytes("metrics.json"), config: bytes("config.json"), spec: bytes("spec.md"),
        hasAnalysis: bytes("analysis.md") != nil),
      against: try SpecReader.read(spec).spec, bytes: spec, of: id, profile: profile)
  }

  /// Rule and line of everything but notes.
  static let findings: [(id: String, legacy: String)] = [
    (
      "exp-001-does-increasing-training-data-from-20-to",
      "experiment:2 values:5 values:69 budget:132 deviated:166 keys:200 budget:337"
        + " budget:339 notes:344 notes:344 notes:344"
    ),
    (
      "exp-002-execution-cost-ablation",
      "keys:1 values:10 values:19 values:48 keys:133 keys:142 values:177 resources:208"
        + " notes:223 notes:223 notes:223"
    ),
    (
      "exp-003-does-the-observation-space-contain-any-p",
      "absent"
    ),
    (
      "exp-004-22-feature-supervised-diagnostic",
      "keys:1 keys:1 keys:1 keys:1 keys:1 keys:1 keys:3 keys:38 resources:43"
        + " resources:43 config"
    ),
    (
      "exp-005-null-calibration",
      "keys:1 keys:1 keys:1 keys:4 keys:54 keys:63"
    ),
    (
      "exp-006-signal-detection",
      "keys:1 keys:1 keys:1 keys:16 keys:190 keys:206"
    ),
    (
      "exp-007-sequence-model-signal-detection",
      "keys:1 keys:1 keys:1 keys:19 keys:135 keys:152"
    ),
    (
      "exp-008-bar-size-sweep",
      "keys:1 keys:1 keys:1 keys:1 keys:4 keys:474"
    ),
    (
      "exp-009-realistic-barrier-sweep",
      "keys:1 keys:1 keys:1 keys:1 keys:4 keys:168"
    ),
    (
      "exp-011-feature-group-ablation",
      "absent"
    ),
  ]

  @Test(arguments: findings.indices)
  func `each real defect is told, and no other`(_ index: Int) throws {
    let (id, expected) = Self.findings[index]
    let report = try check(id, .legacy)
    let told = report.findings.filter { $0.level != .note }.map { finding in
      finding.rule + (finding.line.map { ":\($0)" } ?? "")
    }
    #expect(told.joined(separator: " ") == expected)
    // All of it can be read, so nothing of it is refused where it was before there were rules.
    #expect(report.isAcceptable)
  }

  @Test(arguments: findings.map(\.id))
  func `for a new result every defect is refused, with what to write`(_ id: String) throws {
    let report = try check(id, .strict)
    #expect(!report.isAcceptable)
    for finding in report.findings { #expect(finding.remedy.count > 10, "\(finding.text)") }
  }

  @Test func `the project as a whole: one plan without a number, two specs without results`() throws
  {
    let names = try FileSystem.entries(RealSpecs.folder).filter { name in
      name.hasSuffix(".md") && !name.hasPrefix("survey-")
    }
    let specs = try names.sorted().map { name in
      let bytes = try RealSpecs.bytes(name)
      return ProjectSpec(
        id: String(name.dropLast(3)), path: name, spec: try SpecReader.read(bytes).spec,
        bytes: bytes)
    }
    let results = try FileSystem.entries(Self.folder).sorted().map { name in
      ProjectResult(
        id: name, path: name,
        files: ResultFiles(
          metrics: try? FileSystem.read(Path.join(Self.folder, "\(name)/metrics.json"))))
    }
    #expect(results.count == 10)
    let check = ProjectCheck(specs: specs, results: results, profile: .legacy)
    #expect(
      check.findings.map { "\($0.rule) \($0.file)" } == [
        "number Asymmetric First-Passage Trading.md",
        "no-result Asymmetric First-Passage Trading.md", "no-result exp-010-permutation-test.md",
      ])
  }
}
