import Experiments
import Research
import SeededDice
import Testing

/// Whatever a result's files hold is read or refused, in time that its size bounds.
@Suite struct ResultFuzzTests {
  @Test(arguments: (1...6).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `a result with anything in its place is checked`(seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    let spec = try WarmUp.spec()
    let pieces = [
      "NaN", "-Infinity", "null", "{}", "[]", "\"\"", "1e999", "-0", "99999999999999999999", "true",
      "{\"status\": \"missing\"}", "\"seed\": ", ", ", "}", "{", "]", "\\u0000", "\\ud800", "é",
      "\0",
      "\n", "\"TODO\"", "\"a\": 1, ", "this suggests ", "\u{FEFF}", "\r", "[[[[[[[[",
    ].map { Array($0.utf8) }
    for round in 0..<200 {
      let metrics = mutated(Array(WarmUp.metrics.utf8), pieces, &dice)
      let config = mutated(Array(WarmUp.config.utf8), pieces, &dice)
      let lines = max(metrics.count { $0 == 10 }, config.count { $0 == 10 }) + 1
      for profile in ResultProfile.allCases {
        let report = ResultCheck.check(
          ResultFiles(metrics: metrics, config: config, spec: config), against: spec,
          bytes: metrics, of: WarmUp.id, profile: profile, isRunPhase: round % 2 == 0)
        for finding in report.findings {
          #expect(
            finding.line ?? 1 >= 1 && finding.line ?? 1 <= lines && finding.column ?? 1 >= 1,
            "seed \(seed), round \(round): \(finding.text)")
          #expect(!finding.message.isEmpty && !finding.remedy.isEmpty)
        }
      }
    }
  }

  private func mutated(
    _ bytes: [UInt8], _ pieces: [[UInt8]], _ dice: inout SeededDice
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<dice.below(6) {
      let at = dice.below(bytes.count + 1)
      switch dice.below(3) {
      case 0: bytes.insert(contentsOf: pieces[dice.below(pieces.count)], at: at)
      case 1: bytes.removeSubrange(at..<min(bytes.count, at + dice.below(40)))
      default: if at < bytes.count { bytes[at] = UInt8(truncatingIfNeeded: dice.next()) }
      }
    }
    return bytes
  }

  /// Text that would take for ever if anything in it were looked up again and again.
  @Test(arguments: [
    (#"{"treatment": {"#, #""k#": "1","#, "}}"), (#"{"treatment": {"#, #""k#": {},"#, "}}"),
    (#"{"per_seed": ["#, #"{"seed": #},"#, "]}"), (#"{"per_seed": ["#, #"{"s": "0"},"#, "]}"),
    (#"{"per_seed": ["#, #"{"seed": #, "val_acc": 1},"#, "]}"), ("{", #""k#": 1,"#, "}"),
    (#"{"notes": ""#, "this suggests ", #""}"#), (#"{"notes": ""#, #"\n"#, #""}"#),
    (#"{"baseline": {"#, #""k#": "TODO","#, "}}"), (#"{"sanity_checks": {"#, #""k#": 1,"#, "}}"),
    (#"{"treatment": "#, #"{"a": "#, ""), ("", "[", ""), ("", " ", ""),
  ])
  func `a long file of one repetition is checked`(start: String, piece: String, end: String) throws
  {
    var text = start
    var number = 0
    while text.utf8.count < 1 << 18 {
      text += piece.replacing("#", with: "\(number)")
      number += 1
    }
    if text.last == "," { text.removeLast() }
    text += end
    let bytes = Array(text.utf8)
    var spec = try WarmUp.spec()
    // As long a spec, too.
    for number in 0..<2000 {
      spec.metrics.append(Spec.Metric("m\(number)", role: .secondary))
      spec.criteria.append(
        Spec.Criterion(
          id: "C\(number)", predicate: try Predicate(parsing: "mean(per_seed.val_acc) > \(number)"))
      )
    }
    let report = ResultCheck.check(
      ResultFiles(metrics: bytes, config: bytes), against: spec, of: WarmUp.id, profile: .legacy)
    #expect(!report.findings.isEmpty)
  }
}
