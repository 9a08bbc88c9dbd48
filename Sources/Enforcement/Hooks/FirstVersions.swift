import Git

/// What a history first held at a path: returning to that heals, and breaks no rule.
///
/// Asked only where a rule would be broken otherwise, so the walk is rare.
struct FirstVersions {
  let repository: Repository
  /// The commits whose history counts.
  let tips: [ObjectID]

  /// Beyond so many commits nothing is taken for healed.
  static let most = 100_000

  /// The entry that the path began with; nil where it never was, or where lines began with
  /// different ones.
  func entry(at path: String) throws -> Tree.Entry? {
    var known: [ObjectID: Tree.Entry?] = [:]
    func entry(in tree: ObjectID) throws -> Tree.Entry? {
      if let found = known[tree] { return found }
      let found = try repository.entry(at: path, in: tree)
      known[tree] = .some(found)
      return found
    }
    var trees: [ObjectID: ObjectID] = [:]
    var first: [Tree.Entry] = []
    var isWhole = true
    try repository.history(from: tips, order: .parentsFirst) { id, commit in
      trees[id] = commit.tree
      if trees.count > Self.most { isWhole = false }
      if !isWhole { return false }
      guard let here = try entry(in: commit.tree), !here.isDirectory else { return true }
      let isBeginning = try commit.parents.allSatisfy { parent in
        try trees[parent].flatMap { try entry(in: $0) } == nil
      }
      if isBeginning, !first.contains(where: { $0.isSame(as: here) }) { first.append(here) }
      return true
    }
    return isWhole && first.count == 1 ? first[0] : nil
  }
}
