public import Research

/// What is recorded of a run: how it ended, and the metrics that it left, from what its command did
/// and wrote.
///
/// A result that passes the check is recorded as its command wrote it. Of every other run the
/// metrics are written anew from what there is, with `abort_triggered` and why, and the command's
/// own file is set aside, to the byte.
public struct RunAccount: Sendable {
  /// What is known of a run when its command has ended.
  public struct Evidence: Sendable {
    /// Why it was stopped, as `abort_reason` says it, and what that makes of it; nil when it ended
    /// by itself.
    public var stop: (outcome: RunOutcome, reason: String)?
    /// How it failed, as `abort_reason` says it; nil when it ended well.
    public var failure: String?
    /// The abort criterion that what it told had met when it ended by itself; nil for none.
    public var criterion: String?
    /// What else speaks against taking it for completed, such as a protected file that was changed.
    public var objections: [ResultFinding] = []
    /// Its `metrics.json` and `config.json`, and what else is checked.
    public var files: ResultFiles
    /// What it told while it ran.
    public var stream: MetricsFold
    /// When it ended.
    public var timestamp: Timestamp
    /// How long it took, by the clock on the wall, in seconds; nil where nobody saw its end.
    public var seconds: Double?
    /// Whether this machine has graphics processors that it could have used.
    public var hasGraphics: Bool
    /// Whether it only reproduces the baseline: what the treatment must report is not asked of it.
    public var isBaseline = false
    /// How many commands it ran, each a training run, where nobody told these; nil for one command.
    public var commands: Int?

    /// Evidence of a run that ended by itself, and well.
    public init(
      files: ResultFiles, stream: MetricsFold, timestamp: Timestamp, seconds: Double?,
      hasGraphics: Bool
    ) {
      self.files = files
      self.stream = stream
      self.timestamp = timestamp
      self.seconds = seconds
      self.hasGraphics = hasGraphics
    }
  }

  /// How it ended.
  public let outcome: RunOutcome
  /// Why it did not complete, in a line; nil when it did.
  public let reason: String?
  /// The bytes of `metrics.json`.
  public let metrics: [UInt8]
  /// The command's own `metrics.json`, where that is not what is recorded.
  public let metricsAside: [UInt8]?
  /// The command's own `config.json`, where it cannot be read.
  public let configAside: [UInt8]?
  /// What the check says of what is recorded, and before it of what was set aside.
  public let report: ResultReport

  /// Judges a run.
  ///
  /// - Parameters:
  ///   - spec: what it was started for, and its bytes.
  ///   - experiment: its id.
  public init(
    of evidence: Evidence, against spec: Spec, bytes: [UInt8], of experiment: String
  ) {
    let subject = AccountSubject(
      evidence: evidence, spec: spec, bytes: bytes, experiment: experiment)
    let own = evidence.files.metrics
    let written = own ?? subject.folded()
    var report = subject.check(written)
    report.findings =
      evidence.objections + subject.streamFindings(hasOwn: own != nil)
      + report.findings
    let ended = subject.ending(report)
    guard let ended else {
      outcome = report.metrics?.isAborted == true ? .aborted : .completed
      reason = report.metrics?.abortReason
      metrics = written
      metricsAside = nil
      configAside = nil
      self.report = report
      return
    }
    outcome = ended.outcome
    reason = ended.reason
    let anew = subject.stopped(ended.reason, report.metrics)
    metrics = anew
    metricsAside = own
    configAside = subject.hasReadableConfig ? nil : evidence.files.config
    var final = subject.check(anew, isAnew: true)
    final.findings = subject.told(
      report.findings, isReadable: report.metrics != nil, beside: final.findings)
    self.report = final
  }
}
