extension RunOutcome {
  /// Whether what such a run left counts as the experiment's.
  public var isResult: Bool {
    switch self {
    case .completed, .aborted, .timedOut: true
    case .failed, .lost: false
    }
  }
}

/// One run that has ended.
public struct Run: Hashable, Sendable {
  /// The event that tells its start; nil for results that were brought.
  public let started: Event?
  /// The event that tells its end; of two the one that is believed.
  public let ended: Event
  /// What that event says.
  public let end: RunEnd
  /// The run that stands in its place, where there is one.
  public internal(set) var supersededBy: RunID?

  /// Its name.
  public var id: RunID { end.run }
  /// What its start said; nil for results that were brought.
  public var start: RunStart? {
    if case .runStarted(let start)? = started?.payload { start } else { nil }
  }
  /// Whether it only reproduced the baseline.
  public var isBaseline: Bool { end.isBaseline }
  /// Whether its results can be the experiment's: those of a baseline alone, or of another run that
  /// was repeated, stand beside them.
  public var canCount: Bool { hasResults && !isBaseline && start?.reruns == nil }
  /// Whether it left results that say something of its experiment; what a run left that failed or
  /// was lost says something of the run.
  public var hasResults: Bool { end.manifest != nil && end.outcome.isResult }
}

/// The runs of one experiment, as its events make them. Every one is kept.
public struct RunHistory: Sendable {
  /// In the order in which they ended.
  public private(set) var runs: [Run] = []
  /// Those that were started and have not ended, in the order in which they were started: they are
  /// at work, or nobody knows.
  public private(set) var unfinished: [StartedRun] = []
  /// Every run by the first event that tells of it: what it is, whatever its number.
  public private(set) var openings: [(run: RunID, event: Event)] = []

  /// The fold of an experiment's result events.
  ///
  /// A run that has two ends, since another machine thought it lost, ended as its own host says.
  public init(_ events: [Event]) {
    var places: [RunID: Int] = [:]
    var starts: [StartedRun] = []
    var started: [RunID: Event] = [:]
    let ordered = causalOrder(events)
    for event in ordered {
      guard case .runStarted(let start) = event.payload, started[start.run] == nil else { continue }
      started[start.run] = event
      starts.append(StartedRun(event: event, start: start))
    }
    for event in ordered {
      guard case .runEnded(let end) = event.payload else { continue }
      let run = Run(started: started[end.run], ended: event, end: end)
      guard let place = places[end.run] else {
        places[end.run] = runs.count
        runs.append(run)
        continue
      }
      if runs[place].end.outcome == .lost, end.outcome != .lost { runs[place] = run }
    }
    var known: Set<RunID> = []
    for event in ordered {
      let run: RunID? =
        switch event.payload {
        case .runStarted(let start): start.run
        case .runEnded(let end): end.run
        default: nil
        }
      if let run, known.insert(run).inserted { openings.append((run, event)) }
    }
    unfinished = starts.filter { places[$0.id] == nil }
    for run in runs {
      guard let old = run.end.supersedes, old != run.id, let place = places[old] else { continue }
      runs[place].supersededBy = run.id
    }
  }

  /// The run whose results count: the latest whose can (``Run/canCount``) and that no other stands
  /// in for.
  public var counting: Run? { runs.last { $0.canCount && $0.supersededBy == nil } }

}
