/// Compares one commit after the other with its parents, for one thread.
struct ComparisonStep<Visitor: HistoryVisitor> {
  let graph: CommitGraph
  let scope: PathScope
  let reader: ObjectReader
  /// Which of a commit's folders and its first parent's the walk leaves behind.
  let leaving: TreeComparison.Side
  var visitor: Visitor
  /// Whether a commit was met that does not hold all that a parent holds.
  private(set) var isBroken = false
  /// More commits of another line than this are compared whole.
  private static var longestLine: Int { 256 }
  /// What commits brought that were looked at of late.
  private var recent: [Int: [RawChange]] = [:]
  private static var mostRecent: Int { 128 }
  private static var fewChanges: Int { 16 }

  init(_ comparison: HistoryComparison, _ reader: ObjectReader, _ visitor: Visitor) {
    graph = comparison.graph
    scope = comparison.scope
    leaving = comparison.isOldestFirst ? .old : .new
    self.reader = reader
    self.visitor = visitor
  }

  private var trees: TreeComparison { TreeComparison(reader: reader, scope: scope) }

  /// Compares a commit with its parents; with the others than the first as shortly as it can.
  mutating func compare(_ place: Int) throws {
    guard graph.isNew[place] else { return }
    let parents = graph.parentCount(of: place)
    let first = parents > 0 ? graph.parent(0, of: place) : nil
    var added = try difference(place, first, number: 0)
    for number in 0..<parents where number > 0 {
      let parent = graph.parent(number, of: place)
      if let first,
        let line = graph.line(from: parent, notIn: first, atMost: Self.longestLine),
        let line = try additions(on: line),
        try holds(line, in: place, among: added)
      {
        let known = Set(line.map(\.path))
        added.removeAll { known.contains($0.path) }
        try added.removeAll { try isThere($0, in: parent) }
      } else {
        let others = try difference(place, parent, number: number)
        let paths = Set(others.map(\.path))
        added.removeAll { !paths.contains($0.path) }
      }
    }
    for change in added { try visitor.added(change, in: place) }
  }

  /// Compares a union whole, where it was not.
  mutating func compareOtherParents(_ place: Int) throws {
    guard graph.isNew[place] else { return }
    let parents = graph.parents(of: place)
    for (number, parent) in parents.enumerated().dropFirst() {
      guard let line = graph.line(from: parent, notIn: parents[0], atMost: Self.longestLine),
        let line = try additions(on: line), try holds(line, in: place, among: [])
      else { continue }
      _ = try difference(place, parent, number: number)
    }
  }

  /// Tells what is lost, and gives what is added.
  private mutating func difference(
    _ place: Int, _ parent: Int?, number: Int
  ) throws -> [RawChange] {
    var added: [RawChange] = []
    for change in try changes(place, parent, isFirst: number == 0)
    where visitor.counts(change.path) {
      if change.old == nil || change.isDisordered {
        added.append(change)
      } else if change.old != change.new {
        isBroken = true
        try visitor.lost(change, in: place, parent: number)
      }
    }
    return added
  }

  /// What the commits of a line brought, each beyond its first parent; nil when one of them has no
  /// parent, and so brought everything.
  private mutating func additions(on line: [Int]) throws -> [RawChange]? {
    var found: [RawChange] = []
    for place in line {
      guard graph.parentCount(of: place) > 0 else { return nil }
      found += try changes(place, graph.parent(0, of: place), isFirst: true)
        .filter { $0.new != nil && visitor.counts($0.path) }
    }
    return found
  }

  /// Everything in which a commit differs from a parent. A commit on a line of its own is asked
  /// for its first parent twice, for itself and for the union that takes it in, not far from it.
  private mutating func changes(
    _ place: Int, _ parent: Int?, isFirst: Bool
  ) throws -> [RawChange] {
    if isFirst, let known = recent[place] { return known }
    var found: [RawChange] = []
    try trees.compare(
      parent.map { graph.trees[$0] }, graph.trees[place], leaving: isFirst ? leaving : nil
    ) { found.append($0) }
    if isFirst, found.count <= Self.fewChanges {
      if recent.count >= Self.mostRecent { recent.removeAll(keepingCapacity: true) }
      recent[place] = found
    }
    return found
  }

  /// Whether a commit holds all of these as they are.
  private func holds(
    _ line: [RawChange], in place: Int, among added: [RawChange]
  ) throws -> Bool {
    try line.allSatisfy { change in
      if added.count <= 8,
        added.contains(where: { $0.new == change.new && $0.path == change.path })
      {
        return true
      }
      return try trees.entry(at: change.path, in: graph.trees[place]) == change.new
    }
  }

  private func isThere(_ change: RawChange, in parent: Int) throws -> Bool {
    try trees.entry(at: change.path, in: graph.trees[parent]) != nil
  }
}

extension CommitGraph {
  /// The commits that lead to one and not to another; nil when they are more than `limit`, or
  /// cannot be told from the others within reasonable work.
  func line(from start: Int, notIn other: Int, atMost limit: Int) -> [Int]? {
    // Children stand before parents, so whoever stands first has no child that is still to come.
    var waiting: [(place: Int, isOther: Bool)] = [(start, false), (other, true)]
    var line: [Int] = []
    var wanted = 1
    var work = 0
    while wanted > 0 {
      work += waiting.count
      if work > 64 * limit { return nil }
      var place = waiting[0].place
      for item in waiting where item.place < place { place = item.place }
      var isOther = false
      var index = 0
      while index < waiting.count {
        if waiting[index].place == place {
          if waiting[index].isOther { isOther = true } else { wanted -= 1 }
          waiting.swapAt(index, waiting.count - 1)
          waiting.removeLast()
        } else {
          index += 1
        }
      }
      if !isOther {
        guard isNew[place] else { return nil }
        line.append(place)
        if line.count > limit { return nil }
      }
      for number in 0..<parentCount(of: place) {
        waiting.append((parent(number, of: place), isOther))
        if !isOther { wanted += 1 }
      }
    }
    return line
  }
}
