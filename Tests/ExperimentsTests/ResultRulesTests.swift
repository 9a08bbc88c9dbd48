import Research
import Testing

@testable import Experiments

struct ResultRulesTests {
  @Test func `a result in which nothing is wrong passes without a word`() throws {
    #expect(try WarmUp.check().findings.map(\.text) == [])
    #expect(try WarmUp.check(profile: .legacy).findings.map(\.text) == [])
    #expect(try WarmUp.check(isRunPhase: true).isAcceptable)
  }

  /// One change each, the rules it breaks, the line it is told at, and a word of the message.
  static let defects: [(String, String, [String], Int, String)] = [
    (#""notes": "#, #""comment": "#, ["keys error", "keys error"], 1, "notes"),
    (#""experiment": "exp"#, #""experiment": "Exp"#, ["experiment error"], 2, "by case"),
    (#""exp-001-l"#, #""exp-002-l"#, ["experiment error"], 2, "exp-002-l"),
    ("2026-11-21T05:33:12", "2026-11-21 05:33", ["timestamp error"], 3, "no moment"),
    ("2026-11-21T05:33:12", "2026-11-21T05:33:12.123", ["timestamp error"], 3, "zone"),
    ("2026-11-21T05:33:12", "2026-11-21", ["timestamp error"], 3, "zone"),
    ("2026-11-21T05:33:12", "2026-02-30T05:33:12", ["timestamp error"], 3, "no moment"),
    (#""2026-11-21T05:33:12""#, "1795239192", ["keys error"], 3, "a number"),
    (#""train_loss": 0.7,"#, "", ["metrics error"], 5, "train_loss"),
    (#""train_loss": 0.7,"#, #""train_loss": null,"#, ["values error"], 5, "null"),
    (#""train_loss": 0.7,"#, #""train_loss": "0.7","#, ["values error"], 5, "a text"),
    (
      #""train_loss": 0.7,"#, #""train_loss": {"status": "missing", "reason": " "},"#,
      ["values error"], 5, "without a reason"
    ),
    (
      #""train_loss": 0.7,"#, #""train_loss": 0.7, "f1": 1,"#, ["unpromised error"], 5,
      "treatment.f1"
    ),
    (#""seed": 1, "#, #""seed": 1, "lr": 3, "#, ["unpromised error"], 8, "per_seed.lr"),
    (#""train_loss": 0.7,"#, #""train_loss": 11,"#, ["range warning"], 5, "[0, 10]"),
    (#""val_acc": 0.705, "#, "", ["criteria error", "baseline error"], 4, "baseline.val_acc"),
    (#""val_acc": 0.705"#, #""val_acc": 0.68"#, ["baseline warning"], 4, "0.02"),
    (
      #"{"val_acc": 0.705, "train_loss": 0.81, "param_count": 1000}"#, "{}",
      ["criteria error", "criteria error", "baseline error"], 4, "baseline"
    ),
    (
      #"{"seed": 2, "val_acc": 0.75}"#, #"{"seed": 0, "val_acc": 0.75}"#,
      ["seeds error", "seeds error"], 6, "seed 2"
    ),
    (#"{"seed": 2"#, #"{"seed": 7"#, ["seeds error", "deviated warning"], 6, "seed 2"),
    (#"{"seed": 2, "#, "{", ["seeds error", "seeds error"], 6, "seed 2"),
    (#"1, "val_acc": 0.74"#, "1", ["criteria error"], 8, "per_seed[1].val_acc"),
    (#""gpu_hours": 0.5, "#, "", ["resources error"], 12, "gpu_hours"),
    (#""gpu_hours": 0.5"#, #""gpu_hours": -1"#, ["resources error"], 13, "less than nothing"),
    (#""gpu_hours": 0.5"#, #""gpu_hours": 1.5"#, ["budget error"], 13, "1.5"),
    (#""total_runs": 7"#, #""total_runs": 9"#, ["budget error"], 14, "9"),
    (
      #""abort_triggered": false"#, #""abort_triggered": true"#, ["abort error"], 17, "says nothing"
    ),
    (
      #""abort_reason": null"#, #""abort_reason": "timeout""#, ["abort error"], 17,
      "false, and yet"
    ),
    (#""abort_triggered": false"#, #""abort_triggered": "no""#, ["keys error"], 16, "a text"),
    (
      "Seed 1 was retried once: the disk was full.", "Fine.\\nThe approach works.",
      ["notes warning"], 18, "line 2 of the notes interprets: \"approach works\""
    ),
    (
      #""notes": "Seed 1 was retried once: the disk was full.""#, #""notes": "TODO""#,
      ["placeholder error"], 18, "TODO"
    ),
    (#""notes": "#, #""verdict": "CONFIRMED", "notes": "#, ["keys error"], 18, "READ"),
  ]

  @Test(arguments: defects.indices)
  func `each defect is found by its rule, at its line, and nothing else is`(_ index: Int) throws {
    let (part, other, rules, line, word) = Self.defects[index]
    let report = try WarmUp.check(part, other)
    #expect(report.brief.sorted() == rules.sorted(), "\(report.findings.map(\.text))")
    let first = try #require(report.findings.first { $0.message.contains(word) })
    #expect(first.line == line, "\(first.text)")
    #expect(!first.remedy.isEmpty)
    #expect(report.isAcceptable == !rules.contains { $0.hasSuffix("error") })
  }

  @Test(arguments: [
    "2026-11-21T05:33:12", "2026-11-21T05:33:12Z", "2026-11-21T06:33:12+01:00",
    "2026-11-21 05:33:12Z", "2026-11-21T05:33:12.5Z",
  ])
  func `both forms of time are taken, and read as one moment`(_ text: String) throws {
    let report = try WarmUp.check("2026-11-21T05:33:12", text)
    #expect(report.brief == [])
    #expect(report.metrics?.timestamp == Timestamp("2026-11-21T05:33:12Z"))
  }

  @Test func `what a stopped run lacks is told, not refused`() throws {
    let text = """
      {"experiment": "\(WarmUp.id)", "timestamp": "2026-11-21T05:33:12", "baseline": {},
       "treatment": {}, "per_seed": [], "sanity_checks": {},
       "resource_usage": {"gpu_hours": 0, "wall_clock_seconds": 900, "total_training_steps": 0,
                          "total_runs": 1},
       "abort_triggered": true, "abort_reason": "wall_clock_timeout_900s", "notes": ""}
      """
    func check(_ text: String) throws -> ResultReport {
      ResultCheck.check(
        ResultFiles(metrics: Array(text.utf8), config: Array(WarmUp.config.utf8)),
        against: try WarmUp.spec(), of: WarmUp.id, profile: .strict)
    }
    let report = try check(text)
    #expect(report.brief == [])
    let told = report.findings.map(\.message).joined(separator: "\n")
    for word in ["`val_acc`", "`train_loss`", "`param_count`", "seeds 0, 1, 2", "the baseline"] {
      #expect(told.contains(word), "\(word) is not told")
    }
    // The same without the abort is refused for each of them.
    let whole = text.replacing("\"abort_triggered\": true", with: "\"abort_triggered\": false")
      .replacing("\"wall_clock_timeout_900s\"", with: "null")
    let rules = Set(try check(whole).findings.filter { $0.level == .error }.map(\.rule))
    #expect(rules == ["metrics", "criteria", "baseline", "seeds"])
  }

  @Test func `a metric that could not be measured is told with its reason`() throws {
    let report = try WarmUp.check(
      #""train_loss": 0.7,"#, #""train_loss": {"status": "missing", "reason": "diverged"},"#)
    #expect(report.isAcceptable)
    #expect(report.findings.map(\.message) == ["`train_loss` is missing: diverged"])
  }

  @Test func `over the budget with a reason in the notes is told, not refused`() throws {
    let report = try WarmUp.check(
      #""abort_reason": null,"#, #""abort_reason": null, "#)
    #expect(report.isAcceptable)
    var spec = try WarmUp.spec()
    spec.budget.wallClockSeconds = 1000
    #expect(try WarmUp.check(spec: spec).brief == ["budget error"])
    let explained = try WarmUp.check(
      "the disk was full.", "it exceeded the budget by 200 s.", spec: spec)
    #expect(explained.brief == ["budget warning"])
    spec.budget.seeds = 2
    #expect(try WarmUp.check(spec: spec).brief == ["budget error", "budget error"])
  }

  @Test(
    arguments: [
      (nil, ["config error"]), ("", ["readable error"]), ("{}", ["readable error"]),
      ("{\"warmup_steps\": NaN}", ["readable error"]), (#"{"other": 1}"#, ["config error"]),
      (#"{"warmup_steps": [0, 500]}"#, []), (#"{"warmup_steps": "500"}"#, []),
      (#"{"warmup_steps": {"baseline": 0, "treatment": 500.0}}"#, []),
      (#"{"a": {"warmup_steps": 250}, "b": {"warmup_steps": 500}}"#, ["deviated warning"]),
    ] as [(String?, [String])])
  func `the configuration is there, at the spec's values`(
    config: String?, rules: [String]
  ) throws {
    let report = try WarmUp.check(config: config)
    #expect(report.brief == rules, "\(report.findings.map(\.text))")
    #expect(report.isDeviated == rules.contains("deviated warning"))
  }

  @Test func `words that interpret are refused in the RUN phase`() throws {
    let report = try WarmUp.check(
      "the disk was full.", "This suggests a bug.", isRunPhase: true)
    #expect(report.brief == ["notes error"])
    let files = ResultFiles(metrics: Array(WarmUp.metrics.utf8), hasAnalysis: true)
    for isRunPhase in [true, false] {
      let report = ResultCheck.check(
        files, against: nil, of: WarmUp.id, profile: .legacy, isRunPhase: isRunPhase)
      #expect(report.findings.contains { $0.rule == "owned" } == isRunPhase)
    }
  }

  @Test func `in the legacy profile what is lacking is a warning`() throws {
    let report = try WarmUp.check(#""experiment""#, #""name""#, profile: .legacy)
    #expect(report.isAcceptable)
    #expect(report.brief == ["keys warning", "keys warning"])
    let bare = ResultCheck.check(
      ResultFiles(metrics: Array(#"{"experiment": "x"}"#.utf8)), against: nil, of: "x",
      profile: .legacy)
    #expect(bare.isAcceptable)
    #expect(bare.brief.contains("config warning"))
  }

  @Test func `a spec in prose is compared as far as it goes`() throws {
    var spec = try WarmUp.spec()
    spec.metrics = [Spec.Metric("Validation accuracy", isExact: false)]
    let report = try WarmUp.check(spec: spec)
    #expect(report.brief == [])
    #expect(report.findings.map(\.rule) == ["metrics"])
  }
}
