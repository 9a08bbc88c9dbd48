import Research
import SeededDice
import Testing

@testable import Experiments

struct MetricsReaderTests {
  @Test(
    arguments: [
      ("", "empty", "is empty", nil), ("  \n\t", "empty", "is empty", nil),
      ("{}", "empty", "without keys", nil), ("[]", "readable", "a list", nil),
      ("null", "readable", "null", nil), ("7", "readable", "a number", nil),
      ("{\n\"a\": NaN}", "number", "NaN is no number", 2),
      ("{\"a\": [1,\n2,\n-Infinity]}", "number", "-Infinity is no number", 3),
      ("{\"a\": 1,\n\"b\": \"not fini", "cut-off", "cut off", 2),
      ("{\"a\": 1,", "cut-off", "cut off", 1),
      ("{\"a\": 1,\n}", "readable", "not JSON", 2), ("{'a': 1}", "readable", "not JSON", 1),
      ("{\"a\": 1,\n\"a\": 2}", "readable", "stands twice", 2),
      ("\u{0}", "readable", "not JSON", 1),
      (
        "{\n  \"baseline\": {\n    \"metric_name\": value,\n", "placeholder", "template", 3
      ),
    ] as [(String, String, String, Int?)])
  func `a file that is no result is refused by name, with its line`(
    text: String, rule: String, word: String, line: Int?
  ) throws {
    let finding = try #require(throws: ResultFinding.self) {
      try MetricsReader.read(Array(text.utf8))
    }
    #expect(finding.rule == rule)
    #expect(finding.message.contains(word), "\(finding.text)")
    #expect(finding.line == line)
    #expect(finding.level == .error)
  }

  @Test func `no number of JSON's is told with what to write instead`() throws {
    let finding = try #require(throws: ResultFinding.self) {
      try MetricsReader.read(Array(#"{"val_acc": NaN}"#.utf8))
    }
    #expect(finding.remedy.contains(#"{"status": "missing", "reason": "#))
    #expect(finding.column == 13)
  }

  @Test func `bytes that are no text, and files too large, are refused`() {
    #expect(throws: ResultFinding.self) { try MetricsReader.read([0x7B, 0xFF, 0x7D]) }
    let large = [UInt8](repeating: 32, count: MetricsReader.largest + 1)
    #expect(throws: ResultFinding.self) { try MetricsReader.read(large) }
  }

  @Test func `what a result says is read, in the protocol's words`() throws {
    let metrics = try MetricsReader.read(Array(WarmUp.metrics.utf8)).metrics
    #expect(metrics.experiment == WarmUp.id)
    #expect(metrics.baseline["val_acc"] == .number(0.705))
    #expect(metrics.perSeed.map(\.seed) == [0, 1, 2])
    #expect(metrics.isAborted == false)
    #expect(metrics.abortReason == nil)
    #expect(metrics.resources["total_runs"]?.number == 7)
    let measured = metrics.measurements
    for criterion in try WarmUp.spec().criteria {
      if let predicate = criterion.predicate {
        #expect(predicate.judged(by: measured).outcome == .holds, "\(predicate.text)")
      }
    }
  }

  @Test(arguments: (1...4).map { UInt64($0) } + [UInt64.random(in: 100 ... .max)])
  func `whatever is in the files, they are checked, and soon`(_ seed: UInt64) throws {
    var random = SeededDice(seed: seed)
    let spec = try WarmUp.spec()
    for _ in 0..<150 {
      let files = ResultFiles(
        metrics: random.mutated(Array(WarmUp.metrics.utf8)),
        config: random.mutated(Array(WarmUp.config.utf8)))
      for profile in ResultProfile.allCases {
        let report = ResultCheck.check(files, against: spec, of: WarmUp.id, profile: profile)
        for finding in report.findings {
          #expect(finding.message.utf8.count < 2000, "seed \(seed)")
          #expect((finding.line ?? 1) >= 1, "seed \(seed)")
        }
      }
    }
  }

  @Test func `a large hostile file gives a few findings, not a flood`() throws {
    let keys = (0..<60_000).map { "\"k\($0)\":{\"metric_name\":NULL}" }.joined(separator: ",")
    for text in [
      "{\(keys.replacing("NULL", with: "null"))}",
      "{\"per_seed\":[\(String(repeating: "{\"x\":null},", count: 100_000))null]}",
      "{\"treatment\":{\(keys.replacing("NULL", with: "0"))}}",
      "{\"notes\":\"\(String(repeating: "this suggests ", count: 100_000))\"}",
      String(repeating: "{\"a\":[", count: 200_000),
    ] {
      let report = ResultCheck.check(
        ResultFiles(metrics: Array(text.utf8), config: Array(text.utf8)),
        against: try WarmUp.spec(), of: WarmUp.id, profile: .strict)
      #expect(report.findings.count < 200)
      #expect(!report.isAcceptable)
    }
  }
}

extension SeededDice {
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let pieces = [
      "NaN", "null", "{}", "[]", "\"", "-1e308", "9223372036854775807", "true", "{\"seed\":",
      "\u{1}", "é", "1.5", ",", ":",
    ]
    for _ in 0...below(4) where !bytes.isEmpty {
      let place = below(bytes.count)
      switch below(4) {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: next())
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + below(40)))
      case 2: bytes.insert(contentsOf: Array(pieces[below(pieces.count)].utf8), at: place)
      default:
        let other = below(bytes.count)
        bytes.swapAt(place, other)
      }
    }
    return bytes
  }
}
