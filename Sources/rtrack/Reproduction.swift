import Documents
import Experiments
import Ledger
import Research

/// What a run that repeats another gave, held against what that one gave: files by their bytes,
/// metrics by their values.
struct Reproduction {
  /// A metric whose values differ.
  struct Difference {
    let metric: String
    let was: JSON
    let now: JSON
  }

  let of: RunID
  private(set) var equalFiles: [String] = []
  private(set) var otherFiles: [String] = []
  /// Files that only the first has.
  private(set) var absentFiles: [String] = []
  /// Files that only the repetition has.
  private(set) var newFiles: [String] = []
  private(set) var equalMetrics: [String] = []
  private(set) var otherMetrics: [Difference] = []

  /// Whether every metric is the same, by value; and there was one.
  var isReproduced: Bool { otherMetrics.isEmpty && !equalMetrics.isEmpty }

  /// - Parameters:
  ///   - artefacts: what the repetition left.
  ///   - metrics: its metrics; nil where they cannot be read.
  init(
    of run: RunID, _ experiment: ExperimentID, in snapshot: Snapshot, artefacts: [Artefact],
    metrics: Metrics?
  ) throws {
    of = run
    var was: [String: String] = [:]
    let record = try snapshot.file(RunFolder.record, of: run, of: experiment)
      .flatMap { try? JSON.parse($0) }
    for artefact in record?["artefacts"]?.array ?? [] {
      guard let name = artefact["name"]?.string else { continue }
      was[name] = artefact["sha256"]?.string
    }
    let now = Dictionary(
      artefacts.map { ($0.original, $0.digest) }, uniquingKeysWith: { a, _ in a })
    for name in Set(was.keys).union(now.keys).sorted() where name != "metrics.json" {
      switch (was[name], now[name]) {
      case (let old?, let new?) where old == new: equalFiles.append(name)
      case (_?, _?): otherFiles.append(name)
      case (_?, nil): absentFiles.append(name)
      case (nil, _): newFiles.append(name)
      }
    }
    let bytes = try snapshot.file("metrics.json", of: run, of: experiment)
    let before = Self.values(bytes.flatMap { try? MetricsReader.read($0).metrics })
    let after = Self.values(metrics)
    for metric in Set(before.keys).union(after.keys).sorted() {
      let (old, new) = (before[metric] ?? .null, after[metric] ?? .null)
      if old == new {
        equalMetrics.append(metric)
      } else {
        otherMetrics.append(Difference(metric: metric, was: old, now: new))
      }
    }
  }

  /// Every metric by its place, such as `treatment.val_acc` and `per_seed[0].val_acc`. What a run
  /// costs is no result of it.
  private static func values(_ metrics: Metrics?) -> [String: JSON] {
    guard let metrics else { return [:] }
    var values: [String: JSON] = [:]
    func put(_ group: MetricGroup, _ place: String) {
      for member in MetricsWriter.json(of: group).object ?? [] {
        values["\(place).\(member.key)"] = member.value
      }
    }
    put(metrics.baseline, "baseline")
    put(metrics.treatment, "treatment")
    put(metrics.sanityChecks, "sanity_checks")
    for entry in metrics.perSeed { put(entry.metrics, "per_seed[\(entry.seed ?? -1)]") }
    return values
  }

  /// As `run.json` and `--json` have it.
  var json: JSON {
    .object([
      JSON.Member("of", .string(of.description)), JSON.Member("reproduced", .boolean(isReproduced)),
      JSON.Member("files_equal", .strings(equalFiles)),
      JSON.Member("files_differ", .strings(otherFiles)),
      JSON.Member("files_absent", .strings(absentFiles)),
      JSON.Member("files_new", .strings(newFiles)),
      JSON.Member("metrics_equal", .strings(equalMetrics)),
      JSON.Member(
        "metrics_differ",
        .array(
          otherMetrics.map {
            .object([
              JSON.Member("metric", .string($0.metric)), JSON.Member("was", $0.was),
              JSON.Member("now", $0.now),
            ])
          })),
    ])
  }

  /// For people, a line each.
  var lines: [String] {
    func list(_ names: [String]) -> String {
      names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " …" : "")
    }
    let metrics = equalMetrics.count + otherMetrics.count
    var lines = ["\(equalMetrics.count) of \(metrics) metrics are equal to run \(of)'s"]
    for other in otherMetrics.prefix(8) {
      let (was, now) = (other.was.serialized(pretty: false), other.now.serialized(pretty: false))
      lines.append("\(other.metric) was \(was), is \(now)")
    }
    if !equalFiles.isEmpty { lines.append("equal by bytes: \(list(equalFiles))") }
    if !otherFiles.isEmpty { lines.append("other bytes: \(list(otherFiles))") }
    if !absentFiles.isEmpty { lines.append("not there now: \(list(absentFiles))") }
    if !newFiles.isEmpty { lines.append("not there before: \(list(newFiles))") }
    return lines
  }
}
