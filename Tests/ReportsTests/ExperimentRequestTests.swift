import Documents
import Experiments
import Research
import Testing

@testable import Reports

@Suite struct ExperimentRequestTests {
  @Test func `criteria are judged by what was measured, and metrics stand side by side`() throws {
    let body = try request(treatment: 0.74)
    #expect(
      MarkdownOutline(body).headings.map(\.text) == [
        "What was asked", "What was promised and measured", "What was tried and failed",
        "Whether it stands",
      ])
    for text in [
      "**exp-001-warm-up**: Warm-up", "> A warm-up raises accuracy.",
      "- registered 2026-11-21 by flux: nothing had been run",
      "- run `1-7c2mxa` completed 2026-11-21",
      "| SC-1 | `treatment.val_acc >= baseline.val_acc + 0.02` | 0.74 against 0.725 | holds |",
      "| SC-2 | It reads well |  | judged by READ |",
      "| `val_acc` | primary | 0.705 | 0.74 | 0.74 (2) |",
      "No run failed, was stopped, or was superseded.",
    ] {
      #expect(body.contains(text), "\(text) is not in:\n\(body)")
    }
    #expect(try request(treatment: 0.71).contains("| 0.71 against 0.725 | **fails** |"))
    let none = try request(treatment: nil)
    #expect(none.contains("undecided: treatment.val\\_acc is missing"), "\(none)")
  }

  @Test func `without a run nothing is judged`() throws {
    let body = try request(runs: [])
    #expect(body.contains("- no results yet") && body.contains("not measured"), "\(body)")
  }

  @Test func `runs that do not count are told with their reason`() throws {
    let body = try request(runs: [
      end("1-aaaaaa", .failed, manifest: nil, reason: "a | b"), end("2-bbbbbb", .completed),
      end("3-cccccc", .completed, supersedes: "2-bbbbbb", reason: "a cache, fixes #12"),
    ])
    #expect(body.contains("| `1-aaaaaa` | failed | a \\| b |"), "\(body)")
    #expect(body.contains("| `2-bbbbbb` | completed | superseded by 3-cccccc: a cache"), "\(body)")
    #expect(body.contains("- run `3-cccccc`") && !body.contains("#12"), "\(body)")
  }

  @Test func `what a spec says breaks out of nothing`() throws {
    for text in [
      "|", "a\n\n## b", "</table><details>", "`", "@maya", "\r# x", "```\n", "[x]: http://a",
    ] {
      let body = try request(prose: text, title: text, hypothesis: text)
      #expect(MarkdownOutline(body).headings.count == 4, "\(body)")
      let open = body.replacing("\\<details", with: "")
      #expect(!body.contains("@m") && !open.contains("<details"), "\(body)")
    }
  }

  private func end(
    _ run: String, _ outcome: RunOutcome, manifest: String? = "abc", supersedes: String? = nil,
    reason: String? = nil
  ) throws -> RunEnd {
    RunEnd(
      run: try #require(RunID(run)), outcome: outcome, manifest: manifest,
      supersedes: try supersedes.map { try #require(RunID($0)) }, reason: reason)
  }

  /// The text of a request about an experiment of these parts.
  private func request(
    treatment: Double? = 0.74, runs: [RunEnd]? = nil, prose: String = "It reads well",
    title: String = "Warm-up", hypothesis: String = "A warm-up raises accuracy."
  ) throws -> String {
    let id = try #require(ExperimentID("exp-001-warm-up"))
    let agent = try #require(AgentName("flux"))
    func name(_ kind: EventKind, _ minute: Int64) -> EventName {
      EventName(
        time: Timestamp(seconds: 1_795_237_200 + 60 * minute), cycle: 0, agent: agent, kind: kind,
        suffix: EventName.suffix(from: UInt32(minute)))
    }
    let opening = name(.registered, 0)
    let record = SpecRecord(title: title, file: "spec-k3f9q2.md", blob: "0", floor: .nothingRun)
    let experiment = try #require(
      Experiment.folding(
        id,
        [
          Event(
            name: opening, thread: .experiment(id, opening: opening), payload: .registered(record))
        ]
      ).first)
    let ends = try runs ?? [end("1-7c2mxa", .completed)]
    let events = ends.enumerated().map { index, end in
      Event(
        name: name(.ended, Int64(index) + 1), thread: .results(id), payload: .runEnded(end))
    }
    var spec = SpecReader.read(
      """
      # Experiment: Warm-up

      ## Metrics (ALL must be reported)
      ### Primary
      - `val_acc` in [0, 1], higher is better

      ## Success Criteria (immutable once RUN begins)
      - [ ] SC-1: `treatment.val_acc >= baseline.val_acc + 0.02`
      """
    ).spec
    spec.hypothesis = Spec.Section(
      title: "Hypothesis", text: hypothesis, place: Spec.Place(line: 1))
    spec.criteria.append(Spec.Criterion(id: "SC-2", prose: prose))
    var metrics = Metrics()
    metrics.baseline = MetricGroup([.init("val_acc", .number(0.705))])
    metrics.treatment = MetricGroup(treatment.map { [.init("val_acc", .number($0))] } ?? [])
    metrics.perSeed = [0.73, 0.75].enumerated().map { seed, value in
      Metrics.Seed(seed, MetricGroup([.init("val_acc", .number(value))]))
    }
    let subject = ReportedExperiment(
      experiment, spec: spec, history: RunHistory(events), metrics: ends.isEmpty ? nil : metrics)
    return PullRequest(about: subject, numbering: .own, source: "c9022950e4").body
  }
}
