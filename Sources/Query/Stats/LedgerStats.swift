import Database
import Ledger
public import Research

/// What a lab did, counted: by cycle, by agent, and what became of its experiments.
///
/// Events count for the cycle and the agent that their names tell. Who was silent is as the close
/// of a cycle recorded it; a cycle that failed or is open counts for nobody.
public struct LedgerStats: Sendable {
  /// Counts of what was done.
  public struct Acts: Hashable, Sendable {
    /// Issues opened.
    public var opened = 0
    /// Times an issue was closed; one that was reopened can be closed again.
    public var closed = 0
    /// Comments, those with evidence among them.
    public var comments = 0
    /// Comments with evidence.
    public var results = 0
    /// Silences: of a cycle, how many agents; of an agent, in how many cycles.
    public var silent = 0
  }

  /// Issues as they stand.
  public struct Issues: Hashable, Sendable {
    /// How many are open, those that are put off among them.
    public var open = 0
    /// How many of the open ones are put off.
    public var deferred = 0
    /// How many are closed.
    public var closed = 0
    /// From opening to the last close, of those that are closed and whose last close belongs to the
    /// cycles asked for: half took no longer, in seconds. Nil where there is none.
    public var medianSecondsToClose: Int64?
  }

  /// The cycles that are counted; nil for all, and what is outside of any.
  public let cycles: ClosedRange<Int>?
  /// Issues as they stand now, whatever the cycles.
  public private(set) var issues = Issues()
  /// What was done, by cycle, 0 for outside of any; cycles in which nothing was done too.
  public private(set) var byCycle: [Int: Acts] = [:]
  /// What was done, by agent: the roster, and who else spoke.
  public private(set) var byAgent: [AgentName: Acts] = [:]
  /// What became of experiments.
  public let experiments: ExperimentStats

  /// Counts them.
  ///
  /// - Parameter cycles: only what belongs to these; nil for all.
  public init(_ reading: Reading, cycles: ClosedRange<Int>? = nil) throws {
    self.cycles = cycles
    experiments = try ExperimentStats(reading.snapshot)
    for agent in try reading.snapshot.roster().agents { byAgent[agent.name] = Acts() }
    try countActs(reading.index.database)
    try countSilence(reading.snapshot)
    try countIssues(reading)
  }

  private func isAsked(_ cycle: Int) -> Bool { cycles?.contains(cycle) ?? true }

  private mutating func countActs(_ database: Database) throws {
    // A cycle's own folder tells its opening; it is no issue's.
    for row in try database.rows(
      "SELECT cycle, agent, kind, sum(count) FROM act WHERE within = 0 GROUP BY cycle, agent, kind")
    {
      guard case .integer(let cycle) = row[0], case .text(let text) = row[1],
        case .text(let kind) = row[2], case .integer(let count) = row[3],
        let agent = AgentName(text)
      else { throw DatabaseError(strange: row) }
      guard isAsked(cycle), let counter = Self.counters[kind] else { continue }
      for part in counter {
        byCycle[cycle, default: Acts()][keyPath: part] += count
        byAgent[agent, default: Acts()][keyPath: part] += count
      }
    }
  }

  private static var counters: [String: [WritableKeyPath<Acts, Int>]] {
    [
      EventKind.opened.rawValue: [\.opened], EventKind.close.rawValue: [\.closed],
      EventKind.comment.rawValue: [\.comments],
      EventKind.result.rawValue: [\.comments, \.results],
    ]
  }

  private mutating func countSilence(_ snapshot: Snapshot) throws {
    for number in try snapshot.cycleNumbers() where isAsked(number) {
      byCycle[number, default: Acts()].silent += 0
      for cycle in try snapshot.cycles(number) where !cycle.isFailed {
        for line in cycle.closing?.answers ?? [] where line.answer == .silent {
          byCycle[number, default: Acts()].silent += 1
          byAgent[line.agent, default: Acts()].silent += 1
        }
      }
    }
  }

  private mutating func countIssues(_ reading: Reading) throws {
    let database = reading.index.database
    for row in try database.rows(
      "SELECT state, deferred, count(*) FROM issue GROUP BY state, deferred")
    {
      guard case .text(let state) = row[0], case .integer(let deferred) = row[1],
        case .integer(let count) = row[2], let state = Issue.State(rawValue: state)
      else { throw DatabaseError(strange: row) }
      switch state {
      case .open:
        issues.open += count
        if deferred == 1 { issues.deferred += count }
      case .closed: issues.closed += count
      }
    }
    var lengths: [Int64] = []
    for row in try database.rows("SELECT DISTINCT number FROM issue WHERE state = 'closed'") {
      guard case .integer(let key) = row[0], let number = IssueNumber(key: key) else {
        throw DatabaseError(strange: row)
      }
      for issue in try reading.snapshot.again().issues(number, conversation: false) {
        guard let close = issue.lastClose, isAsked(close.name.cycle) else { continue }
        lengths.append(close.time.seconds - issue.opened.time.seconds)
      }
    }
    issues.medianSecondsToClose = lengths.median
  }
}

extension [Int64] {
  /// The middle one; of two middle ones the mean, rounded down. Nil where there is none.
  var median: Int64? {
    if isEmpty { return nil }
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}

extension Issue {
  /// The event that closed it last; nil while it is open.
  var lastClose: Event? {
    guard state == .closed else { return nil }
    return events.last { if case .close = $0.payload { true } else { false } }
  }
}
