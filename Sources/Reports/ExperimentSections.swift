import Research

/// What an experiment promised and measured, in the sections of a pull request.
struct ExperimentSections {
  let subject: ReportedExperiment
  let text: HostText

  /// Rows beyond these are counted.
  private static let mostRows = 30
  private static let longestCell = 200

  private var experiment: Experiment { subject.experiment }

  // MARK: What was asked

  /// The hypothesis, for a request about the experiment itself.
  func addAsked(to page: inout MarkdownPage) {
    page.add(heading: "What was asked")
    page.add(title)
    page.add(text.quoted(subject.spec?.hypothesis?.text ?? "", longest: 4_000))
  }

  private var title: String {
    "**\(text.inline(experiment.id.text))**: "
      + text.inline(experiment.inForce.record.title, longest: 300)
  }

  // MARK: The experiment

  /// Registration, run, criteria and metrics.
  ///
  /// - Parameter isNamed: whether its name and title stand above already.
  func addResults(to page: inout MarkdownPage, isNamed: Bool = false) {
    if !isNamed { page.add(title) }
    page.add(promises.map { "- " + $0 }.joined(separator: "\n"))
    guard let metrics = subject.metrics else { return addCriteria(to: &page, nil) }
    addCriteria(to: &page, metrics.measurements)
    addMetrics(to: &page, metrics)
  }

  /// What was promised when, and what was run.
  private var promises: [String] {
    var lines = experiment.versions.map { version -> String in
      let seen = version.record.seen.phrase
      let when = "\(day(version.event)) by \(text.inline(version.event.agent.text))"
      guard let change = version.amendment else { return "registered \(when): \(seen)" }
      return "amended \(when): \(text.inline(change.reason, longest: 300)) (\(seen))"
    }
    if let withdrawn = experiment.withdrawn {
      let why = text.inline(experiment.withdrawal ?? "", longest: 300)
      lines.append("withdrawn \(day(withdrawn)) by \(text.inline(withdrawn.agent.text)): \(why)")
    }
    guard let run = subject.history.counting else {
      let count = subject.history.runs.count
      let runs = count == 0 ? "" : ", though something was run"
      return lines + ["no results yet" + runs]
    }
    var line = "run \(text.code(run.id.description)) \(words(run.end.outcome)) \(day(run.ended))"
    if run.end.isDeviated { line += ", **deviating from the spec**" }
    if let spec = run.end.spec, spec != experiment.inForce.record.blob {
      line += ", by another spec than the one in force"
    }
    if subject.metrics == nil { line += ", whose metrics cannot be read" }
    if let reason = subject.metrics?.abortReason {
      line += ", stopped: \(text.inline(reason, longest: 300))"
    }
    return lines + [line] + verdicts
  }

  /// The verdicts that were recorded, those too whose place others took.
  private var verdicts: [String] {
    experiment.verdicts.map { event, record in
      let why = record.reason.map { ": " + text.inline($0, longest: 300) } ?? ""
      return "verdict on run \(text.code(record.run.description)) \(day(event)): "
        + text.inline(record.words(by: event.agent)) + why
    }
  }

  private func addCriteria(to page: inout MarkdownPage, _ measured: Measurements?) {
    let criteria = subject.spec?.criteria ?? []
    if criteria.isEmpty { return }
    let rows = criteria.prefix(Self.mostRows).map { criterion -> [String] in
      let words = criterion.predicate.map { text.code($0.text) } ?? cell(criterion.prose)
      let name = criterion.id.map { text.inline($0, longest: 40) } ?? ""
      guard let predicate = criterion.predicate else {
        return [name, words, "", "judged by READ"]
      }
      guard let measured else { return [name, words, "", "not measured"] }
      let judgement = predicate.judged(by: measured)
      let seen = judgement.observations.map { observation in
        "\(shown(observation.left)) against \(shown(observation.right))"
      }
      return [name, words, cell(seen.joined(separator: "; ")), outcome(judgement)]
    }
    page.add(table: ["Criterion", "Promised", "Observed", "Result"], rows)
    tellMore(criteria.count, "criteria", to: &page)
  }

  private func outcome(_ judgement: Judgement) -> String {
    switch judgement.outcome {
    case .holds: "holds"
    case .fails: "**fails**"
    case .undecided: cell("undecided: " + judgement.gaps.joined(separator: "; "))
    }
  }

  private func addMetrics(to page: inout MarkdownPage, _ metrics: Metrics) {
    let promised = subject.spec?.metrics ?? []
    if promised.isEmpty { return }
    let rows = promised.prefix(Self.mostRows).map { metric -> [String] in
      let seeds = metrics.perSeed.compactMap { $0.metrics[metric.name]?.number }
      let mean = seeds.isEmpty ? nil : seeds.reduce(0, +) / Double(seeds.count)
      let treatment = metrics.treatment[metric.name] ?? metrics.sanityChecks[metric.name]
      return [
        text.code(metric.name), metric.role.rawValue, shown(metrics.baseline[metric.name]),
        shown(treatment), mean.map { "\(shown($0)) (\(seeds.count))" } ?? "",
      ]
    }
    page.add(table: ["Metric", "", "Baseline", "Treatment", "Mean of seeds"], rows)
    tellMore(promised.count, "metrics", to: &page)
  }

  private func tellMore(_ count: Int, _ what: String, to page: inout MarkdownPage) {
    if count > Self.mostRows {
      page.add("\(count - Self.mostRows) more \(what): `rtrack experiment show \(experiment.id)`.")
    }
  }

  // MARK: What was tried and failed

  /// Runs that do not count, for a request about the experiment itself.
  func addFailed(to page: inout MarkdownPage) {
    page.add(heading: "What was tried and failed")
    let counting = subject.history.counting?.id
    let rows = subject.history.runs.filter { $0.id != counting || $0.end.outcome != .completed }
      .map { run -> [String] in
        var why: [String] = []
        if let other = run.supersededBy {
          let reason = subject.history.runs.first { $0.id == other }?.end.reason
          why.append("superseded by \(other)" + (reason.map { ": " + $0 } ?? ""))
        }
        if run.end.isDeviated { why.append("deviates from the spec") }
        return [
          day(run.ended), text.code(run.id.description), words(run.end.outcome),
          cell((why + [run.end.reason].compactMap { $0 }).joined(separator: "; ")),
        ]
      }
    if rows.isEmpty { return page.add("No run failed, was stopped, or was superseded.") }
    if rows.count > Self.mostRows { page.add("The last \(Self.mostRows) of \(rows.count):") }
    page.add(table: ["When", "Run", "How it ended", "Why"], Array(rows.suffix(Self.mostRows)))
  }

  // MARK: Words

  private func words(_ outcome: RunOutcome) -> String {
    outcome == .timedOut ? "timed out" : outcome.rawValue
  }

  private func cell(_ words: String) -> String { text.inline(words, longest: Self.longestCell) }

  private func day(_ event: Event) -> String { String(event.time.description.prefix(10)) }

  private func shown(_ value: MetricValue?) -> String {
    switch value {
    case nil: ""
    case .number(let number): shown(number)
    case .truth(let truth): truth ? "true" : "false"
    case .missing(let reason): cell("missing: \(reason)")
    case .other: "no number"
    }
  }

  /// Six places behind the point are enough for people.
  private func shown(_ number: Double?) -> String {
    guard let number else { return "?" }
    if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
    let few = (number * 1e6).rounded() / 1e6
    return "\(abs(number) > 1e-3 && abs(number) < 1e9 ? few : number)"
  }
}
