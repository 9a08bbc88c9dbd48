import Research
import SeededDice
import Testing

@testable import Experiments

/// Abort criteria over measurements as they come.
@Suite struct AbortJudgeTests {
  private func spec(_ lines: String...) throws -> Spec {
    let items = lines.map { "- \($0)\n" }.joined()
    let text = "# Experiment: x\n\n## Hypothesis\nIt is.\n\n## Abort Criteria\n\(items)"
    let reading = SpecReader.read(text)
    var spec = reading.spec
    spec.metrics = [Spec.Metric("n", role: .sanity)]
    return spec
  }

  /// The first reason that these lines give, and after which of them.
  private func judged(_ spec: Spec, _ lines: [String]) throws -> (line: Int, reason: String)? {
    var judge = AbortJudge(spec)
    for (index, line) in lines.enumerated() {
      guard case .record(let record)? = try MetricLine.printed("METRIC " + line) else { continue }
      if let reason = judge.reason(hearing: record) { return (index, reason) }
    }
    return nil
  }

  @Test func `a predicate is judged at each value, and names what was observed`() throws {
    let spec = try spec("`treatment.loss > 9` after all", "`treatment.acc < 0.1`")
    let found = try judged(
      spec, ["acc=0.5", "loss=3 seed=1 step=10", "loss=12.5 seed=1 step=20", "loss=1 seed=1"])
    #expect(found?.line == 2)
    #expect(
      found?.reason
        == "abort criterion 1 (treatment.loss > 9 after all): observed 12.5 vs. threshold 9 "
        + "at seed 1, step 20")
    #expect(try judged(spec, ["loss=9", "acc=0.1", "other=99", "loss=12 arm=baseline"]) == nil)
    #expect(try judged(spec, ["acc=0.09"])?.reason.hasPrefix("abort criterion 2 (") == true)
  }

  @Test func `what is not told yet, or no number, decides nothing`() throws {
    let spec = try spec("`treatment.loss > baseline.loss * 2`")
    #expect(try judged(spec, ["loss=99", "loss=nan", "loss=98"]) == nil)
    #expect(try judged(spec, ["loss=99", "loss=nan arm=baseline", "loss=98"]) == nil)
    #expect(try judged(spec, ["loss=99", "loss=1 arm=baseline"])?.line == 1)
  }

  @Test func `each seed is judged by its own values, against the mean of another arm`() throws {
    let spec = try spec(
      "`treatment.loss > 5 and treatment.acc < 0.1`", "`treatment.m > baseline.m`")
    // The accuracy of seed 0 says nothing of seed 1.
    #expect(try judged(spec, ["acc=0 seed=0", "loss=9 seed=1"]) == nil)
    #expect(try judged(spec, ["acc=0 seed=0", "loss=9 seed=1", "acc=0.05 seed=1"])?.line == 2)
    // A value without a seed holds for each.
    #expect(try judged(spec, ["acc=0", "loss=9 seed=1"])?.line == 1)
    let baseline = ["m=1 seed=0 arm=baseline", "m=3 seed=1 arm=baseline"]
    #expect(try judged(spec, baseline + ["m=1.9 seed=2"]) == nil)
    #expect(try judged(spec, baseline + ["m=2.1 seed=2"])?.line == 2)
    // Where the baseline told the same seed, that one.
    #expect(try judged(spec, baseline + ["m=2.1 seed=1"]) == nil)
  }

  @Test func `seeds are compared at one step only`() throws {
    let spec = try spec("`std(per_seed.acc) > 0.1`")
    let first = ["acc=0.1 seed=0 step=1", "acc=0.9 seed=0 step=2"]
    // Seed 1 has only begun.
    #expect(try judged(spec, first + ["acc=0.1 seed=1 step=1"]) == nil)
    #expect(
      try judged(spec, first + ["acc=0.1 seed=1 step=1", "acc=0.2 seed=1 step=2"])?.line == 3)
    #expect(try judged(spec, ["acc=0.1 seed=0", "acc=0.9 seed=1"])?.line == 1)
  }

  @Test func `a sanity check that is told of the treatment is one`() throws {
    let spec = try spec("`sanity_checks.n < 10`")
    #expect(try judged(spec, ["n=9"])?.line == 0)
    #expect(try judged(spec, ["n=11 arm=sanity_checks", "n=9"]) == nil)
  }

  @Test func `a value older than what is known is passed over, as in the end`() throws {
    let spec = try spec("`treatment.loss > 9`")
    #expect(try judged(spec, ["loss=1 step=20", "loss=99 step=10"]) == nil)
  }

  @Test func `not a number is a criterion of its own, counted by seed`() throws {
    let once = try spec("`loss` is not a number")
    #expect(try judged(once, ["loss=1", "loss=inf"])?.reason.contains("the run gave inf") == true)
    let thrice = try spec("`loss` is NaN or Inf for 3 steps.")
    #expect(try judged(thrice, ["loss=nan", "loss=nan", "loss=1", "loss=nan", "loss=nan"]) == nil)
    #expect(
      try judged(thrice, ["loss=nan seed=0", "loss=nan seed=1", "loss=nan seed=0"]) == nil)
    let found = try judged(thrice, ["loss=nan", "loss=nan", "loss=nan"])
    #expect(found?.reason.hasSuffix("the run gave nan, 3 times in a row") == true)
    #expect(try judged(thrice, ["loss=nan arm=baseline"]) == nil)
  }

  @Test(arguments: [
    ("Wall clock > 30 minutes → abort", 1800.0, false),
    ("Wall-clock time exceeds 2 h", 7200, false),
    ("**Wall clock > 5 hours:** Abort. Something is wrong.", 18_000, false),
    ("Any single run exceeds 2 hours wall time", 7200, true),
    ("a run takes longer than 90 s", 90, true), ("wall clock of a run is over 1,000 s", 1000, true),
  ])
  func `a time that leaves no doubt is judged`(_ line: String, _ seconds: Double, _ single: Bool)
    throws
  {
    let spec = try spec(line)
    #expect(
      spec.abortCriteria.first?.time
        == Spec.AbortCriterion.TimeLimit(seconds: seconds, isOfSingleRun: single))
    let judge = AbortJudge(spec)
    #expect(judge.reason(after: seconds, isSingleRun: true) == nil)
    #expect(
      judge.reason(after: seconds + 1, isSingleRun: true)?.hasSuffix("s have passed") == true)
    #expect((judge.reason(after: seconds + 1, isSingleRun: false) == nil) == single)
  }

  @Test(arguments: [
    "Total wall time exceeds 3 hours", "Any single RF fit takes > 600 seconds",
    "Wall clock > 30", "Wall clock is 3 hours", "a run takes 5 min", "Runs take > 5 min",
    "`loss` is not a number for many steps", "Loss diverges (NaN or inf) for any run",
  ])
  func `what could mean something else is left to people`(_ line: String) throws {
    let criterion = try #require(try spec(line).abortCriteria.first)
    #expect(criterion.time == nil && criterion.notANumber == nil && criterion.predicate == nil)
  }

  @Test func `NaN in a line of JSON is told as missing, as a printed one is`() throws {
    for word in ["NaN", "-Infinity", "Infinity"] {
      let line = #"{"metric": "loss", "value": \#(word), "step": 3}"#
      #expect(
        try MetricLine.json(Array(line.utf8))
          == .record(MetricRecord("loss", .missing(reason: "the run gave \(word)"), step: 3)))
    }
    #expect(throws: MetricFault.self) {
      try MetricLine.json(Array(#"{"metric": "loss", "value": 1, "step": NaN}"#.utf8))
    }
    #expect(throws: MetricFault.self) { try MetricLine.json(Array("NaN".utf8)) }
  }
}
