import Git
import Ledger
import Research

/// A run is started for a spec that was registered, and ends by the same.
struct RunStartRule {
  private let objects: any ObjectSource

  init(_ objects: any ObjectSource) { self.objects = objects }

  /// Where a commit brings the start of a run that names no spec of its experiment, or the end of
  /// one that names another spec than its start did.
  func violations(
    of changes: [PathChange], in tree: ObjectID, redacted: RedactedEntries
  ) throws -> [Violation] {
    var found: [Violation] = []
    for change in changes where change.seal == nil {
      guard case .event(.results(let experiment), let name)? = Layout.place(of: change.path),
        name.kind == .started || name.kind == .ended, let entry = change.after,
        let payload = try payload(entry, change.path),
        let fault = try fault(of: payload, of: experiment, in: tree),
        !redacted.isAnything(below: Layout.folder(ofExperiment: experiment))
      else { continue }
      found.append(
        Violation(
          .content, .added, change.path, after: entry, message: fault,
          remedy: "`rtrack run \(Remedy.quoted(experiment.text)) -- COMMAND` starts a run"))
    }
    return found
  }

  private func fault(
    of payload: Payload, of experiment: ExperimentID, in root: ObjectID
  ) throws -> String? {
    switch payload {
    case .runStarted(let start):
      let specs = try entries(Layout.folder(ofExperiment: experiment), in: root)
      let isRegistered = specs.contains { entry in
        guard
          case .spec? = Layout.place(
            of: Layout.path(ofSpec: entry.name, of: experiment))
        else { return false }
        return entry.id.hex == start.spec
      }
      if isRegistered { return nil }
      return "run \(start.run) was started for no spec that \(experiment) was registered with"
    case .runEnded(let end):
      guard let start = try start(of: end.run, of: experiment, in: root), end.spec != start.spec
      else { return nil }
      return "run \(end.run) ended by another spec than it was started for"
    default: return nil
    }
  }

  /// What the ledger says of a run's start; nil for results that were brought.
  private func start(
    of run: RunID, of experiment: ExperimentID, in root: ObjectID
  ) throws -> RunStart? {
    let folder = Layout.folder(ofResults: experiment)
    for entry in try entries(folder, in: root) where entry.mode == .file {
      let path = "\(folder)/\(entry.name)"
      guard case .event(_, let name)? = Layout.place(of: path), name.kind == .started,
        case .runStarted(let start)? = try payload(entry, path), start.run == run
      else { continue }
      return start
    }
    return nil
  }

  /// What an event says; nil where it cannot be read, which ContentRule tells.
  private func payload(_ entry: Tree.Entry, _ path: String) throws -> Payload? {
    guard case .event(let folder, let name)? = Layout.place(of: path), entry.mode == .file,
      try objects.size(ofBlob: entry.id) <= ContentRule.largest
    else { return nil }
    let bytes = try objects.blob(entry.id)
    return try? EventFile.parse(bytes, name: name, in: folder, path: path).event.payload
  }

  private func entries(_ path: String, in root: ObjectID) throws -> [Tree.Entry] {
    try objects.folder(at: path, in: root)?.entries ?? []
  }
}
