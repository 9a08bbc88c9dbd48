public import Ledger
public import Research

/// What became of the experiments of a ledger, counted over all of it.
public struct ExperimentStats: Hashable, Sendable {
  /// Experiments that were registered, withdrawn ones among them.
  public private(set) var registered = 0
  /// Of these, how many were amended.
  public private(set) var amended = 0
  /// Of these, how many were withdrawn.
  public private(set) var withdrawn = 0
  /// Runs that have ended, by how.
  public private(set) var runs: [RunOutcome: Int] = [:]
  /// Runs that were started and have no end.
  public private(set) var unfinished = 0
  /// The verdicts in force: the last of each experiment.
  public private(set) var verdicts: [Verdict.Word: Int] = [:]
  /// Of these, how many were set against what the criteria gave.
  public private(set) var againstCriteria = 0

  /// Counts them.
  public init(_ snapshot: Snapshot) throws {
    for id in try snapshot.experimentIDs() {
      for experiment in try snapshot.experiments(id) {
        registered += 1
        if experiment.versions.count > 1 { amended += 1 }
        if experiment.withdrawn != nil { withdrawn += 1 }
        guard let last = experiment.verdicts.last?.record else { continue }
        verdicts[last.word, default: 0] += 1
        if last.isAgainstCriteria { againstCriteria += 1 }
      }
    }
    for id in try snapshot.experimentsWithResults() {
      let history = try snapshot.runs(of: id)
      for run in history.runs { runs[run.end.outcome, default: 0] += 1 }
      unfinished += history.unfinished.count
    }
  }
}
