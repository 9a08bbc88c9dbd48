public import Documents
public import Git
public import Research

/// Events of the ledger that say they were written well before the commit that brought them. That
/// is nobody's fault, so it is told and never judged; but the times they give show no order.
public struct LateArrivals: Hashable, Sendable {
  /// One of them.
  public struct Arrival: Hashable, Sendable {
    /// From the repository's root.
    public let path: String
    /// When it says that it was written.
    public let written: Timestamp
    /// What the commit that brought it says of its time.
    public let committed: Timestamp
    /// That commit.
    public let commit: ObjectID

    /// Seconds between the two.
    public var lateness: Int64 { committed.seconds - written.seconds }
  }

  /// How many events came late.
  public private(set) var events = 0
  /// In how many commits; one that brings a hundred is one decision of somebody's.
  public private(set) var commits = 0
  /// The latest of them, the longest wait first; at most ``most``.
  public private(set) var longest: [Arrival] = []

  /// So many are named; the others are counted.
  public static let most = 5

  /// None.
  public init() {}

  /// Counts those of one walk, which are given with the place of their commit.
  init(_ found: LateFacts, in graph: CommitGraph) {
    events = found.events
    commits = found.commits.count
    longest = found.longest.map { fact in
      let committed = Timestamp(seconds: graph.seconds[fact.place])
      return Arrival(
        path: String(decoding: fact.path, as: UTF8.self),
        written: Timestamp(seconds: committed.seconds - fact.lateness), committed: committed,
        commit: graph.ids[fact.place])
    }
  }

  /// Adds those of other commits.
  mutating func add(_ other: LateArrivals) {
    events += other.events
    commits += other.commits
    longest = Array(
      (longest + other.longest).sorted { ($1.lateness, $0.path) < ($0.lateness, $1.path) }
        .prefix(Self.most))
  }
}

/// What one thread of the walk finds of late events.
struct LateFacts: Sendable {
  /// A late event.
  struct Fact: Sendable {
    let lateness: Int64
    let place: Int
    let path: [UInt8]
  }

  private(set) var events = 0
  /// Commits by their place.
  private(set) var commits: Set<Int> = []
  private(set) var longest: [Fact] = []

  mutating func note(_ lateness: Int64, at place: Int, _ path: [UInt8]) {
    events += 1
    commits.insert(place)
    keep(Fact(lateness: lateness, place: place, path: path))
  }

  mutating func merge(_ other: LateFacts) {
    events += other.events
    commits.formUnion(other.commits)
    for fact in other.longest { keep(fact) }
  }

  /// The longest first, then by path, whatever order threads found them in.
  private mutating func keep(_ fact: Fact) {
    func precedes(_ a: Fact, _ b: Fact) -> Bool {
      a.lateness == b.lateness
        ? a.path.lexicographicallyPrecedes(b.path) : a.lateness > b.lateness
    }
    if longest.count == LateArrivals.most, let last = longest.last, precedes(last, fact) { return }
    longest.insert(fact, at: longest.firstIndex { precedes(fact, $0) } ?? longest.endIndex)
    if longest.count > LateArrivals.most { longest.removeLast() }
  }
}

extension LateArrivals {
  /// As the memo keeps it, and `--json` prints it.
  public var json: JSON {
    .object([
      JSON.Member("events", .integer(events)), JSON.Member("commits", .integer(commits)),
      JSON.Member(
        "longest",
        .array(
          longest.map { arrival in
            .object([
              JSON.Member("path", .string(arrival.path)),
              JSON.Member("written", .string(arrival.written.description)),
              JSON.Member("committed", .string(arrival.committed.description)),
              JSON.Member("commit", .string(arrival.commit.hex)),
            ])
          })),
    ])
  }

  /// Reads what `json` gives; nil for anything else.
  init?(json: JSON?) {
    guard let events = json?["events"]?.integer, let commits = json?["commits"]?.integer,
      let list = json?["longest"]?.array
    else { return nil }
    self.events = events
    self.commits = commits
    for one in list {
      guard let path = one["path"]?.string,
        let written = one["written"]?.string.flatMap({ Timestamp($0) }),
        let committed = one["committed"]?.string.flatMap({ Timestamp($0) }),
        let commit = one["commit"]?.string.flatMap({ ObjectID(hex: $0) })
      else { return nil }
      longest.append(Arrival(path: path, written: written, committed: committed, commit: commit))
    }
  }
}
