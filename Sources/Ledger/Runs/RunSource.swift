public import Documents
import Git
import Platform
public import Research

/// What is true of the place that results are taken in from.
extension Snapshot {
  /// The commit that is checked out here, in hexadecimal; nil where none is.
  public func headCommit() throws -> String? { try repository.head().commit?.hex }

  /// The folder that the repository's files lie in; nil in a bare one.
  public var workTree: String? { repository.workTree }

  /// A file of a run, by its path below the run's folder; nil where there is none.
  public func file(_ name: String, of run: RunID, of experiment: ExperimentID) throws -> [UInt8]? {
    guard let blob = try blob(at: "\(Layout.folder(of: run, of: experiment))/\(name)") else {
      return nil
    }
    return try repository.blob(blob)
  }

  /// Every file of a run, by its path below the run's folder.
  public func files(of run: RunID, of experiment: ExperimentID) throws -> [String] {
    let root = Layout.folder(of: run, of: experiment)
    var files: [String] = []
    var open = [""]
    while let folder = open.popLast() {
      for entry in try entries(folder.isEmpty ? root : "\(root)/\(folder)") {
        let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
        if entry.mode == .directory { open.append(path) } else { files.append(path) }
      }
    }
    return files.sorted()
  }

  /// The files of a run whose bytes the ledger holds, as they were called in the run's folder.
  public func keptFiles(of run: RunID, of experiment: ExperimentID) throws -> Set<String> {
    guard let bytes = try file(RunFolder.record, of: run, of: experiment),
      let record = try? JSON.parse(bytes)
    else { return [] }
    let kept = (record["artefacts"]?.array ?? []).filter { $0["at"] == nil }
    return Set(kept.compactMap { $0["name"]?.string })
  }

  /// The artefacts of a run whose bytes lie elsewhere, as `run.json` has them.
  public func artefactsElsewhere(of run: RunID, of experiment: ExperimentID) throws -> [JSON] {
    guard let bytes = try file(RunFolder.record, of: run, of: experiment),
      let record = try? JSON.parse(bytes)
    else { return [] }
    return (record["artefacts"]?.array ?? []).filter { $0["at"] != nil }
  }

  /// How many files of results the ledger only points to.
  public func countOfPointers() throws -> Int {
    var count = 0
    for experiment in try experimentsWithResults() {
      var open = try entries(Layout.folder(ofResults: experiment))
        .filter { $0.mode == .directory }.map {
          Layout.folder(ofResults: experiment) + "/" + $0.name
        }
      while let folder = open.popLast() {
        for entry in try entries(folder) {
          if entry.mode == .directory { open.append("\(folder)/\(entry.name)") }
          if entry.name.hasSuffix(PointerFile.ending) { count += 1 }
        }
      }
    }
    return count
  }

  /// The one run that a call names, by its whole name or its number.
  ///
  /// - Throws: ``LedgerError`` when there is none, or several.
  public func run(_ text: String, of experiment: ExperimentID) throws -> Run {
    let history = try runs(of: experiment)
    let meant = try Int(text).map { try runs(numbered: $0, of: experiment) }
    let found = history.runs.filter {
      meant?.contains($0.id) ?? ($0.id.description == text)
    }
    if found.count == 1 { return found[0] }
    let names = (found.isEmpty ? history.runs : found).suffix(10).map(\.id.description)
      .joined(separator: ", ")
    if found.isEmpty {
      throw LedgerError(
        .unknownRun, "\(experiment) has no run \(text)",
        hint: names.isEmpty
          ? "`rtrack result add \(experiment) DIR` takes the first one in" : "there is \(names)")
    }
    throw LedgerError(
      .ambiguous, "two clones made run \(text) of \(experiment) before they met",
      hint: "say which: \(names); `rtrack sync` settles it")
  }
}
