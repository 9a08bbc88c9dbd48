/// Two trees united.
public struct TreeUnion: Sendable {
  /// A path that the two sides hold differently.
  public struct Conflict: Hashable, Sendable {
    /// Names joined by slashes.
    public let path: String
    /// What the first side has.
    public let a: Tree.Entry
    /// What the second side has.
    public let b: Tree.Entry
  }

  /// All that either side holds. Of a conflict it holds one side, the same whichever comes first:
  /// the lower mode, then the lower id.
  public let tree: ObjectID
  /// What could not be united, in the order of paths.
  public let conflicts: [Conflict]
}

extension ObjectWriter {
  /// Unites two trees. Folders that are equal are never read, and the order of the two makes no
  /// difference to the tree.
  public func union(_ a: ObjectID, _ b: ObjectID) throws(GitError) -> TreeUnion {
    var conflicts: [TreeUnion.Conflict] = []
    let tree = try union(a, b, "", &conflicts)
    // Found in git's order of entries, where a folder comes later than a file of its name.
    conflicts.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return TreeUnion(tree: tree, conflicts: conflicts)
  }

  private func union(
    _ a: ObjectID, _ b: ObjectID, _ prefix: String, _ conflicts: inout [TreeUnion.Conflict]
  ) throws(GitError) -> ObjectID {
    if a == b { return a }
    let (left, right) = (try readTree(a), try readTree(b))
    var differing: [(Tree.Entry?, Tree.Entry?)] = []
    Tree.pairs(left, right) { differing.append(($0, $1)) }
    var added: [Tree.Entry] = []
    for (inLeft, inRight) in differing {
      switch (inLeft, inRight) {
      case (let one?, let other?) where one.isDirectory:
        let id = try union(one.id, other.id, "\(prefix)\(one.name)/", &conflicts)
        if id != one.id { added.append(one.pointing(to: id)) }
      case (let one?, let other?):
        conflicts.append(.init(path: prefix + one.name, a: one, b: other))
        added.append(one.preferred(to: other))
      case (let one?, nil):
        // The other side may have a folder where this has a file, or the reverse.
        guard let place = right.index(of: one.nameBytes) else { continue }
        let other = right.entry(right.spots[place])
        conflicts.append(.init(path: prefix + one.name, a: one, b: other))
        added.append(one.preferred(to: other))
      case (nil, let other?):
        if left.index(of: other.nameBytes) == nil { added.append(other) }
      case (nil, nil): continue
      }
    }
    let result = left.setting(added)
    if result.bytes == left.bytes { return a }
    if result.bytes == right.bytes { return b }
    return try tree(result)
  }
}

extension Tree.Entry {
  fileprivate func pointing(to id: ObjectID) -> Tree.Entry {
    Tree.Entry(nameBytes: nameBytes[...], mode: mode, id: id)
  }

  fileprivate func preferred(to other: Tree.Entry) -> Tree.Entry {
    (mode.rawValue, id) < (other.mode.rawValue, other.id) ? self : other
  }
}
