import Git

/// Commits of one line of writing that say they were made before something they follow, be it
/// their parent or further back: what was dated back stays so, however much is put on top of it.
///
/// A clock that was a day or more ahead pins nobody's time (``Ledger/moment(_:on:)`` has the same
/// bound), so it is told at the first commit after it alone. Such a clock is told from a false date
/// by what went before: nothing was written for a day or more until its times began, and the commit
/// falls into that time.
struct Backdating {
  /// How far clocks may differ, in seconds.
  let skew: Int64

  /// A commit by its place, and the latest time of what it follows, in seconds since 1970.
  struct Finding {
    let place: Int
    let follows: Int64
  }

  /// The latest time on the way to a commit.
  private struct Reached {
    var latest: Int64
    /// From when to when nothing was written, a day or more, the last time that was so.
    var silence: Range<Int64>?
  }

  /// From so many seconds on, a clock is not followed.
  private static let farAhead: Int64 = 86_400

  /// What is found among the commits that are new in a graph.
  ///
  /// - Parameter known: no commit that leads to those is later; nil where the graph is whole.
  func findings(in graph: CommitGraph, after known: Int64? = nil) -> [Finding] {
    var found: [Finding] = []
    var reached = [Reached?](repeating: nil, count: graph.count)
    for place in (0..<graph.count).reversed() {
      let own = Self.bounded(graph.seconds[place])
      let parents = graph.parents(of: place).compactMap { reached[$0] }
      guard var before = parents.max(by: { $0.latest < $1.latest }) else {
        reached[place] =
          known.map { Reached(latest: max(Self.bounded($0), own)) }
          ?? Reached(latest: own, silence: .min..<own)
        continue
      }
      if own < before.latest - skew {
        if graph.isNew[place] { found.append(Finding(place: place, follows: before.latest)) }
        if let silence = before.silence, silence.contains(own),
          before.latest - own >= Self.farAhead
        {
          before = Reached(latest: own)
        }
      } else if own > before.latest {
        if own - before.latest >= Self.farAhead { before.silence = before.latest..<own }
        before.latest = own
      }
      reached[place] = before
    }
    return found
  }

  /// A commit may bear any number as its time; no sum of these is too large.
  private static func bounded(_ seconds: Int64) -> Int64 { max(-1 << 53, min(1 << 53, seconds)) }
}
