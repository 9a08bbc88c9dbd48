import Git

/// What a history first held at paths of which something was lost later.
///
/// Found by one more walk, and only when it is asked for.
final class OriginSearch {
  private let repository: Repository
  private let tips: [ObjectID]
  private let paths: Set<[UInt8]>
  private let scope: PathScope
  private var found: [[UInt8]: [Origin]]?
  private var graph: CommitGraph?

  init(_ repository: Repository, tips: [ObjectID], paths: Set<[UInt8]>, scope: PathScope) {
    self.repository = repository
    self.tips = tips
    self.paths = paths
    // A few folders are found quicker than they are all gone through.
    self.scope =
      paths.count <= 32
      ? PathScope(paths: paths.map { String(decoding: $0, as: UTF8.self) }) : scope
  }

  /// A commit that brought a path which none of its parents held.
  struct Origin: Sendable {
    let place: Int
    let entry: RawChange.Entry
  }

  /// The first version of a path; nil where two lines began with different ones.
  func version(_ path: String) throws -> Tree.Entry? {
    let bytes = Array(path.utf8)
    guard paths.contains(bytes) else { return nil }
    let origins = try all()[bytes] ?? []
    guard let graph, let first = origins.max(by: { $0.place < $1.place }) else { return nil }
    for other in origins where other.entry != first.entry {
      guard graph.leads(from: other.place, to: first.place) else { return nil }
    }
    return Tree.Entry(name: path, mode: first.entry.kind, id: first.entry.id)
  }

  private func all() throws -> [[UInt8]: [Origin]] {
    if let found { return found }
    let comparison = try HistoryComparison(of: repository, tips: tips, scope: scope)
    let paths = paths
    let outcome = try comparison.run { _ in Origins(paths: paths) }
    var all: [[UInt8]: [Origin]] = [:]
    for visitor in outcome.visitors { all.merge(visitor.found) { $0 + $1 } }
    graph = comparison.graph
    found = all
    return all
  }

  private struct Origins: HistoryVisitor {
    let paths: Set<[UInt8]>
    var found: [[UInt8]: [Origin]] = [:]

    func counts(_ path: [UInt8]) -> Bool { paths.contains(path) }

    mutating func lost(_ change: RawChange, in commit: Int, parent: Int) {}

    mutating func added(_ change: RawChange, in commit: Int) {
      guard let new = change.new else { return }
      found[change.path, default: []].append(Origin(place: commit, entry: new))
    }
  }
}

extension CommitGraph {
  /// Whether one commit is in the history of another.
  func leads(from descendant: Int, to ancestor: Int) -> Bool {
    var seen: Set<Int> = [descendant]
    var open = [descendant]
    while let place = open.popLast() {
      if place == ancestor { return true }
      // Parents stand behind their children, so nothing beyond the ancestor leads to it.
      for parent in parents(of: place) where parent <= ancestor {
        if seen.insert(parent).inserted { open.append(parent) }
      }
    }
    return false
  }
}
