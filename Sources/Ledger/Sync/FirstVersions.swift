import Git

/// What stood at a path when it first came into a history: the version that the ledger's rule is
/// measured against, and that healing returns to.
struct FirstVersions {
  let repository: Repository

  init(in repository: Repository) { self.repository = repository }

  /// The entries with which each path came into the history of `tips`, the earliest first. More
  /// than one where lines that did not know of each other brought it; a path that was taken away
  /// and came back did not come anew.
  ///
  /// A walk over the whole history: for when something is known to be wrong.
  func introductions(
    of paths: Set<String>, in tips: [ObjectID]
  ) throws -> [String: [Tree.Entry]] {
    if paths.isEmpty { return [:] }
    let sorted = paths.sorted()
    var found: [String: [Tree.Entry]] = [:]
    // Which paths were there by then, in the commit or before it; lines of one state share it.
    var held: [ObjectID: Set<Int>] = [:]
    var lookup = PathLookup(of: sorted, in: repository)
    try repository.history(from: tips, order: .parentsFirst) { id, commit in
      var before = commit.parents.first.flatMap { held[$0] } ?? []
      for parent in commit.parents.dropFirst() { before.formUnion(held[parent] ?? []) }
      for (number, entry) in try lookup.entries(in: commit.tree) where !before.contains(number) {
        before.insert(number)
        if found[sorted[number]]?.contains(entry) != true {
          found[sorted[number], default: []].append(entry)
        }
      }
      held[id] = before
      return true
    }
    return found
  }
}

/// Finds a fixed list of paths in one tree after another, reading no folder twice in a row.
private struct PathLookup {
  private let repository: Repository
  private let root: Node
  /// What was found below a folder of that id, by the folder's place.
  private var known: [Int: (id: ObjectID, found: [(Int, Tree.Entry)])] = [:]

  /// The paths as a tree of names.
  private final class Node {
    let place: Int
    var path: Int?
    var names: [String: Node] = [:]
    init(_ place: Int) { self.place = place }
  }

  init(of paths: [String], in repository: Repository) {
    self.repository = repository
    root = Node(0)
    var count = 0
    for (number, path) in paths.enumerated() {
      var node = root
      for part in path.split(separator: "/") {
        if let next = node.names[String(part)] {
          node = next
        } else {
          count += 1
          let next = Node(count)
          node.names[String(part)] = next
          node = next
        }
      }
      node.path = number
    }
  }

  /// The numbers of the paths that are there, each with its entry.
  mutating func entries(in tree: ObjectID) throws -> [(Int, Tree.Entry)] {
    try entries(in: tree, root)
  }

  private mutating func entries(in folder: ObjectID, _ node: Node) throws -> [(Int, Tree.Entry)] {
    if let known = known[node.place], known.id == folder { return known.found }
    let tree = try repository.tree(folder)
    var found: [(Int, Tree.Entry)] = []
    for (name, next) in node.names {
      guard let entry = tree[name] else { continue }
      if let path = next.path { found.append((path, entry)) }
      if entry.isDirectory, !next.names.isEmpty { found += try entries(in: entry.id, next) }
    }
    known[node.place] = (folder, found)
    return found
  }
}
