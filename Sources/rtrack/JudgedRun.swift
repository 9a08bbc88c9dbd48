import Experiments
import Ledger
import Platform
import Research

/// A run that is judged: the spec that it followed, what it measured, and what is known beside.
struct JudgedRun {
  let experiment: Experiment
  let run: Run
  let spec: ResultSpec
  let metrics: Metrics
  /// What the criteria give, computed here and now.
  let verdict: Verdict

  /// - Parameter words: which of the experiment's runs; nil for the one that counts.
  /// - Throws: ``LedgerError`` where there is none, or it left nothing to judge.
  init(of experiment: Experiment, run words: String? = nil, in snapshot: Snapshot) throws {
    let history = try snapshot.runs(of: experiment)
    guard let run = try words.map({ try snapshot.run($0, of: experiment) }) ?? history.counting
    else {
      throw LedgerError(
        .unknownRun, "\(experiment.id) has no run that counts, so there is nothing to judge",
        hint: "see its runs with `rtrack run list \(experiment.id)`")
    }
    self.experiment = experiment
    self.run = run
    let version = Self.version(followedBy: run, of: experiment)
    spec = try ResultSpec(version, of: experiment.id, in: snapshot)
    metrics = try Self.metrics(of: run, of: experiment, in: snapshot)
    verdict = Verdict(
      of: metrics, against: spec.spec,
      knowing: try Self.remarks(run, version, of: experiment, in: snapshot))
  }

  /// The verdict that was recorded last on this run; nil where none was.
  var recorded: (event: Event, record: VerdictRecord)? {
    experiment.verdicts.last { $0.record.run == run.id }
  }

  /// The verdict that stands: the recorded one, else what the criteria give; with its marks.
  var standing: String {
    if let recorded { return recorded.record.words(by: recorded.event.agent) }
    let marks = Self.marks(verdict).map(\.rawValue)
    return verdict.word.rawValue + (marks.isEmpty ? "" : " (\(marks.joined(separator: "; ")))")
  }

  /// The marks of a verdict, each once, in the order of their weight.
  static func marks(_ verdict: Verdict) -> [Verdict.Mark] {
    Verdict.Mark.allCases.filter { mark in verdict.remarks.contains { $0.mark == mark } }
  }

  /// When the last was said of the run: its end, or a verdict.
  var lastWord: Timestamp { max(run.ended.time, recorded?.event.time ?? run.ended.time) }

  /// What the runs of the experiment cost that ended after a moment, in GPU-hours; nil where none
  /// of them told.
  func gpuHours(since moment: Timestamp?, in snapshot: Snapshot) throws -> Double? {
    let id = experiment.id
    let hours = try snapshot.runs(of: experiment).runs.filter { run in
      moment.map { run.ended.time > $0 } ?? true
    }.compactMap { run in
      BudgetUse.Run(
        record: try snapshot.file("run.json", of: run.id, of: id),
        metrics: try snapshot.file("metrics.json", of: run.id, of: id), seeds: []
      ).gpuHours
    }
    return hours.isEmpty ? nil : hours.reduce(0, +)
  }
}

extension JudgedRun {
  /// The spec that a run names; the one in force where it names none of the experiment's.
  private static func version(
    followedBy run: Run, of experiment: Experiment
  ) -> Experiment.Version {
    experiment.versions.last { $0.record.blob == run.end.spec } ?? experiment.inForce
  }

  private static func metrics(
    of run: Run, of experiment: Experiment, in snapshot: Snapshot
  ) throws -> Metrics {
    guard let bytes = try snapshot.file("metrics.json", of: run.id, of: experiment.id) else {
      throw LedgerError(
        .invalid, "run \(run.id) of \(experiment.id) left no metrics to judge",
        hint: "see its runs with `rtrack run list \(experiment.id)`")
    }
    do throws(ResultFinding) {
      return try MetricsReader.read(bytes).metrics
    } catch {
      throw LedgerError(.invalid, "run \(run.id): \(error.text)", hint: error.remedy)
    }
  }

  /// What is known of a run beside its metrics.
  private static func remarks(
    _ run: Run, _ version: Experiment.Version, of experiment: Experiment, in snapshot: Snapshot
  ) throws -> [Verdict.Remark] {
    var remarks: [Verdict.Remark] = []
    if try !isWhole(run, of: experiment, in: snapshot) {
      remarks.append(
        Verdict.Remark(.tampered, "metrics.json is not what the end of run \(run.id) recorded"))
    }
    if !run.end.outcome.isResult {
      let why = run.end.reason.map { ": \($0)" } ?? ""
      remarks.append(Verdict.Remark(.aborted, "the run \(run.end.outcome.rawValue)\(why)"))
    }
    if run.end.isDeviated {
      remarks.append(Verdict.Remark(.deviated, "seeds or configuration are not the spec's"))
    }
    let seen = version.record.seen
    if seen >= .notOpened {
      let verb = version.amendment == nil ? "registered" : "amended"
      remarks.append(Verdict.Remark(.deviated, "the spec was \(verb) when \(seen.phrase)"))
    }
    if version.event.name != experiment.inForce.event.name {
      remarks.append(
        Verdict.Remark(.deviated, "the spec has been amended since this run followed it"))
    }
    return remarks
  }

  /// Whether the metrics are those of the manifest that the run's end names.
  private static func isWhole(
    _ run: Run, of experiment: Experiment, in snapshot: Snapshot
  ) throws -> Bool {
    guard let manifest = try snapshot.file(RunFolder.manifest, of: run.id, of: experiment.id),
      let metrics = try snapshot.file("metrics.json", of: run.id, of: experiment.id),
      SHA256.digest(of: manifest) == run.end.manifest
    else { return false }
    let line = "\(SHA256.digest(of: metrics))  metrics.json"
    return String(decoding: manifest, as: UTF8.self).split(separator: "\n").contains { $0 == line }
  }
}
