/// The commits that lead to some tips, all parents of each, children before parents.
///
/// Replacements, grafts and the shallow file are not believed: a commit's parents are those that it
/// names itself.
public struct CommitGraph: Sendable {
  /// The commits; their places are what everything else here is told by.
  public private(set) var ids: [ObjectID] = []
  /// The root folder of each.
  public private(set) var trees: [ObjectID] = []
  /// The committer's clock of each, in seconds since 1970.
  public private(set) var seconds: [Int64] = []
  /// False for those that were known before: parents of others, given for comparison only.
  public private(set) var isNew: [Bool] = []
  /// Commits with parents that are not here, since the clone is shallow.
  public private(set) var cutOff: [ObjectID] = []
  private var parentStarts: [Int32] = [0]
  private var parentPlaces: [Int32] = []
  /// Where commits were found, and where what was found there stands now.
  private var found = SpreadTable<ObjectID, Int32>()
  private var newPlaces: [Int32] = []

  /// How many commits there are.
  public var count: Int { ids.count }

  /// The parents' places.
  public func parents(of place: Int) -> [Int] {
    parentPlaces[Int(parentStarts[place])..<Int(parentStarts[place + 1])].map(Int.init)
  }

  /// How many parents a commit has.
  public func parentCount(of place: Int) -> Int {
    Int(parentStarts[place + 1] - parentStarts[place])
  }

  /// One of a commit's parents.
  public func parent(_ number: Int, of place: Int) -> Int {
    Int(parentPlaces[Int(parentStarts[place]) + number])
  }

  /// Whether the commit has parents that are not here.
  public func isCutOff(_ place: Int) -> Bool { !cutOff.isEmpty && cutOff.contains(ids[place]) }

  /// Where a commit stands; nil when it does not lead to the tips.
  public func place(of id: ObjectID) -> Int? { found[id].map { Int(newPlaces[Int($0)]) } }

  /// Reads the commits that lead to `tips`, without those that lead to `known`.
  init(_ reader: ObjectReader, tips: [ObjectID], known: [ObjectID]) throws {
    var wanted: Set<ObjectID>?
    if !known.isEmpty {
      var found: Set<ObjectID> = []
      try reader.repository.history(from: tips, hiding: known) { id, _ in
        found.insert(id)
        return true
      }
      wanted = found
    }
    var raw = try Raw(reader, tips: tips, wanted: wanted)
    cutOff = raw.cutOff
    arrange(&raw)
  }

  /// Puts children before parents, one line after the other where lines are many.
  private mutating func arrange(_ raw: inout Raw) {
    let order = raw.childrenFirst()
    newPlaces = [Int32](repeating: 0, count: order.count)
    for (place, old) in order.enumerated() { newPlaces[old] = Int32(place) }
    ids.reserveCapacity(order.count)
    trees.reserveCapacity(order.count)
    for old in order {
      let commit = raw.commits[old]
      ids.append(raw.ids[old])
      trees.append(commit.tree)
      seconds.append(commit.seconds)
      isNew.append(raw.isNew[old])
      for parent in raw.parents(of: old) { parentPlaces.append(newPlaces[Int(parent)]) }
      parentStarts.append(Int32(parentPlaces.count))
    }
    found = raw.places
  }
}

/// Commits in the order in which they were found.
private struct Raw {
  var ids: [ObjectID] = []
  var commits: [(tree: ObjectID, seconds: Int64)] = []
  var isNew: [Bool] = []
  var cutOff: [ObjectID] = []
  private(set) var places = SpreadTable<ObjectID, Int32>()
  /// Where each commit's parents stand in `parentPlaces`.
  private var spans: [(start: Int32, count: Int32)] = []
  private var parentPlaces: [Int32] = []

  init(_ reader: ObjectReader, tips: [ObjectID], wanted: Set<ObjectID>?) throws {
    var waiting: [Int32] = []
    for tip in tips { _ = place(tip, &waiting) }
    let shallow = reader.repository.shallowCommits
    while let next = waiting.popLast() {
      let own = Int(next)
      let id = ids[own]
      let commit = try reader.commit(id)
      commits[own] = (commit.tree, commit.seconds)
      if let wanted, !wanted.contains(id) {
        isNew[own] = false
        continue
      }
      let isEnd = !shallow.isEmpty && shallow.contains(id)
      var isCut = false
      spans[own].start = Int32(parentPlaces.count)
      for parent in commit.parents {
        if isEnd, !reader.repository.contains(parent) {
          isCut = true
        } else {
          parentPlaces.append(place(parent, &waiting))
          spans[own].count += 1
        }
      }
      if isCut { cutOff.append(id) }
    }
  }

  private mutating func place(_ id: ObjectID, _ waiting: inout [Int32]) -> Int32 {
    if let place = places[id] { return place }
    let place = Int32(ids.count)
    places.put(id, place)
    ids.append(id)
    commits.append((.zero, 0))
    isNew.append(true)
    spans.append((0, 0))
    waiting.append(place)
    return place
  }

  func parents(of place: Int) -> ArraySlice<Int32> {
    let (start, count) = spans[place]
    return parentPlaces[Int(start)..<Int(start + count)]
  }

  func childrenFirst() -> [Int] {
    var children = [Int32](repeating: 0, count: ids.count)
    for parent in parentPlaces { children[Int(parent)] += 1 }
    var order: [Int] = []
    order.reserveCapacity(ids.count)
    var free = ids.indices.filter { children[$0] == 0 }.reversed() as [Int]
    while let next = free.popLast() {
      order.append(next)
      for parent in parents(of: next) {
        children[Int(parent)] -= 1
        if children[Int(parent)] == 0 { free.append(Int(parent)) }
      }
    }
    return order
  }
}
