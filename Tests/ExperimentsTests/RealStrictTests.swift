import Experiments
import Platform
import Research
import Testing

/// What a real project's specs and results would lack if they were recorded now, in the whole list.
/// Each finding was looked at; where a remark in bold stands among the variables (specs 9 and 11),
/// the profile asks for its name and values as for any other.
@Suite(.enabled(if: RealSpecs.areThere)) struct RealStrictTests {
  /// Rules with their lines: `metric:57,58,64-76`; a line with seven of them is `1x7`.
  private static func folded(_ findings: [(rule: String, line: Int?)]) -> String {
    var groups: [(rule: String, lines: [(first: Int, last: Int, count: Int)])] = []
    for (rule, line) in findings {
      if groups.last?.rule != rule || line == nil { groups.append((rule, [])) }
      guard let line else { continue }
      let group = groups.count - 1
      if let last = groups[group].lines.last, last.first == line, last.last == line {
        groups[group].lines[groups[group].lines.count - 1].count += 1
      } else {
        groups[group].lines.append((line, line, 1))
      }
    }
    return groups.map { rule, lines in
      var ranges: [(first: Int, last: Int, count: Int)] = []
      for line in lines {
        if let last = ranges.last, last.count == 1, line.count == 1, last.last + 1 == line.first {
          ranges[ranges.count - 1].last = line.last
        } else {
          ranges.append(line)
        }
      }
      let words = ranges.map { range in
        (range.first == range.last ? "\(range.first)" : "\(range.first)-\(range.last)")
          + (range.count == 1 ? "" : "x\(range.count)")
      }
      return words.isEmpty ? rule : "\(rule):\(words.joined(separator: ","))"
    }.joined(separator: " ")
  }

  @Test(arguments: specs) func `each spec is refused for these reasons and no other`(
    _ name: String, _ expected: String
  ) throws {
    let check = SpecCheck(try RealSpecs.bytes("\(name).md"), .strict)
    let errors = check.findings.filter { $0.severity == .error }.map(\.fault)
    #expect(Self.folded(errors.map { ($0.rule.rawValue, $0.place.line) }) == expected)
  }

  @Test(arguments: results) func `each result is refused for these reasons and no other`(
    _ id: String, _ expected: String
  ) throws {
    func bytes(_ name: String) -> [UInt8]? {
      try? FileSystem.read(Path.join(Path.parent(RealSpecs.folder), "results/\(id)/\(name)"))
    }
    let spec = try RealSpecs.bytes("\(id).md")
    let report = ResultCheck.check(
      ResultFiles(
        metrics: bytes("metrics.json"), config: bytes("config.json"), spec: bytes("spec.md"),
        hasAnalysis: bytes("analysis.md") != nil),
      against: try SpecReader.read(spec).spec, bytes: spec, of: id, profile: .strict)
    let errors = report.findings.filter { $0.level == .error }
    #expect(Self.folded(errors.map { ($0.rule, $0.line) }) == expected)
  }

  private static let specs: [(String, String)] = [
    (
      "exp-001-does-increasing-training-data-from-20-to",
      "variable:18 metric:57-58,64-76,82-86 baseline:92 tier:199 compute-profile:199 "
        + "budget:212"
    ),
    (
      "exp-002-execution-cost-ablation",
      "variable:20 metric:62-63,69-83,89-93 baseline:99 tier:208 compute-profile:208"
    ),
    (
      "exp-003-does-the-observation-space-contain-any-p",
      "variable:19-21 metric:47-48,54-62,68-72 baseline:78 tier:220 compute-profile:220"
    ),
    (
      "exp-004-22-feature-supervised-diagnostic",
      "variable:15-17 metric:52-53,59-65,71-75 baseline:81 tier:214 compute-profile:214"
    ),
    (
      "exp-005-null-calibration",
      "metric:30-31,35-40,44-48 baseline:52 compute-profile:115"
    ),
    (
      "exp-006-signal-detection",
      "variable:12,16 metric:42-43,47-51,55-60 baseline:64 criterion:79 "
        + "compute-profile:128"
    ),
    (
      "exp-007-sequence-model-signal-detection",
      "title:1 heading:1x7 criterion:47-49 budget:64 tier:64 compute-profile:64"
    ),
    (
      "exp-008-bar-size-sweep",
      "variable:14,16,23 metric:50-51,55-62,66-69 baseline:73 criterion:84 "
        + "compute-profile:197 tier:199"
    ),
    (
      "exp-009-realistic-barrier-sweep",
      "variable:16,24,26 metric:55-56,60-66,70-73 baseline:77 criterion:91 "
        + "compute-profile:186 tier:188"
    ),
    (
      "exp-011-feature-group-ablation",
      "variable:14,24,50,52 metric:88-89,93-98,102-105 baseline:109 compute-profile:196"
    ),
    (
      "exp-010-permutation-test",
      "heading:1x5 variable:20 metric:36-38 primary:38 metric:42-46 budget:59 "
        + "compute-profile:59 tier:61"
    ),
  ]

  private static let results: [(String, String)] = [
    (
      "exp-001-does-increasing-training-data-from-20-to",
      "experiment:2 values:5,69 budget:132 keys:200 budget:337,339"
    ),
    (
      "exp-002-execution-cost-ablation",
      "keys:1 values:10,19,48 keys:133,142 values:177 resources:208"
    ),
    (
      "exp-003-does-the-observation-space-contain-any-p",
      "absent"
    ),
    (
      "exp-004-22-feature-supervised-diagnostic",
      "keys:1x6,3,38 resources:43x2 config"
    ),
    (
      "exp-005-null-calibration",
      "keys:1x3,4,54,63"
    ),
    (
      "exp-006-signal-detection",
      "keys:1x3,16,190,206"
    ),
    (
      "exp-007-sequence-model-signal-detection",
      "keys:1x3,19,135,152"
    ),
    (
      "exp-008-bar-size-sweep",
      "keys:1x4,4,474"
    ),
    (
      "exp-009-realistic-barrier-sweep",
      "keys:1x4,4,168"
    ),
    (
      "exp-011-feature-group-ablation",
      "absent"
    ),
  ]
}
