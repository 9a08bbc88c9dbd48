internal import Platform

/// What is told of a history while it is compared, commit by commit, in any order and by several
/// threads, each with a visitor of its own.
public protocol HistoryVisitor: SendableMetatype {
  /// Whether a path counts; what does not is passed by.
  func counts(_ path: [UInt8]) -> Bool
  /// A parent holds something that the commit does not hold as it was. `parent` is its number.
  mutating func lost(_ change: RawChange, in commit: Int, parent: Int) throws
  /// The commit holds something that none of its parents holds.
  mutating func added(_ change: RawChange, in commit: Int) throws
}

/// Compares every commit of a history with each of its parents.
///
/// Of a union of two lines only the first parent is compared whole. What the other line added since
/// is looked up instead: the rest of it the first parent's line holds already, unless something was
/// lost on the way; then such unions are compared whole as well.
public struct HistoryComparison: Sendable {
  /// Where the objects are.
  public let location: RepositoryLocation
  /// Which folders are entered.
  public let scope: PathScope
  /// The commits.
  public let graph: CommitGraph
  /// Whether every object that is read is hashed.
  public let isHashing: Bool
  /// Whether to go from the oldest commits to the newest. git packs an older folder as its
  /// difference from a newer one, but keeps what was written the other way, as by fast-import.
  let isOldestFirst: Bool
  /// Objects read so far for the graph.
  public let graphReads: Int
  let packs: PackSet

  /// Reads the commits that lead to `tips`, without those that lead to `known`.
  public init(
    of repository: Repository, tips: [ObjectID], known: [ObjectID] = [],
    scope: PathScope = .everything, isHashing: Bool = false
  ) throws {
    location = repository.location
    self.scope = scope
    self.isHashing = isHashing
    packs = PackSet(of: repository)
    let reader = ObjectReader(repository, packs, isHashing: isHashing)
    (graph, isOldestFirst) = try WholeWalk.during(isHashing) {
      let graph = try CommitGraph(reader, tips: tips, known: known)
      let trees = TreeComparison(reader: reader, scope: scope)
      return (graph, try trees.isOlderTheBase(in: graph))
    }
    graphReads = reader.reads
  }

  /// What the visitors gathered, and how many objects were read.
  public struct Outcome<Visitor> {
    /// One for each thread.
    public let visitors: [Visitor]
    /// Objects that were read.
    public let reads: Int
    /// How often something of a pack was inflated for that.
    public let inflations: Int
  }

  /// Compares, with so many threads; `make` gives each its visitor, in that thread, with what
  /// reads objects there.
  public func run<Visitor: HistoryVisitor>(
    workers: Int? = nil, make: @escaping @Sendable (ObjectReader) throws -> Visitor
  ) throws -> Outcome<Visitor> {
    let work = SharedWalk<Visitor>(comparison: self, workers: threads(workers, graph.count))
    try WholeWalk.during(isHashing) { try work.compare(make) }
    return Outcome(
      visitors: work.visitors, reads: work.reads + graphReads, inflations: work.inflations)
  }

  /// Has every file read by `read`, which is told the file's number, each once and in the order in
  /// which packs hold them. git tells a file as its difference from one that lies beside it there:
  /// in the order of commits, most would be put together from ten others first.
  public func read<Visitor: SendableMetatype>(
    _ files: [ObjectID], workers: Int? = nil,
    make: @escaping @Sendable (ObjectReader) throws -> Visitor,
    _ read: @escaping @Sendable (inout Visitor, Int) throws -> Void
  ) throws -> Outcome<Visitor> {
    var order = files.indices.map { (place: packs.order(of: files[$0]), file: Int32($0)) }
    order.sort { ($0.place, $0.file) < ($1.place, $1.file) }
    let numbers = order.map(\.file)
    let work = SharedWalk<Visitor>(comparison: self, workers: threads(workers, files.count))
    try WholeWalk.during(isHashing) {
      try work.go(over: numbers.count, make) { visitor, _, next in
        while let place = next() { try read(&visitor, Int(numbers[place])) }
      }
    }
    return Outcome(visitors: work.visitors, reads: work.reads, inflations: work.inflations)
  }

  private func threads(_ asked: Int?, _ count: Int) -> Int {
    count < 1_000 ? 1 : max(1, asked ?? min(8, Workers.processors))
  }
}
