import Documents
import Ledger
import Research

/// How long a run will take, as far as that is known before it.
struct RunEstimate {
  /// Seconds.
  let seconds: Double
  /// Where that is from, such as `its spec estimates 2 h`.
  let source: String

  /// What the latest run that completed took, else what the spec estimates; no more than the limit
  /// at which it is stopped. Nil where nobody knows.
  init?(_ spec: Spec, _ experiment: ExperimentID, in snapshot: Snapshot, limit: Double?) throws {
    var found: (seconds: Double, source: String)?
    for run in try snapshot.runs(of: experiment).runs.reversed()
    where run.end.outcome == .completed && run.started != nil {
      guard let seconds = try Self.wallClock(of: run.id, experiment, in: snapshot) else { continue }
      found = (seconds, "run \(run.id) took \(RunClock.words(seconds))")
      break
    }
    if found == nil, let hours = spec.computeProfile?.estimatedWallHours, hours > 0 {
      found = (hours * 3600, "its spec estimates \(RunClock.words(hours * 3600))")
    }
    if let limit, found.map({ $0.seconds > limit }) ?? true {
      found = (limit, "it is stopped after \(RunClock.words(limit))")
    }
    guard let found else { return nil }
    (seconds, source) = found
  }

  /// What rtrack measured of a run, in seconds.
  static func wallClock(
    of run: RunID, _ experiment: ExperimentID, in snapshot: Snapshot
  ) throws -> Double? {
    guard let bytes = try snapshot.file(RunFolder.record, of: run, of: experiment) else {
      return nil
    }
    return (try? JSON.parse(bytes))?["wall_clock_seconds"]?.number
  }
}

/// How long the caller itself may go on: an agent whose own time ends before its run's would leave
/// it behind.
struct CallerLimit {
  /// Seconds from now.
  let seconds: Double

  /// The shorter of what the call says and `RTRACK_DEADLINE`, a moment such as
  /// `2026-11-21T05:33:12Z` or seconds since 1970; nil where neither says anything.
  init?(_ given: TimeSpan?, in context: Context) throws {
    var limits = given.map { [$0.seconds] } ?? []
    if let text = context.environment["RTRACK_DEADLINE"], !text.isEmpty {
      let epoch = text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? Int64(text) : nil
      guard let end = epoch ?? Timestamp(text)?.seconds else {
        throw LedgerError(
          .invalid, "RTRACK_DEADLINE is \"\(text)\", which is no moment",
          hint: "write it as 2026-11-21T05:33:12Z, or as seconds since 1970")
      }
      limits.append(Double(end - context.now().seconds))
    }
    guard let least = limits.min() else { return nil }
    seconds = least
  }
}
