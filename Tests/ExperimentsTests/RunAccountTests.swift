import Experiments
import Research
import SeededDice
import Testing

/// What is recorded of a run, from what its command did and wrote.
@Suite struct RunAccountTests {
  private static let time = Timestamp(seconds: 1_795_237_200)

  private func evidence(
    _ metrics: String? = nil, config: String? = WarmUp.config, stream: [String] = []
  ) throws -> RunAccount.Evidence {
    var fold = MetricsFold()
    for line in stream {
      do throws(MetricFault) {
        if let read = try MetricLine.printed(line) { fold.add(read) }
      } catch {
        fold.refuse(error.message)
      }
    }
    return RunAccount.Evidence(
      files: ResultFiles(
        metrics: metrics.map { Array($0.utf8) }, config: config.map { Array($0.utf8) }),
      stream: fold, timestamp: Self.time, seconds: 12.5, hasGraphics: false)
  }

  private func account(_ evidence: RunAccount.Evidence) throws -> RunAccount {
    RunAccount(of: evidence, against: try WarmUp.spec(), bytes: [], of: WarmUp.id)
  }

  private func read(_ account: RunAccount) throws -> Metrics {
    try MetricsReader.read(account.metrics).metrics
  }

  /// Both arms and all seeds, printed.
  private static let stream = [0, 1, 2].flatMap { seed in
    [("baseline", 0.70), ("treatment", 0.74)].flatMap { arm, value in
      [
        "METRIC val_acc=\(value) seed=\(seed) arm=\(arm)",
        "METRIC train_loss=0.5 seed=\(seed) arm=\(arm)",
        "METRIC param_count=1000 seed=\(seed) arm=\(arm)",
      ]
    }
  }

  @Test func `a result that passes is recorded to the byte`() throws {
    let account = try account(evidence(WarmUp.metrics))
    #expect(account.outcome == .completed && account.reason == nil)
    #expect(account.metrics == Array(WarmUp.metrics.utf8) && account.metricsAside == nil)
  }

  @Test func `what was only told becomes the ten keys, with what rtrack knows`() throws {
    let account = try account(evidence(stream: Self.stream))
    #expect(account.outcome == .completed, "\(account.report.findings.map(\.text))")
    let metrics = try read(account)
    #expect(metrics.experiment == WarmUp.id && metrics.timestamp == Self.time)
    #expect(metrics.baseline["val_acc"] == .number(0.7))
    #expect(metrics.sanityChecks["param_count"] == .number(1000))
    #expect(metrics.resources["wall_clock_seconds"] == .number(12.5))
    #expect(metrics.resources["gpu_hours"] == .number(0))
    #expect(metrics.resources["total_runs"]?.number == nil)
    #expect(metrics.isAborted == false)
  }

  @Test func `how long a run took that nobody saw the end of, nobody says`() throws {
    var evidence = try evidence(stream: Self.stream)
    evidence.seconds = nil
    evidence.stop = (.lost, "lost")
    let time = try read(account(evidence)).resources["wall_clock_seconds"]
    #expect(time == .missing(reason: "nobody saw its end"))
  }

  @Test func `where a graphics processor could have been used, nobody says it was not`() throws {
    var evidence = try evidence(stream: Self.stream)
    evidence.hasGraphics = true
    #expect(try read(account(evidence)).resources["gpu_hours"]?.number == nil)
  }

  @Test(
    arguments: [
      ("0.74, \"train_loss\"", "NaN, \"train_loss\"", "number"),
      ("\"train_loss\": 0.7, ", "", "metrics"),
      ("\n    \"notes\"", "\n    \"verdict\": \"CONFIRMED\", \"notes\"", "keys"),
      ("\"experiment\": \"exp-001", "\"experiment\": \"exp-002", "experiment"),
      ("{\"seed\": 2, \"val_acc\": 0.75}", "{\"seed\": 1, \"val_acc\": 0.75}", "seeds"),
    ])
  func `a result that is refused is a failed run, and is set aside whole`(
    part: String, other: String, rule: String
  ) throws {
    var text = WarmUp.metrics
    let place = try #require(text.firstRange(of: part) ?? text.firstRange(of: part.dropFirst(4)))
    text.replaceSubrange(place, with: other)
    let account = try account(evidence(text))
    #expect(account.outcome == .failed)
    #expect(account.reason?.hasPrefix("result_refused: metrics.json:") == true)
    #expect(account.reason?.contains(": \(rule): ") == true, "\(account.reason ?? "")")
    #expect(account.metricsAside == Array(text.utf8))
    let metrics = try read(account)
    #expect(metrics.isAborted == true && metrics.abortReason == account.reason)
    #expect(account.report.findings.contains { $0.file == "metrics.json.raw" && $0.rule == rule })
  }

  @Test func `half a file is set aside, and what was told stands in for it`() throws {
    let half = String(WarmUp.metrics.prefix(200))
    var evidence = try evidence(half, stream: Self.stream)
    evidence.failure = "cycle_failure_exit_3"
    let account = try account(evidence)
    #expect(account.outcome == .failed && account.reason == "cycle_failure_exit_3")
    #expect(account.metricsAside == Array(half.utf8))
    #expect(try read(account).treatment["val_acc"] == .number(0.74))
    #expect(account.report.findings.contains { $0.rule == "cut-off" })
  }

  @Test func `a run that ends well and says nothing has failed`() throws {
    let account = try account(evidence())
    #expect(account.outcome == .failed && account.metricsAside == nil)
    #expect(try read(account).isAborted == true)
  }

  @Test func `a bad line fails a run that rests on its stream, and no other`() throws {
    #expect(try account(evidence(stream: Self.stream + ["METRIC x"])).outcome == .failed)
    #expect(try account(evidence(WarmUp.metrics, stream: ["METRIC x"])).outcome == .completed)
  }

  @Test func `a run that stopped itself by a criterion is aborted, whatever its status`() throws {
    let text = WarmUp.metrics.replacing(
      "\"abort_triggered\": false,\n  \"abort_reason\": null",
      with: "\"abort_triggered\": true,\n  \"abort_reason\": \"train_loss > 9\"")
    #expect(text != WarmUp.metrics)
    for failure in [nil, "cycle_failure_exit_4"] {
      var evidence = try evidence(text)
      evidence.failure = failure
      let account = try account(evidence)
      #expect(account.outcome == .aborted && account.reason == "train_loss > 9")
      #expect(account.metrics == Array(text.utf8) && account.metricsAside == nil)
    }
  }

  @Test func `a run that was stopped is recorded as that, also when it had written all`() throws {
    for (outcome, reason) in [
      (RunOutcome.timedOut, "wall_clock_timeout_900s"), (.aborted, "interrupted_SIGINT"),
      (.lost, "lost"),
    ] {
      var evidence = try evidence(WarmUp.metrics)
      evidence.stop = (outcome, reason)
      evidence.failure = "cycle_failure_signal_SIGTERM"
      let account = try account(evidence)
      #expect(account.outcome == outcome && account.reason == reason)
      let metrics = try read(account)
      #expect(metrics.abortReason == reason && metrics.treatment["val_acc"] == .number(0.74))
      #expect(account.metricsAside == Array(WarmUp.metrics.utf8))
    }
  }

  @Test func `an objection fails a run that else would have completed`() throws {
    var evidence = try evidence(WarmUp.metrics)
    evidence.objections = [
      ResultFinding("protected", .error, in: "run.json", "a spec was changed", remedy: "do not")
    ]
    let account = try account(evidence)
    #expect(account.outcome == .failed && account.reason?.contains("a spec was changed") == true)
  }

  @Test func `a configuration that cannot be read is set aside with a run that failed`() throws {
    var evidence = try evidence(WarmUp.metrics, config: "{\"warmup_steps\": ")
    evidence.failure = "cycle_failure_exit_1"
    let account = try account(evidence)
    #expect(account.configAside == Array("{\"warmup_steps\": ".utf8))
  }

  @Test(arguments: (1...6).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `whatever a stopped run left, what is recorded of it passes the check`(
    _ seed: UInt64
  ) throws {
    var dice = SeededDice(seed: seed)
    let pieces = [
      "NaN", "null", "{}", "[]", "\"a\": 1, ", "-5", "1e300", "99999999999", "true", "}", "{",
      "{\"status\": \"missing\"}", "\"seed\": ", ", ", "\"TODO\"", "this suggests ", "\n", "é",
    ]
    for round in 0..<150 {
      var bytes = Array(WarmUp.metrics.utf8)
      for _ in 0..<dice.below(5) {
        let at = dice.below(bytes.count + 1)
        if dice.below(2) == 0 {
          bytes.insert(contentsOf: pieces[dice.below(pieces.count)].utf8, at: at)
        } else {
          bytes.removeSubrange(at..<min(bytes.count, at + dice.below(30)))
        }
      }
      var evidence = try evidence(
        String(decoding: bytes, as: UTF8.self), config: dice.below(3) == 0 ? nil : WarmUp.config,
        stream: dice.below(2) == 0 ? [] : Self.stream)
      evidence.stop = (.timedOut, "wall_clock_timeout_900s")
      evidence.seconds = Double(dice.below(9000))
      let account = try account(evidence)
      let again = ResultCheck.check(
        ResultFiles(
          metrics: account.metrics,
          config: account.configAside == nil ? evidence.files.config : nil),
        against: try WarmUp.spec(), of: WarmUp.id, profile: .strict)
      #expect(
        again.isAcceptable,
        "seed \(seed), round \(round): \(again.findings.filter { $0.level == .error }.map(\.text))")
    }
  }
}
