import Experiments
import Git
import Ledger
import Platform
import Research

/// What a run left comes whole, also where plain git brings it: its manifest lists every file of
/// its folder with its sum, an event tells its end, and its metrics keep what its spec promises.
struct RunRule {
  private let objects: any ObjectSource
  private let redacted: RedactedEntries
  /// More files than any run may bring.
  private static let mostFiles = 5000

  /// - Parameter redacted: what was taken out with authority; a line that was written anew without
  ///   it is not asked for it.
  init(_ objects: any ObjectSource, redacted: RedactedEntries) {
    self.objects = objects
    self.redacted = redacted
  }

  /// Where a commit brings files of a run that is not whole; one for each run.
  ///
  /// - Parameter changes: the paths that the commit brings.
  func violations(of changes: [PathChange], in tree: ObjectID) throws -> [Violation] {
    var found: [Violation] = []
    var asked: Set<String> = []
    for change in changes where change.seal == nil {
      guard case .runFile(let experiment, let run, _)? = Layout.place(of: change.path) else {
        continue
      }
      let folder = Layout.folder(of: run, of: experiment)
      guard asked.insert(folder).inserted else { continue }
      let fault: String?
      do {
        fault = try self.fault(of: run, of: experiment, in: folder, of: tree)
      } catch let unknown as UnknownProfile {
        found.append(.unknown(unknown.profile, at: change))
        continue
      }
      guard let fault, !isRedacted(run, of: experiment) else { continue }
      found.append(
        Violation(
          .content, .added, change.path, after: change.after, message: fault,
          remedy: "`rtrack result add \(experiment) DIR` takes results in whole"))
    }
    return found
  }

  /// Whether something of a run, of its events or of its spec was taken out.
  private func isRedacted(_ run: RunID, of experiment: ExperimentID) -> Bool {
    let results = Layout.folder(ofResults: experiment) + "/"
    let own = Layout.folder(of: run, of: experiment) + "/"
    let specs = Layout.folder(ofExperiment: experiment) + "/"
    return redacted.paths.contains { path in
      if path.hasPrefix(own) || path.hasPrefix(specs) { return true }
      return path.hasPrefix(results) && !path.dropFirst(results.count).contains("/")
    }
  }

  /// What a run's folder lacks, or holds that it should not.
  private func fault(
    of run: RunID, of experiment: ExperimentID, in folder: String, of root: ObjectID
  ) throws -> String? {
    guard let tree = try objects.folder(at: folder, in: root),
      let files = try files(in: tree)
    else { return "\(folder) holds more than \(Self.mostFiles) files" }
    guard let manifest = files[RunFolder.manifest] else {
      return "\(folder) has no \(RunFolder.manifest), so nobody knows whether it is whole"
    }
    guard try objects.size(ofBlob: manifest) <= 4 << 20 else {
      return "\(folder)/\(RunFolder.manifest) is larger than any list of files"
    }
    let bytes = try objects.blob(manifest)
    if let fault = try fault(in: bytes, files, folder) { return fault }
    guard let end = try end(of: run, of: experiment, SHA256.digest(of: bytes), in: root) else {
      return "no event tells the end of run \(run) with this manifest"
    }
    guard end.outcome.isResult else { return nil }
    if !end.profile.isKnown { throw UnknownProfile(profile: end.profile) }
    return try fault(of: end, of: experiment, files, in: root)
  }

  /// Where a manifest and the files beside it differ.
  private func fault(
    in manifest: [UInt8], _ files: [String: ObjectID], _ folder: String
  ) throws -> String? {
    var sums: [String: String] = [:]
    for line in String(decoding: manifest, as: UTF8.self).split(separator: "\n")
    where !line.hasPrefix("#") {
      let parts = line.split(separator: "  ", maxSplits: 1)
      guard parts.count == 2, sums.updateValue(String(parts[0]), forKey: String(parts[1])) == nil
      else { return "\(folder)/\(RunFolder.manifest) is not as sha256sum writes it" }
    }
    for (name, blob) in files.sorted(by: { $0.key < $1.key }) where name != RunFolder.manifest {
      guard let sum = sums.removeValue(forKey: name) else {
        return "\(folder)/\(name) is not in the run's manifest"
      }
      if SHA256.digest(of: try objects.blob(blob)) != sum {
        return "\(folder)/\(name) is not what the run's manifest says"
      }
    }
    return sums.keys.min().map { "\(folder)/\($0) is in the run's manifest, and not there" }
  }

  /// The end that an event tells of a run with this manifest.
  private func end(
    of run: RunID, of experiment: ExperimentID, _ manifest: String, in root: ObjectID
  ) throws -> RunEnd? {
    let folder = Layout.folder(ofResults: experiment)
    let entries = try objects.folder(at: folder, in: root)?.entries ?? []
    for entry in entries where entry.mode == .file {
      let path = "\(folder)/\(entry.name)"
      guard case .event(let place, let name)? = Layout.place(of: path), name.kind == .ended,
        try objects.size(ofBlob: entry.id) <= ContentRule.largest,
        let event = try? EventFile.parse(
          try objects.blob(entry.id), name: name, in: place, path: path
        ).event,
        case .runEnded(let end) = event.payload, end.run == run, end.manifest == manifest
      else { continue }
      return end
    }
    return nil
  }

  /// Where metrics do not keep what the spec promises that the run followed.
  private func fault(
    of end: RunEnd, of experiment: ExperimentID, _ files: [String: ObjectID], in root: ObjectID
  ) throws -> String? {
    let specs =
      try objects.folder(at: Layout.folder(ofExperiment: experiment), in: root)?.entries ?? []
    guard
      let spec = specs.first(where: { entry in
        let path = "\(Layout.folder(ofExperiment: experiment))/\(entry.name)"
        guard case .spec? = Layout.place(of: path) else { return false }
        return entry.id.hex == end.spec
      })
    else { return "run \(end.run) names no spec that \(experiment) was registered with" }
    guard try objects.size(ofBlob: spec.id) <= SpecReader.limit,
      let reading = try? SpecReader.read(try objects.blob(spec.id))
    else { return nil }  // ContentRule tells it.
    func bytes(_ name: String) throws -> [UInt8]? {
      guard let blob = files[name], try objects.size(ofBlob: blob) <= MetricsReader.largest else {
        return nil
      }
      return try objects.blob(blob)
    }
    let report = ResultCheck.check(
      ResultFiles(
        metrics: try bytes("metrics.json"), config: try bytes("config.json"),
        hasAnalysis: files["analysis.md"] != nil),
      against: reading.spec, of: experiment.text, profile: .strict,
      isBaseline: end.isBaseline)
    return report.findings.first { $0.level == .error }.map { "run \(end.run): \($0.text)" }
  }

  /// The files of a folder and of those below, by path; nil where they are too many.
  private func files(in tree: Tree) throws -> [String: ObjectID]? {
    var files: [String: ObjectID] = [:]
    var open = [(path: "", tree: tree)]
    while let (path, tree) = open.popLast() {
      for entry in tree.entries {
        let inner = path.isEmpty ? entry.name : path + "/" + entry.name
        if entry.isDirectory {
          open.append((inner, try objects.tree(entry.id)))
        } else {
          files[inner] = entry.id
        }
        if files.count + open.count > Self.mostFiles { return nil }
      }
    }
    return files
  }
}

/// What a result was checked by, and this program does not know.
private struct UnknownProfile: Error {
  let profile: CheckProfile
}
