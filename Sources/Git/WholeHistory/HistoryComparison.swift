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
    graph = try WholeWalk.during(isHashing) {
      try CommitGraph(reader, tips: tips, known: known)
    }
    graphReads = reader.reads
  }

  /// What the visitors gathered, and how many objects were read.
  public struct Outcome<Visitor: HistoryVisitor> {
    /// One for each thread.
    public let visitors: [Visitor]
    /// Folders and commits that were read.
    public let reads: Int
  }

  /// Compares, with so many threads; `make` gives each its visitor, in that thread, with what
  /// reads objects there.
  public func run<Visitor: HistoryVisitor>(
    workers: Int? = nil, make: @escaping @Sendable (ObjectReader) throws -> Visitor
  ) throws -> Outcome<Visitor> {
    let few = graph.count < 1_000
    let work = ComparisonWork<Visitor>(
      comparison: self, workers: few ? 1 : max(1, workers ?? min(8, Workers.processors)))
    try WholeWalk.during(isHashing) { try work.run(make) }
    return Outcome(visitors: work.visitors, reads: work.reads + graphReads)
  }
}

/// The blocks of commits that the threads still have to take, from the newest on: each block goes
/// towards the older, as packs are quickest to read, and begins by reading what stands there. So
/// they are few: a fair share of what is left, down to a sixteenth.
struct Blocks {
  private var next = 0
  private let count: Int
  private let workers: Int
  private(set) var isStopped = false

  init(_ count: Int, _ workers: Int) {
    self.count = count
    self.workers = workers
  }

  mutating func take() -> Range<Int>? {
    guard !isStopped, next < count else { return nil }
    let share = workers == 1 ? count : max((count - next) / workers, count / 16, 1)
    let block = next..<min(next + share, count)
    next = block.upperBound
    return block
  }

  /// Nobody takes any more.
  mutating func stop() { isStopped = true }
}
