import Git
import Research

/// What a history first held at a path: returning to that heals, and breaks no rule.
///
/// Asked only where a rule would be broken otherwise, so the walk is rare.
struct FirstVersions {
  let repository: Repository
  /// The commits whose history counts.
  let tips: [ObjectID]

  /// Beyond so many commits nothing is taken for healed.
  static let most = 100_000

  /// As ``most``, where each commit costs a look at all of its results.
  static let mostFrozen = 5_000

  /// The entry that the path began with; nil where it never was, or where lines began with
  /// different ones.
  func entry(at path: String) throws -> Tree.Entry? {
    try entry(at: path, among: Self.most) { _ in true }
  }

  /// The entry that stood at the path when its experiment got its first result.
  func frozen(at path: String, _ isBound: (ObjectID) throws -> Bool) throws -> Tree.Entry? {
    try entry(at: path, among: Self.mostFrozen, isBound)
  }

  /// The entry in the first trees that hold the path and count.
  private func entry(
    at path: String, among most: Int, _ counts: (ObjectID) throws -> Bool
  ) throws -> Tree.Entry? {
    var known: [ObjectID: Tree.Entry?] = [:]
    func entry(in tree: ObjectID) throws -> Tree.Entry? {
      if let found = known[tree] { return found }
      var found = try repository.entry(at: path, in: tree)
      if found != nil, try !counts(tree) { found = nil }
      known[tree] = .some(found)
      return found
    }
    // The commits that hold the path, or once did: what was taken away and comes back is not new.
    var held: Set<ObjectID> = []
    var count = 0
    var first: [Tree.Entry] = []
    try repository.history(from: tips, order: .parentsFirst) { id, commit in
      count += 1
      if count > most { return false }
      let isKnown = commit.parents.contains { held.contains($0) }
      if isKnown { held.insert(id) }
      guard !isKnown, let here = try entry(in: commit.tree), !here.isDirectory else { return true }
      held.insert(id)
      if !first.contains(where: { $0.isSame(as: here) }) { first.append(here) }
      return true
    }
    return count <= most && first.count == 1 ? first[0] : nil
  }
}

extension CheckedCommit {
  /// A commit whose history is looked through where that matters.
  init(parents: [ObjectID], tree: ObjectID, time: Timestamp? = nil, _ versions: FirstVersions) {
    self.init(
      parents: parents, tree: tree, time: time, firstVersion: { try versions.entry(at: $0) })
    frozenVersion = { try versions.frozen(at: $0, $1) }
  }
}
