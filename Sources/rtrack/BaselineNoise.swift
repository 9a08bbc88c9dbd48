import Documents
import Experiments
import Ledger
import Research

/// The noise floor of an experiment: what its completed runs gave for the baseline.
struct BaselineNoise {
  /// The latest runs that are looked at; more say little more, and cost as much each.
  static let most = 20

  let floor: NoiseFloor

  init(of id: ExperimentID, in snapshot: Snapshot) throws {
    let completed = try snapshot.runs(of: id).runs.filter { $0.end.outcome == .completed }
    // One run alone tells nothing of noise, and need not be read for it.
    let looked = completed.count > 1 ? completed.suffix(Self.most) : []
    floor = NoiseFloor(
      of: try looked.compactMap { run in
        guard let bytes = try snapshot.file("metrics.json", of: run.id, of: id) else { return nil }
        return try? MetricsReader.read(bytes).metrics.baseline.numbers
      })
  }

  var json: JSON {
    .array(
      floor.entries.map { entry in
        .object([
          JSON.Member("metric", .string(entry.metric)), JSON.Member("runs", .integer(entry.count)),
          JSON.Member("mean", .number(entry.mean)), JSON.Member("std", .number(entry.deviation)),
          JSON.Member("range", .number(entry.range)),
        ])
      })
  }

  /// The noise that the margin of a criterion is below, where it is.
  func covers(_ answer: Verdict.Answer) -> (margin: Double, noise: NoiseFloor.Entry)? {
    guard let predicate = answer.criterion.predicate, let judgement = answer.judgement else {
      return nil
    }
    return floor.covered(predicate, judgement)
  }

  /// The section of it in a verdict's page; empty where nothing is known.
  func section(of verdict: Verdict, by spec: Spec) -> String {
    let names = Set(spec.metrics.map(\.name))
    var lines = floor.entries.filter { names.isEmpty || names.contains($0.metric) }.map { entry in
      "- \(entry.metric): std \(AnalysisText.shown(entry.deviation)), range "
        + "\(AnalysisText.shown(entry.range)) over \(entry.count) baselines"
    }
    if lines.isEmpty { return "" }
    for answer in verdict.answers {
      guard let (margin, noise) = covers(answer) else { continue }
      lines.append(
        "- \(answer.criterion.id ?? answer.criterion.prose) was decided by "
          + "\(AnalysisText.shown(margin)), less than the std of \(noise.metric)")
    }
    return "\n## Noise floor\n" + lines.map { $0 + "\n" }.joined()
  }
}
