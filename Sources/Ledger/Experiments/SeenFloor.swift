import Git
public import Research

extension Snapshot {
  /// How much of an experiment's results could have been seen by now, as far as the ledger and the
  /// protected results beside the code show it. Somebody may have seen more; nobody less was there.
  public func seenFloor(of id: ExperimentID) throws -> Seen {
    let names = try ProtectedNames(in: self)
    let verdicts = try files(in: .experiment(id)) { $0 == "verdict" || $0 == "analysis" }
    if !verdicts.isEmpty || names.results[id.text.lowercased()] == true { return .seen }
    let entries = try entries(Layout.folder(ofResults: id))
    let runs = entries.filter(\.isDirectory)
    for run in runs {
      let files = try self.entries("\(Layout.folder(ofResults: id))/\(run.name)")
      if files.contains(where: { $0.name == "analysis.md" }) { return .seen }
    }
    if !runs.isEmpty || names.results[id.text.lowercased()] != nil {
      return .notOpened
    }
    return entries.isEmpty ? .nothingRun : .noResults
  }
}
