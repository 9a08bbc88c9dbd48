import Git
import Research

/// Checks commits that a branch is about to get, each beside its own parents.
struct NewCommits {
  let repository: Repository
  let check: Check
  /// The rules that are asked; a hook leaves out what only a server or `verify` judges.
  var rules = Set(EnforcedRule.allCases)
  /// More commits than these are not taken at once.
  var most: Int

  /// Why the commits could not all be looked at.
  struct TooMany: Error {
    let limit: Int
  }

  /// Where the commits that lead to `tip`, and not to `known`, break a rule, the earliest first,
  /// each with its commit.
  ///
  /// - Throws: ``TooMany`` beyond the limit, and what reading objects throws.
  func violations(
    to tip: ObjectID, beyond known: [ObjectID]
  ) throws -> [(commit: ObjectID, violation: Violation)] {
    var found: [(commit: ObjectID, violation: Violation)] = []
    var trees: [ObjectID: ObjectID] = [:]
    var count = 0
    func tree(_ commit: ObjectID) throws -> ObjectID {
      if let tree = trees[commit] { return tree }
      let tree = try repository.commit(commit).tree
      trees[commit] = tree
      return tree
    }
    func look(_ id: ObjectID, _ commit: Commit) throws {
      trees[id] = commit.tree
      let parents = try commit.parents.map(tree)
      if !parents.isEmpty, parents.allSatisfy({ $0 == commit.tree }) { return }
      let versions = FirstVersions(repository: repository, tips: commit.parents)
      let broken = try check.violations(
        of: CheckedCommit(
          parents: parents, tree: commit.tree,
          time: Timestamp(seconds: commit.committer.seconds), versions))
      found += broken.filter { rules.contains($0.rule) }.map { (id, $0) }
    }
    // Mostly it is one commit on top of what is known: there is nothing to walk through.
    let last = try repository.commit(tip)
    if last.parents.count == 1, last.parents == known {
      try look(tip, last)
      return found
    }
    try repository.history(from: [tip], hiding: known, order: .parentsFirst) { id, commit in
      count += 1
      if count > most { throw TooMany(limit: most) }
      try look(id, commit)
      return true
    }
    // Where clocks were set back, a walk by time may pass by that some of it is known: whoever
    // builds on what others broke before has broken nothing.
    var isKnown: [ObjectID: Bool] = [:]
    return try found.filter { id, _ in
      let known = try isKnown[id] ?? known.contains { try repository.isAncestor(id, of: $0) }
      isKnown[id] = known
      return !known
    }
  }
}

extension EnforcedRule {
  /// The rules that keep what stands from being rewritten.
  static let keeping: Set<EnforcedRule> = [.appendOnly, .twoVersions, .sealed, .freeze]
}

extension [Violation] {
  /// Only where an entry that stands on has become another, not where it is only gone: what a
  /// branch loses is safe where it was published.
  var changes: [Violation] {
    filter {
      EnforcedRule.keeping.contains($0.rule)
        && [.changed, .retyped, .emptied].contains($0.act)
    }
  }
}
