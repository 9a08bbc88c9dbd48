import Experiments
import Research
import SeededDice
import Testing

/// What a command tells while it runs, and what its metrics say in the end.
@Suite struct MetricsFoldTests {
  private func record(_ line: String) throws -> MetricRecord {
    guard case .record(let record)? = try MetricLine.printed(line) else {
      throw MetricLineMissing()
    }
    return record
  }

  private struct MetricLineMissing: Error {}

  @Test func `lines of both forms say the same`() throws {
    let json =
      #"{"metric": "loss", "value": 0.25, "seed": 3, "step": 20, "arm": "baseline", "x": 1}"#
    let printed = "METRIC loss=0.25 arm=baseline step=20 seed=3"
    let wanted = MetricRecord("loss", .number(0.25), seed: 3, step: 20, arm: .baseline)
    #expect(try MetricLine.json(Array(json.utf8)) == .record(wanted))
    #expect(try record(printed) == wanted)
    #expect(try record("METRIC ok=true") == MetricRecord("ok", .truth(true)))
    #expect(try record("METRIC a.b/c-d_e=-1e-3\r").metric == "a.b/c-d_e")
    #expect(
      try MetricLine.json(Array(#"{"note": "seed 1 was retried"}"#.utf8))
        == .note("seed 1 was retried"))
    #expect(
      try MetricLine.json(
        Array(#"{"metric": "a", "value": {"status": "missing", "reason": "diverged"}}"#.utf8))
        == .record(MetricRecord("a", .missing(reason: "diverged"))))
  }

  @Test(arguments: ["nan", "NaN", "inf", "-Infinity"])
  func `what is no number is missing, with what it was`(_ word: String) throws {
    #expect(try record("METRIC loss=\(word)").value == .missing(reason: "the run gave \(word)"))
  }

  @Test(arguments: [
    "METRIC", "METRIC loss", "METRIC =1", "METRIC loss=", "METRIC loss=high", "METRIC loss=1 2",
    "METRIC loss=1 seed=x", "METRIC loss=1 step=inf", "METRIC loss=1 arm=control",
    "METRIC loss=1 colour=red", "METRIC loss=1 seed",
  ])
  func `a printed line that is malformed is told, or none`(_ line: String) {
    if line == "METRIC" {
      #expect((try? MetricLine.printed(line)) == .some(nil))
    } else {
      #expect(throws: MetricFault.self) { try MetricLine.printed(line) }
    }
  }

  @Test(arguments: [
    "", "{", "[]", "1", #"{"metric": "a"}"#, #"{"value": 1}"#, #"{"metric": "", "value": 1}"#,
    #"{"metric": "a", "value": 1, "step": NaN}"#, #"{"metric": "a", "value": "1"}"#,
    #"{"metric": "a", "value": 1, "seed": 1.5}"#, #"{"metric": "a", "value": 1, "arm": "x"}"#,
    #"{"metric": "a", "value": 1, "step": "x"}"#, #"{"metric": "a b", "value": 1}"#,
    #"{"metric": "a", "value": 1e999}"#, #"{"metric": "a", "metric": "b", "value": 1}"#,
  ])
  func `a line of JSON that is malformed is told`(_ line: String) {
    #expect(throws: MetricFault.self) { try MetricLine.json(Array(line.utf8)) }
  }

  @Test func `the highest step holds, and where there is none the latest`() {
    var fold = MetricsFold()
    for (step, value) in [(10.0, 1.0), (30, 3), (20, 2)] {
      fold.add(.record(MetricRecord("a", .number(value), step: step)))
      fold.add(.record(MetricRecord("b", .number(value))))
    }
    let metrics = fold.metrics(for: nil).metrics
    #expect(metrics.treatment["a"] == .number(3) && metrics.treatment["b"] == .number(2))
  }

  @Test func `over seeds the mean is taken, and a seed that failed is not passed over`() {
    var fold = MetricsFold()
    for (seed, value) in [(2, 4.0), (0, 1), (1, 1)] {
      fold.add(.record(MetricRecord("a", .number(value), seed: seed)))
      fold.add(.record(MetricRecord("told", .number(value), seed: seed)))
      fold.add(.record(MetricRecord("same", .truth(true), seed: seed)))
      fold.add(
        .record(
          MetricRecord("b", seed == 1 ? .missing(reason: "diverged") : .number(1), seed: seed)))
    }
    fold.add(.record(MetricRecord("told", .number(9))))
    let metrics = fold.metrics(for: nil).metrics
    #expect(metrics.treatment["a"] == .number(2) && metrics.treatment["told"] == .number(9))
    #expect(metrics.treatment["same"] == .truth(true))
    #expect(metrics.treatment["b"] == .missing(reason: "seed 1: diverged"))
    #expect(metrics.perSeed.map(\.seed) == [0, 1, 2])
    #expect(metrics.perSeed[2].metrics["a"] == .number(4))
  }

  @Test func `each arm has its place, and what a run costs its own`() throws {
    var fold = MetricsFold()
    for line in [
      "METRIC val_acc=0.7 arm=baseline seed=0", "METRIC val_acc=0.8 seed=0",
      "METRIC param_count=5", "METRIC gpu_hours=0.5", "METRIC grad_norm=3",
    ] {
      fold.add(try #require(try MetricLine.printed(line)))
    }
    let (metrics, unpromised) = fold.metrics(for: try WarmUp.spec())
    #expect(metrics.baseline["val_acc"] == .number(0.7))
    #expect(metrics.treatment["val_acc"] == .number(0.8))
    #expect(metrics.sanityChecks["param_count"] == .number(5))
    #expect(metrics.resources["gpu_hours"] == .number(0.5))
    // A metric that nobody promised is in no result, however it came out.
    #expect(unpromised == ["grad_norm"] && metrics.treatment["grad_norm"] == nil)
    #expect(fold.metrics(for: nil).metrics.treatment["grad_norm"] == .number(3))
  }

  @Test(arguments: (1...8).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `whatever order steps arrive in, the fold is the same and is read back`(
    _ seed: UInt64
  ) throws {
    var dice = SeededDice(seed: seed)
    for _ in 0..<50 {
      var records: [MetricRecord] = []
      for step in 0..<(1 + dice.below(40)) {
        let arms: [MetricRecord.Arm?] = [nil, .baseline, .treatment, .sanityChecks]
        let value: MetricValue =
          dice.below(8) == 0
          ? .missing(reason: "none") : .number(Double(dice.below(1_000_000)) / 997)
        records.append(
          MetricRecord(
            "m\(dice.below(4))", value, seed: dice.below(3) == 0 ? nil : dice.below(4),
            step: Double(step), arm: arms[dice.below(4)]))
      }
      func folded(_ records: [MetricRecord]) -> Metrics {
        var fold = MetricsFold()
        for record in records { fold.add(.record(record)) }
        return fold.metrics(for: nil).metrics
      }
      func named(_ group: MetricGroup) -> [String: MetricValue] {
        Dictionary(group.entries.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
      }
      var metrics = folded(records)
      var shuffled = records
      for index in shuffled.indices { shuffled.swapAt(index, dice.below(shuffled.count)) }
      let again = folded(shuffled)
      #expect(named(metrics.treatment) == named(again.treatment), "seed \(seed)")
      #expect(named(metrics.baseline) == named(again.baseline), "seed \(seed)")
      #expect(named(metrics.sanityChecks) == named(again.sanityChecks), "seed \(seed)")
      #expect(
        metrics.perSeed.map { named($0.metrics) } == again.perSeed.map { named($0.metrics) },
        "seed \(seed)")
      metrics.experiment = WarmUp.id
      metrics.timestamp = Timestamp("2026-11-21T05:33:12Z")
      metrics.isAborted = false
      let read = try MetricsReader.read(MetricsWriter.bytes(of: metrics)).metrics
      #expect(read == metrics, "seed \(seed)")
    }
  }
}
