import Documents
import Ledger
import Research

/// The parts of an analysis that are computed, in the protocol's headings.
struct AnalysisText {
  let judged: JudgedRun
  /// The verdict that stands, where it was recorded or is about to be.
  let record: VerdictRecord?
  /// Who stands by it.
  let author: AgentName?

  private var verdict: Verdict { judged.verdict }

  /// The whole: what the numbers say, then what people make of it.
  ///
  /// - Parameter noise: the section on what baselines differ by; empty where nothing is known.
  func page(noise: String, interpretation: String) -> String {
    var text = "# Analysis: \(judged.spec.spec.name)\n\n"
    text += "Run \(judged.run.id) of \(judged.experiment.id), "
    text += "\(judged.run.end.outcome.rawValue) \(judged.run.ended.time).\n\n"
    text += verdictSection + "\n" + criteriaSection + "\n" + metricSection + noise + "\n"
    text += costSection
    if !interpretation.isEmpty {
      text += "\n## Interpretation\n\n" + Composer.terminated(interpretation)
    }
    return text
  }

  /// The verdict, against what it was set, and all that is to be known beside it.
  var verdictSection: String {
    let word = record?.word ?? verdict.word
    var text = "## Verdict: \(word.rawValue)\n"
    if let record, record.isAgainstCriteria {
      text += "\n**Set by \(author?.text ?? "somebody") against the criteria, which give "
      text += "\(record.computed.rawValue)**: \(record.reason ?? "")\n"
    }
    if let record, record.computed != verdict.word {
      text += "\n**Recorded when the criteria gave \(record.computed.rawValue); they give "
      text += "\(verdict.word.rawValue) now.**\n"
    }
    if !verdict.remarks.isEmpty { text += "\n" }
    for remark in verdict.remarks { text += "- \(remark.mark.rawValue): \(remark.reason)\n" }
    return text + others
  }

  /// Verdicts whose place others took, or on other runs, stay in sight.
  private var others: String {
    let all = judged.experiment.verdicts.filter { $0.record != record }
    if all.isEmpty { return "" }
    let lines = all.map { event, record in
      "- \(event.time) by \(event.agent), on run \(record.run): \(record.words(by: event.agent))"
        + (record.reason.map { ": \($0)" } ?? "") + "\n"
    }
    return "\nOther verdicts:\n\n" + lines.joined()
  }

  var criteriaSection: String {
    "## Results vs. Success Criteria\n" + verdict.answers.map { Self.line($0) + "\n" }.joined()
  }

  /// `- [x] SC-1: … **PASS** — observed 0.74 vs. threshold 0.725`.
  private static func line(_ answer: Verdict.Answer) -> String {
    let holds = answer.judgement?.outcome == .holds
    let name = answer.criterion.id.map { "\($0): " } ?? ""
    let words = answer.criterion.predicate.map { "`\($0.text)`" } ?? answer.criterion.prose
    let head = "- [\(holds ? "x" : " ")] \(name)\(words)"
    guard let judgement = answer.judgement else { return head + " **FOR A PERSON TO JUDGE**" }
    let seen = judgement.observations.map { observation in
      "observed \(shown(observation.left)) vs. threshold \(shown(observation.right))"
    }
    switch judgement.outcome {
    case .holds: return head + " **PASS** — " + seen.joined(separator: "; ")
    case .fails: return head + " **FAIL** — " + seen.joined(separator: "; ")
    case .undecided: return head + " **UNDECIDED** — " + judgement.gaps.joined(separator: "; ")
    }
  }

  private var metricSection: String {
    var text = "## Metric-by-Metric Breakdown\n"
    let roles: [(Spec.Metric.Role, String)] = [
      (.primary, "Primary"), (.secondary, "Secondary"), (.sanity, "Sanity Checks"),
    ]
    for (role, heading) in roles {
      let promised = judged.spec.spec.metrics.filter { $0.role == role }
      if promised.isEmpty { continue }
      text += "\n### \(heading)\n\n| Metric | Baseline | Treatment | Mean of seeds |\n"
      text += "|--------|----------|-----------|---------------|\n"
      text += promised.map { row($0.name) }.joined()
    }
    return text
  }

  private func row(_ name: String) -> String {
    let metrics = judged.metrics
    let seeds = metrics.perSeed.compactMap { $0.metrics[name]?.number }
    let mean = seeds.isEmpty ? nil : seeds.reduce(0, +) / Double(seeds.count)
    let cells = [
      "`\(name)`", Self.shown(metrics.baseline[name]),
      Self.shown(metrics.treatment[name] ?? metrics.sanityChecks[name]),
      mean.map { "\(Self.shown($0)) (\(seeds.count))" } ?? "—",
    ]
    return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
  }

  private var costSection: String {
    let budget = judged.spec.spec.budget
    let rows: [(String, Resource, String?)] = [
      ("GPU-hours", .gpuHours, budget.gpuHours.map { Verdict.plain($0) }),
      ("Seconds", .wallClockSeconds, budget.wallClockSeconds.map { Verdict.plain($0) }),
      ("Training runs", .totalRuns, budget.runs.map { String($0) }),
    ]
    return "## Resource Usage\n\n| | Budget | Actual |\n|--|--------|--------|\n"
      + rows.map { name, resource, most in
        let used = Self.shown(judged.metrics.resources[resource.rawValue])
        return "| \(name) | \(most ?? "—") | \(used) |\n"
      }.joined()
  }

  private static func shown(_ value: MetricValue?) -> String {
    switch value {
    case nil: "—"
    case .number(let number): shown(number)
    case .truth(let truth): truth ? "true" : "false"
    case .missing(let reason):
      "missing: " + reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    case .other: "no number"
    }
  }

  /// Twelve places behind the point are enough for people; `--json` has them all.
  static func shown(_ number: Double?) -> String {
    guard let number else { return "nothing" }
    let isPlain = abs(number) > 1e-6 && abs(number) < 1e3
    return Verdict.plain(isPlain ? (number * 1e12).rounded() / 1e12 : number)
  }
}
