/// One run that has ended.
public struct Run: Hashable, Sendable {
  /// The event that tells its end; of two the one that is believed.
  public let ended: Event
  /// What that event says.
  public let end: RunEnd
  /// The run that stands in its place, where there is one.
  public internal(set) var supersededBy: RunID?

  /// Its name.
  public var id: RunID { end.run }
  /// Whether it left results.
  public var hasResults: Bool { end.manifest != nil }
}

/// The runs of one experiment, as its events make them. Every one is kept.
public struct RunHistory: Sendable {
  /// In the order in which they ended.
  public private(set) var runs: [Run] = []

  /// The fold of an experiment's result events.
  ///
  /// A run that has two ends, since another machine thought it lost, ended as its own host says.
  public init(_ events: [Event]) {
    var places: [RunID: Int] = [:]
    for event in causalOrder(events) {
      guard case .runEnded(let end) = event.payload else { continue }
      guard let place = places[end.run] else {
        places[end.run] = runs.count
        runs.append(Run(ended: event, end: end))
        continue
      }
      if runs[place].end.outcome == .lost, end.outcome != .lost {
        runs[place] = Run(ended: event, end: end)
      }
    }
    for run in runs {
      guard let old = run.end.supersedes, old != run.id, let place = places[old] else { continue }
      runs[place].supersededBy = run.id
    }
  }

  /// The run whose results count: the latest that left some and that no other stands in for.
  public var counting: Run? { runs.last { $0.hasResults && $0.supersededBy == nil } }

  /// The number that the next run gets.
  public var nextNumber: Int { (runs.map(\.id.number).max() ?? 0) + 1 }

  /// The runs that a call means: one by its whole name, or all of a number.
  public func runs(named text: String) -> [Run] {
    runs.filter { $0.id.description == text || String($0.id.number) == text }
  }
}
