public import Research

/// Whose runs are whose, where two clones registered experiments under one id before they met: the
/// results of both lie in one folder.
extension Snapshot {
  /// The runs of one experiment: those that followed one of its specs.
  ///
  /// Where both registered the very same bytes there is one promise, and what followed it is the
  /// first one's. A run that names no spec of theirs belongs to neither.
  public func runs(of experiment: Experiment) throws -> RunHistory {
    let all = try experiments(experiment.id)
    let events = try events(in: .results(experiment.id))
    if all.count < 2 { return RunHistory(events) }
    var specs: [RunID: String] = [:]
    for event in events {
      switch event.payload {
      case .runStarted(let start): specs[start.run] = start.spec
      case .runEnded(let end): specs[end.run] = specs[end.run] ?? end.spec
      default: break
      }
    }
    return RunHistory(
      events.filter { event in
        let run: RunID? =
          switch event.payload {
          case .runStarted(let start): start.run
          case .runEnded(let end): end.run
          default: nil
          }
        guard let run, let spec = specs[run] else { return false }
        let owner = all.first { $0.versions.contains { $0.record.blob == spec } }
        return owner?.opening == experiment.opening
      })
  }

  /// The runs that count under an id: one, or one of each experiment of that id.
  public func countingRuns(of id: ExperimentID) throws -> Set<RunID> {
    let all = try experiments(id)
    if all.count < 2 { return Set(try runs(of: id).counting.map { [$0.id] } ?? []) }
    return Set(try all.compactMap { try runs(of: $0).counting?.id })
  }

  /// The one run of an experiment that a call names, as ``run(_:of:)``.
  ///
  /// - Throws: ``LedgerError`` when there is none, or several, or when it followed the spec of
  ///   another experiment of that id.
  public func run(_ text: String, of experiment: Experiment) throws -> Run {
    let run = try run(text, of: experiment.id)
    if let own = try runs(of: experiment).runs.first(where: { $0.id == run.id }) { return own }
    throw LedgerError(
      .unknownRun,
      "run \(run.id) followed no spec of \(experiment.id)~\(experiment.opening.suffix)",
      hint: "another clone registered \(experiment.id) too: see its runs with "
        + "`rtrack result list \(experiment.id)`")
  }
}
