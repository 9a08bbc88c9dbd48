extension Repository {
  /// The order in which a history is told.
  public enum HistoryOrder: Hashable, Sendable {
    /// By the committer's clock, the latest first, as `git log` has it.
    case newestFirst
    /// Every commit after all of its parents.
    case parentsFirst
  }

  /// Visits the commits that lead to `tips` and not to `hiding`, until `visit` gives false.
  ///
  /// With `firstParent` only the first parent of a merge is followed, on both sides. Where the
  /// history is shallow, it ends. Rethrows what `visit` throws; `.missing` when a commit is not
  /// here.
  public func history(
    from tips: [ObjectID], hiding: [ObjectID] = [], order: HistoryOrder = .newestFirst,
    firstParent: Bool = false, _ visit: (ObjectID, Commit) throws -> Bool
  ) throws {
    var walk = HistoryWalk(self, firstParent: firstParent)
    for id in hiding { try walk.add(id, isHidden: true) }
    for id in tips { try walk.add(id, isHidden: false) }
    if order == .newestFirst, hiding.isEmpty {
      while let id = try walk.next() {
        if try !visit(id, walk.take(id)) { return }
      }
      return
    }
    let found = try walk.all()
    for id in order == .newestFirst ? found : walk.parentsFirst(found) {
      if try !visit(id, walk.take(id)) { return }
    }
  }
}

/// A walk over commits, latest first, that knows which of them are hidden.
private struct HistoryWalk {
  private struct Node {
    var commit: Commit?
    let seconds: Int64
    let parents: [ObjectID]
    var isHidden: Bool
    var isExpanded = false
    /// Reached by a child that says it is much later: by time it stands where its turn comes late,
    /// though what it follows may be later again.
    let isFarBack: Bool
  }

  /// So many seconds clocks may differ, and a commit still stand about where its time says.
  private static let usualSkew: Int64 = 600
  /// Hidden commits are followed so far beyond the last wanted one, since clocks differ.
  private static let patience = 16
  /// So many hidden commits of a line that is far back are looked at for a later one before them.
  private static let probe = 64

  private let repository: Repository
  private let firstParent: Bool
  private var nodes: [ObjectID: Node] = [:]
  private var queue = LatestFirst()
  /// How many in the queue are not hidden.
  private var wanted = 0

  init(_ repository: Repository, firstParent: Bool) {
    self.repository = repository
    self.firstParent = firstParent
  }

  mutating func add(_ id: ObjectID, isHidden: Bool) throws(GitError) {
    try add(id, isHidden: isHidden, by: nil)
  }

  private mutating func add(
    _ id: ObjectID, isHidden: Bool, by child: Node?
  ) throws(GitError) {
    if let node = nodes[id] {
      if isHidden, !node.isHidden { hide(id) }
      return
    }
    let commit = try repository.commit(id)
    let isEnd = repository.shallowCommits.contains(id)
    let parents = isEnd ? [] : firstParent ? Array(commit.parents.prefix(1)) : commit.parents
    let seconds = commit.committer.seconds
    let isFarBack = child.map { $0.isFarBack || seconds < $0.seconds &- Self.usualSkew } ?? false
    // What is hidden is not told, so it is not kept.
    nodes[id] = Node(
      commit: isHidden ? nil : commit, seconds: seconds, parents: parents, isHidden: isHidden,
      isFarBack: isFarBack)
    queue.insert(id, seconds)
    if !isHidden { wanted += 1 }
  }

  /// The latest that was not yet given; its parents come into the queue.
  mutating func next() throws(GitError) -> ObjectID? {
    while let id = queue.removeLatest() {
      if try expand(id) { return id }
    }
    return nil
  }

  /// Puts a commit's parents into the queue; false where that was done before.
  private mutating func expand(_ id: ObjectID) throws(GitError) -> Bool {
    guard let node = nodes[id], !node.isExpanded else { return false }
    nodes[id]?.isExpanded = true
    if !node.isHidden { wanted -= 1 }
    for parent in node.parents { try add(parent, isHidden: node.isHidden, by: node) }
    return true
  }

  /// Everything that is not hidden, latest first.
  mutating func all() throws(GitError) -> [ObjectID] {
    var found: [ObjectID] = []
    repeat {
      var patience = Self.patience
      while wanted > 0 || patience > 0 {
        guard let id = try next() else { break }
        if nodes[id]?.isHidden == false { found.append(id) }
        patience = wanted > 0 ? Self.patience : patience - 1
      }
    } while try leadsForward()
    return found.filter { nodes[$0]?.isHidden == false }
  }

  /// Whether a hidden line that waits for its turn, since its times are far back, leads to what is
  /// later again: a commit that was dated back would hide nothing of what it follows.
  private mutating func leadsForward() throws(GitError) -> Bool {
    var isForward = false
    for start in queue.members {
      guard let node = nodes[start], node.isFarBack, node.isHidden, !node.isExpanded else {
        continue
      }
      var line = [start]
      var place = 0
      while place < min(line.count, Self.probe), !isForward {
        let id = line[place]
        place += 1
        guard try expand(id), let parents = nodes[id]?.parents else { continue }
        line += parents
        isForward = parents.contains { (nodes[$0]?.seconds ?? 0) > node.seconds &+ Self.usualSkew }
      }
    }
    return isForward
  }

  /// The same commits, each after its parents; otherwise the earliest first.
  func parentsFirst(_ found: [ObjectID]) -> [ObjectID] {
    var ordered: [ObjectID] = []
    var isDone = Set<ObjectID>()
    let members = Set(found)
    for start in found.reversed() where !isDone.contains(start) {
      // By a stack of its own: histories are deeper than the call stack.
      var stack = [(id: start, next: 0)]
      isDone.insert(start)
      while let top = stack.last {
        let parents = nodes[top.id]?.parents ?? []
        if top.next < parents.count {
          stack[stack.count - 1].next += 1
          let parent = parents[top.next]
          if members.contains(parent), isDone.insert(parent).inserted {
            stack.append((parent, 0))
          }
        } else {
          ordered.append(top.id)
          stack.removeLast()
        }
      }
    }
    return ordered
  }

  /// The commit, which is then forgotten.
  mutating func take(_ id: ObjectID) throws(GitError) -> Commit {
    if let commit = nodes[id]?.commit {
      nodes[id]?.commit = nil
      return commit
    }
    return try repository.commit(id)
  }

  /// Hides a commit that was thought to be wanted, and what is known of its history.
  private mutating func hide(_ start: ObjectID) {
    var stack = [start]
    while let id = stack.popLast() {
      guard let node = nodes[id], !node.isHidden else { continue }
      nodes[id]?.isHidden = true
      nodes[id]?.commit = nil
      if node.isExpanded { stack += node.parents } else { wanted -= 1 }
    }
  }
}

/// A heap of commits; of two of one second the one that came in first goes out first.
private struct LatestFirst {
  private struct Item {
    let id: ObjectID
    let seconds: Int64
    let number: Int
    func isBefore(_ other: Item) -> Bool {
      seconds != other.seconds ? seconds > other.seconds : number < other.number
    }
  }

  private var items: [Item] = []
  private var count = 0

  /// All that is in it, in no order.
  var members: [ObjectID] { items.map(\.id) }

  mutating func insert(_ id: ObjectID, _ seconds: Int64) {
    items.append(Item(id: id, seconds: seconds, number: count))
    count += 1
    var child = items.count - 1
    while child > 0, items[child].isBefore(items[(child - 1) / 2]) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeLatest() -> ObjectID? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    if items.isEmpty { return first.id }
    items[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
        if items[child].isBefore(items[best]) { best = child }
      }
      if best == parent { return first.id }
      items.swapAt(parent, best)
      parent = best
    }
  }
}
