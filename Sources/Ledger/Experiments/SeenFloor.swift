import Git
public import Research

extension Snapshot {
  /// How much of an experiment's results could have been seen by now, as far as the ledger and the
  /// protected results beside the code show it. Somebody may have seen more; nobody less was there.
  public func seenFloor(of id: ExperimentID) throws -> Seen {
    let names = try ProtectedNames(in: self)
    let verdicts = try files(in: .experiment(id)) { $0 == "verdict" || $0 == "analysis" }
    if !verdicts.isEmpty || names.results[id.text.lowercased()] == true { return .seen }
    let entries = try entries("\(Layout.root)/results/\(id)")
    if entries.contains(where: \.isDirectory) || names.results[id.text.lowercased()] != nil {
      return .notOpened
    }
    return entries.isEmpty ? .nothingRun : .noResults
  }
}
