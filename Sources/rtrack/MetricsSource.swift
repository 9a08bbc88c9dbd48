import Experiments
import Ledger
import Platform
import Research

/// What another tool kept of a run, named by a call: a folder of MLflow's file store, or a
/// `dvc.yaml`.
struct MetricsSource {
  /// As the caller named it.
  let name: String
  let found: ForeignMetrics

  /// Files of metrics and parameters are small; larger ones are something else.
  private static let largest = 16 << 20
  /// More runs than an experiment has seeds and arms.
  private static let mostRuns = 1_000

  init(_ name: String, in context: Context) throws {
    self.name = name
    let place = context.path(name)
    do throws(MetricFault) {
      switch (try? FileSystem.status(place, following: true))??.kind {
      case .directory: found = try Self.store(place)
      case .file where Path.last(place) == "dvc.yaml": found = try Self.dvc(place)
      case nil: throw MetricFault("there is nothing")
      default: throw MetricFault("it is neither a folder of MLflow's nor a dvc.yaml")
      }
    } catch {
      throw LedgerError(
        .invalid, "no metrics can be taken from \(name): \(error.message)",
        hint: "name one run or experiment below MLflow's mlruns, or a dvc.yaml")
    }
  }

  /// A run's folder, or an experiment's: all of its runs that were not deleted.
  private static func store(_ place: String) throws(MetricFault) -> ForeignMetrics {
    guard isFile(Path.join(place, "meta.yaml")) else {
      throw MetricFault("the folder has no meta.yaml, as runs of MLflow's have")
    }
    if isFolder(Path.join(place, "metrics")) || isFolder(Path.join(place, "params")) {
      guard let run = try run(place) else { throw MetricFault("the run was deleted") }
      return run
    }
    let runs = entries(place).filter { isFile(Path.join(place, "\($0)/meta.yaml")) }
    if runs.isEmpty { throw MetricFault("there is no run in it") }
    if runs.count > mostRuns { throw MetricFault("it has \(runs.count) runs") }
    var parts: [(name: String, part: ForeignMetrics)] = []
    for name in runs {
      do throws(MetricFault) {
        if let part = try run(Path.join(place, name)) { parts.append((name, part)) }
      } catch {
        throw MetricFault("run \(name): \(error.message)")
      }
    }
    return try ForeignMetrics(joining: parts)
  }

  private static func run(_ place: String) throws(MetricFault) -> ForeignMetrics? {
    var files = MLflowRun.Files(meta: try read(Path.join(place, "meta.yaml")))
    files.metrics = try contents(below: Path.join(place, "metrics"))
    files.parameters = try contents(below: Path.join(place, "params"))
    files.tags = try contents(below: Path.join(place, "tags"))
    return try MLflowRun.read(files)
  }

  /// Plain files and their bytes, by their names below a folder: a metric may be called `val/acc`.
  private static func contents(below place: String) throws(MetricFault) -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    var open = [""]
    while let folder = open.popLast() {
      for name in entries(Path.join(place, folder)) {
        let path = folder.isEmpty ? name : folder + "/" + name
        let kind = (try? FileSystem.status(Path.join(place, path)))??.kind
        if kind == .directory, path.split(separator: "/").count < 8 { open.append(path) }
        guard kind == .file else { continue }
        if found.count == 10_000 { throw MetricFault("it has more than 10000 files") }
        found[path] = try read(Path.join(place, path))
      }
    }
    return found
  }

  private static func dvc(_ place: String) throws(MetricFault) -> ForeignMetrics {
    let folder = Path.parent(place)
    let index = try DVCFiles.index(try read(place))
    if index.metrics.isEmpty { throw MetricFault("it names no metrics") }
    var found = ForeignMetrics()
    for path in index.metrics {
      found.records += try DVCFiles.records(try read(named: path, in: folder), path)
    }
    for path in index.parameters {
      found.parameters += try DVCFiles.parameters(try read(named: path, in: folder), path)
    }
    return found
  }

  /// A file that `dvc.yaml` names: below its folder, whatever it writes.
  private static func read(named path: String, in folder: String) throws(MetricFault) -> [UInt8] {
    let parts = path.split(separator: "/")
    guard !path.hasPrefix("/"), !parts.isEmpty, !parts.contains("..") else {
      throw MetricFault("it names \(path), which lies elsewhere")
    }
    return try read(Path.join(folder, path))
  }

  private static func read(_ place: String) throws(MetricFault) -> [UInt8] {
    do {
      return try FileSystem.readPlain(place, limit: largest)
    } catch {
      throw MetricFault("\(Path.last(place)) cannot be read: \(error.reason)")
    }
  }

  private static func entries(_ place: String) -> [String] {
    ((try? FileSystem.entries(place)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func isFile(_ place: String) -> Bool {
    (try? FileSystem.status(place))??.kind == .file
  }

  private static func isFolder(_ place: String) -> Bool {
    (try? FileSystem.status(place))??.kind == .directory
  }
}

extension MetricsSource {
  /// The files of a result with what the tool kept in place of those that are not there.
  ///
  /// - Throws: ``LedgerError`` where the folder has metrics of its own.
  func artefacts(
    beside own: [Artefact], for spec: ResultSpec, of experiment: ExperimentID, at now: Timestamp
  ) throws -> (artefacts: [Artefact], findings: [ResultFinding]) {
    var artefacts = own
    func has(_ name: String) -> Bool { own.contains { $0.file == name } }
    for name in ["metrics.json", "metrics.jsonl"] where has(name) {
      throw LedgerError(
        .invalid, "the folder has \(name), and --metrics-from names \(self.name)",
        hint: "leave one of the two out: a result has one source of metrics")
    }
    let (bytes, unpromised) = found.metrics(for: spec.spec, of: experiment.text, at: now)
    artefacts.append(Artefact("metrics.json", bytes: bytes))
    artefacts.append(Artefact("metrics.jsonl", bytes: found.stream))
    if !has("config.json"), let configuration = found.configuration {
      artefacts.append(Artefact("config.json", bytes: configuration))
    }
    let findings = unpromised.prefix(20).map { metric in
      ResultFinding(
        "unpromised", .note, in: "metrics.jsonl",
        "`\(metric)` is no metric of the spec, and is in no result",
        remedy: "it stays in the stream of metrics, which is kept")
    }
    return (artefacts, findings)
  }
}
