public import Git
public import Research

/// Which kind of branch a commit goes to.
public enum BranchKind: Hashable, Sendable {
  /// The ledger's own: all of it is append-only.
  case ledger
  /// Any other: what the policy protects, and the ledger's carried copy.
  case code
}

/// A commit as a check sees it, made or still to be made: trees, by id.
public struct CheckedCommit {
  /// The root trees of its parents, in their order; none for a first commit.
  public var parents: [ObjectID]
  /// Its own root tree.
  public var tree: ObjectID
  /// The committer's time; nil where the commit is not made yet, and no event is too late.
  public var time: Timestamp?
  /// The entry that this history first held at a path; nil where it never held one, or where two
  /// lines of it began with different ones. Asked only where a rule would be broken otherwise.
  public var firstVersion: (_ path: String) throws -> Tree.Entry?
  /// The entry that this history held at a path when its trees began to be bound, for what stands
  /// from a first result on; nil where none, or several lines began with different ones.
  public var frozenVersion: FrozenVersion = { _, _ in nil }

  /// Finds what stood at a path in the first of those root trees that `isBound` says.
  public typealias FrozenVersion = (
    _ path: String, _ isBound: (ObjectID) throws -> Bool
  ) throws -> Tree.Entry?

  /// A commit from its trees.
  public init(
    parents: [ObjectID], tree: ObjectID, time: Timestamp? = nil,
    firstVersion: @escaping (_ path: String) throws -> Tree.Entry? = { _ in nil }
  ) {
    self.parents = parents
    self.tree = tree
    self.time = time
    self.firstVersion = firstVersion
  }
}

/// A protected path at which a commit differs from one of its parents; never a folder.
public struct PathChange {
  /// From the repository's root.
  public let path: String
  /// What each parent holds there, in the order of parents; folders count as nothing.
  public let before: [Tree.Entry?]
  /// What the commit holds there; a folder only where a parent has none.
  public let after: Tree.Entry?
  /// What stands in the place of one of its folders, where that is no folder any more.
  public let obstacle: Tree.Entry?
  /// How the path is protected.
  public let protection: Protection
  /// The run's folder that the path lies in, where a parent holds it sealed.
  public let seal: Seal?

  /// True when no parent holds it.
  public var isNew: Bool { after?.isDirectory == false && before.allSatisfy { $0 == nil } }
}

/// A run's folder whose manifest is committed.
public struct Seal: Hashable, Sendable {
  /// From the repository's root.
  public let folder: String
  /// Which parents hold the manifest.
  public let parents: [Bool]
}
