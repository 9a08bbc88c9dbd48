import ArgumentParsing
import Experiments
import Ledger
import Platform
import Research

/// Says what a spec's criteria make of a result.
struct VerdictCommand: Command {
  static let name = "verdict"
  static let summary =
    "Hold a result against the criteria of its spec: confirmed, refuted, or neither"
  static let discussion = """
    The verdict is computed from the spec that the run followed and from its metrics alone, each \
    time anew: CONFIRMED where every criterion holds, REFUTED where one fails, INCONCLUSIVE where \
    the baseline was not reproduced, the run was stopped before it had what it needs, or a \
    criterion cannot be decided. It is printed as an analysis begins. The exit status is 0 for \
    CONFIRMED and 1 for the two others.
    """
  static let examples = [
    Example("rtrack verdict exp-001-lr-warmup"), Example("rtrack verdict 1 2-7c2mxa --json"),
  ]

  @OptionGroup var target: ExperimentTarget

  @Argument(name: "run", help: "One of its runs, such as 1 or 1-7c2mxa; else the one that counts")
  var run: String?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.ledger().snapshot()
    let experiment = try context.experiment(target.experiment, in: snapshot)
    let history = try snapshot.runs(of: experiment.id)
    guard let run = try run.map({ try snapshot.run($0, of: experiment.id) }) ?? history.counting
    else {
      throw LedgerError(
        .unknownRun, "\(experiment.id) has no run that counts, so there is nothing to judge",
        hint: "see its runs with `rtrack run list \(experiment.id)`")
    }
    let subject = JudgedRun(experiment: experiment, run: run)
    let spec = try ResultSpec(subject.version, of: experiment.id, in: snapshot)
    let metrics = try subject.metrics(in: snapshot)
    return VerdictPage(
      experiment: experiment.id, run: run, spec: spec,
      verdict: Verdict(
        of: metrics, against: spec.spec, knowing: try subject.remarks(in: snapshot)))
  }
}

/// A run that is judged, with the spec that it followed.
private struct JudgedRun {
  let experiment: Experiment
  let run: Run

  /// The spec that the run names; the one in force where it names none of the experiment's.
  var version: Experiment.Version {
    experiment.versions.last { $0.record.blob == run.end.spec } ?? experiment.inForce
  }

  func metrics(in snapshot: Snapshot) throws -> Metrics {
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

  /// What is known of the run beside its metrics.
  func remarks(in snapshot: Snapshot) throws -> [Verdict.Remark] {
    var remarks: [Verdict.Remark] = []
    if try !isWhole(in: snapshot) {
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
  private func isWhole(in snapshot: Snapshot) throws -> Bool {
    guard let manifest = try snapshot.file(RunFolder.manifest, of: run.id, of: experiment.id),
      let metrics = try snapshot.file("metrics.json", of: run.id, of: experiment.id),
      SHA256.digest(of: manifest) == run.end.manifest
    else { return false }
    let line = "\(SHA256.digest(of: metrics))  metrics.json"
    return String(decoding: manifest, as: UTF8.self).split(separator: "\n").contains { $0 == line }
  }
}
