import Documents
import Research

/// A run that is being judged: the steps of ``RunAccount``.
struct AccountSubject {
  let evidence: RunAccount.Evidence
  let spec: Spec
  let bytes: [UInt8]
  let experiment: String

  /// The check that every result passes, of the run's files with these metrics.
  ///
  /// - Parameter isAnew: whether they stand in for files of the command's own.
  func check(_ metrics: [UInt8], isAnew: Bool = false) -> ResultReport {
    var files = evidence.files
    files.metrics = metrics
    if isAnew {
      files.unreadable = [:]
      if !hasReadableConfig { files.config = nil }
    }
    return ResultCheck.check(
      files, against: spec, bytes: bytes, of: experiment, profile: .strict,
      isBaseline: evidence.isBaseline)
  }

  /// How a run ended that did not complete; nil for one whose own metrics stand.
  func ending(_ report: ResultReport) -> (outcome: RunOutcome, reason: String)? {
    if let stop = evidence.stop { return stop }
    let refused = report.findings.first { $0.level == .error }
    if let failure = evidence.failure {
      // A command that stopped itself by a criterion may say so with its status too.
      let isOwnAbort = report.metrics?.isAborted == true && refused == nil
      return isOwnAbort ? nil : (.failed, failure)
    }
    if let refused { return (.failed, "result_refused: \(refused.text)") }
    // A command that is quicker than who watches it is judged like any other.
    return report.metrics?.isAborted == true ? nil : evidence.criterion.map { (.aborted, $0) }
  }

  /// What is told of lines that could not be read, and of metrics that nobody promised.
  func streamFindings(hasOwn: Bool) -> [ResultFinding] {
    let stream = evidence.stream
    var found = stream.faults.map { fault in
      ResultFinding(
        "stream", hasOwn ? .warning : .error, in: "metrics.jsonl", fault,
        remedy: "a line is {\"metric\": …, \"value\": …}, or METRIC name=number on standard output")
    }
    if hasOwn, !stream.isEmpty {
      found.append(
        ResultFinding(
          "stream", .note, in: "metrics.jsonl",
          "the run told metrics as it went, and wrote metrics.json itself, which is what counts",
          remedy: "leave one of them out, unless the stream is for looking on"))
    }
    if !hasOwn {
      found += stream.metrics(for: spec).unpromised.prefix(20).map { name in
        ResultFinding(
          "unpromised", .note, in: "metrics.jsonl",
          "`\(short(name))` is no metric of the spec, and is in no result",
          remedy: "it stays in the stream of metrics, which is kept")
      }
    }
    return found
  }

  /// The metrics of a run that wrote no file of its own.
  func folded() -> [UInt8] {
    var metrics = evidence.stream.metrics(for: spec).metrics
    complete(&metrics)
    metrics.isAborted = false
    return MetricsWriter.bytes(of: metrics)
  }

  /// The metrics of a run that did not complete, from what it wrote or told.
  func stopped(_ reason: String, _ own: Metrics?) -> [UInt8] {
    var metrics = own ?? evidence.stream.metrics(for: spec).metrics
    if own != nil { keepWhatCanStand(&metrics) }
    metrics.experiment = nil
    metrics.timestamp = nil
    complete(&metrics)
    metrics.isAborted = true
    metrics.abortReason = reason
    let costs: [(Resource, Double?)] = [
      (.wallClockSeconds, spec.budget.wallClockSeconds), (.gpuHours, spec.budget.gpuHours),
      (.totalRuns, spec.budget.runs.map(Double.init)),
    ]
    let over = costs.compactMap { resource, limit -> String? in
      guard let limit, let used = metrics.resources[resource.rawValue]?.number, used > limit else {
        return nil
      }
      return "\(resource.rawValue) \(plain(used)) is over the budget's \(plain(limit))."
    }
    let notes = [metrics.notes ?? ""] + over
    metrics.notes = notes.filter { !$0.isEmpty }.joined(separator: "\n")
    return MetricsWriter.bytes(of: metrics)
  }

  /// Leaves out of a result that was refused what would be refused again: it is set aside whole.
  private func keepWhatCanStand(_ metrics: inout Metrics) {
    let names = Set(spec.metrics.map(\.name))
    let isExact = !spec.metrics.isEmpty && spec.metrics.allSatisfy(\.isExact)
    func kept(_ group: MetricGroup) -> MetricGroup {
      MetricGroup(
        group.entries.filter { entry in
          if case .other = entry.value { return false }
          return !isExact || names.contains(entry.name)
        })
    }
    metrics.baseline = kept(metrics.baseline)
    metrics.treatment = kept(metrics.treatment)
    metrics.sanityChecks = kept(metrics.sanityChecks)
    var seen: Set<Int> = []
    metrics.perSeed = metrics.perSeed.compactMap { entry in
      guard let seed = entry.seed, seen.insert(seed).inserted else { return nil }
      return Metrics.Seed(seed, kept(entry.metrics))
    }
    if let most = spec.budget.seeds { metrics.perSeed = Array(metrics.perSeed.prefix(most)) }
    metrics.resources = MetricGroup(
      metrics.resources.entries.filter { entry in
        Resource(rawValue: entry.name) != nil && (entry.value.number ?? -1) >= 0
      })
  }

  /// What rtrack itself knows: which experiment, when, and what it cost.
  private func complete(_ metrics: inout Metrics) {
    metrics.experiment = metrics.experiment ?? experiment
    metrics.timestamp = metrics.timestamp ?? evidence.timestamp
    var entries = metrics.resources.entries
    for resource in Resource.allCases where metrics.resources[resource.rawValue] == nil {
      let value: MetricValue =
        switch (resource, evidence.seconds) {
        case (.wallClockSeconds, let seconds?): .number((seconds * 1000).rounded() / 1000)
        case (.wallClockSeconds, nil): .missing(reason: "nobody saw its end")
        case (.totalRuns, _) where evidence.commands != nil:
          .number(Double(evidence.commands ?? 0))
        case (.gpuHours, _) where !evidence.hasGraphics: .number(0)
        default: .missing(reason: "the run did not tell it")
        }
      entries.append(MetricGroup.Entry(resource.rawValue, value))
    }
    metrics.resources = MetricGroup(entries)
  }

  /// Whether `config.json` is there and can be read as one.
  var hasReadableConfig: Bool {
    guard let config = evidence.files.config, config.count <= MetricsReader.largest else {
      return false
    }
    return (try? JSON.parse(config))?.object?.isEmpty == false
  }

  /// What was found of the command's own files, then of what is recorded in their place; what is
  /// refused of the former refuses nothing any more.
  ///
  /// - Parameter isReadable: whether the former could be read. What a run lacks that was stopped or
  ///   failed is told of what is recorded.
  func told(
    _ before: [ResultFinding], isReadable: Bool, beside after: [ResultFinding]
  ) -> [ResultFinding] {
    let endedItself = evidence.stop == nil && evidence.failure == nil
    let objections = Set(evidence.objections)
    let wanted = before.filter { finding in
      guard finding.level != .note else { return false }
      if objections.contains(finding) || finding.rule == "stream" { return true }
      let isOfOwnFile = evidence.files.metrics != nil && finding.file == "metrics.json"
      return finding.level == .error && (endedItself || (isOfOwnFile && !isReadable))
    }
    let own = wanted.map { finding in
      var finding = finding
      finding.level = .warning
      if evidence.files.metrics != nil, finding.file == "metrics.json" {
        finding.file = RunAccount.metricsAsideName
      }
      return finding
    }
    return own + after
  }
}

extension RunAccount {
  /// What the command's own metrics are called where they are set aside.
  public static let metricsAsideName = "metrics.json.raw"
  /// What the command's own configuration is called where it is set aside.
  public static let configAsideName = "config.json.raw"
}
