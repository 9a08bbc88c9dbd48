import Experiments
import Platform
import Research
import Testing

/// The specs of a real project, which lie beside this one where it is developed; each finding was
/// looked at, and nothing that was looked for is missing.
@Suite(.enabled(if: RealSpecs.areThere)) struct RealSpecTests {
  @Test(arguments: [
    (
      "exp-001-does-increasing-training-data-from-20-to",
      "variable:18 metric:57 baseline:92 tier:199 compute-profile:199 budget:212"
    ),
    (
      "exp-002-execution-cost-ablation",
      "variable:20 metric:62 baseline:99 tier:208 compute-profile:208"
    ),
    (
      "exp-003-does-the-observation-space-contain-any-p",
      "variable:19 metric:47 baseline:78 tier:220 compute-profile:220"
    ),
    (
      "exp-004-22-feature-supervised-diagnostic",
      "variable:15 metric:52 baseline:81 tier:214 compute-profile:214"
    ),
    (
      "exp-005-null-calibration",
      "metric:30 baseline:52 compute-profile:115"
    ),
    (
      "exp-006-signal-detection",
      "variable:12 metric:42 baseline:64 criterion:79 compute-profile:128"
    ),
    (
      "exp-007-sequence-model-signal-detection",
      "title:1 heading:1 heading:1 heading:1 heading:1 heading:1 heading:1 heading:1 "
        + "criterion:47 budget:64 tier:64 compute-profile:64"
    ),
    (
      "exp-008-bar-size-sweep",
      "variable:14 metric:50 baseline:73 criterion:84 compute-profile:197 tier:199"
    ),
    (
      "exp-009-realistic-barrier-sweep",
      "variable:16 metric:55 baseline:77 criterion:91 compute-profile:186 tier:188"
    ),
    (
      "exp-010-permutation-test",
      "heading:1 heading:1 heading:1 heading:1 heading:1 variable:20 metric:36 primary:38 "
        + "budget:59 compute-profile:59 tier:61"
    ),
    (
      "exp-011-feature-group-ablation",
      "variable:14 metric:88 baseline:109 compute-profile:196"
    ),
  ])
  func `Each real defect is named, and no false one`(name: String, faults: String) throws {
    let check = SpecCheck(try RealSpecs.bytes("\(name).md"), .legacy)
    #expect(check.faults.joined(separator: " ") == faults)
    #expect(check.isPassed)
    // What an adopted spec lacks is what must be added before it could be registered.
    let strict = SpecCheck(try RealSpecs.bytes("\(name).md"), .strict)
    #expect(!strict.isPassed)
    #expect(Set(strict.faults).isSuperset(of: faults.split(separator: " ").map(String.init)))
  }

  @Test(arguments: RealSpecs.others)
  func `What is no spec is told so, and nothing else`(file: String) throws {
    #expect(SpecCheck(try RealSpecs.bytes(file), .legacy).faults == ["spec:1"])
  }

  @Test func `Their criteria and budgets are read`() throws {
    let first = try SpecReader.read(RealSpecs.bytes("\(RealSpecs.first).md")).spec
    #expect(first.criteria.map(\.id) == ["SC-1", "SC-2", "SC-3", "SC-4", "SC-5"])
    #expect(first.budget.gpuHours == 8 && first.budget.wallClockSeconds == 25200)
    #expect(first.budget.runs == 4 && first.budget.seeds == 1 && first.seeds == [42])
    #expect(first.abortCriteria.count == 6)
    #expect(first.metrics.filter { $0.role == .primary }.map(\.name).first == "Mean val return")
    let third = try SpecReader.read(
      RealSpecs.bytes("exp-003-does-the-observation-space-contain-any-p.md")
    ).spec
    #expect(third.seeds == [42, 43, 44] && third.budget.runs == 168)
    #expect(third.variables.first?.values.map(\.text) == ["200", "500", "1000"])
    let fifth = try SpecReader.read(RealSpecs.bytes("exp-005-null-calibration.md")).spec
    #expect(fifth.criteria.map(\.id) == ["C1", "C2", "C3", "C4", "C5", "C6"])
    #expect(fifth.variables.isEmpty && fifth.budget.tier == .quick && fifth.budget.seeds == nil)
  }

  @Test func `The strict example registers as it is`() throws {
    let path = Path.join(RealSpecs.shared, "reference/spec-strict.md")
    let check = SpecCheck(try FileSystem.read(path), .strict)
    #expect(check.findings == [])
    #expect(check.spec.criteria.allSatisfy { $0.predicate != nil })
    #expect(check.spec.seeds == [0, 1, 2] && check.spec.variables.first?.values.count == 2)
    #expect(check.spec.baselines.first?.tolerance == 0.02)
  }
}

enum RealSpecs {
  static let shared = Path.join(
    Path.parent(Path.parent(Path.parent(Path.parent(#filePath)))), "shared")
  static let first = "exp-001-does-increasing-training-data-from-20-to"
  static let folder = Path.join(shared, "data/research-kit/lob-rl/experiments")
  static let areThere = (try? FileSystem.read(Path.join(folder, "\(first).md"))) != nil

  static func bytes(_ name: String) throws -> [UInt8] {
    try FileSystem.read(Path.join(folder, name))
  }

  /// Surveys and a plan, which lie among the specs.
  static var others: [String] {
    ((try? FileSystem.entries(folder)) ?? []).filter { !$0.hasPrefix("exp-") }
  }
}
