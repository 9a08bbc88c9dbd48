/// One path at which two trees differ; never a folder.
public struct Change: Hashable, Sendable {
  /// Names joined by slashes.
  public let path: String
  /// What was there; nil for what is new.
  public let old: Tree.Entry?
  /// What is there; nil for what is gone.
  public let new: Tree.Entry?

  /// A change from its parts.
  public init(path: String, old: Tree.Entry?, new: Tree.Entry?) {
    self.path = path
    self.old = old
    self.new = new
  }
}

extension Repository {
  /// Visits every file, link and submodule that differs between two trees, in the order of paths.
  ///
  /// nil is the empty tree. Equal folders are never read. A folder that became a file is the
  /// removal of all within it, and an addition. Rethrows what `visit` throws.
  public func difference(
    from old: ObjectID?, to new: ObjectID?, _ visit: (Change) throws -> Void
  ) throws {
    if old == new { return }
    try difference(
      old.map { id throws(GitError) in try tree(id) } ?? .empty,
      new.map { id throws(GitError) in try tree(id) } ?? .empty, "", visit)
  }

  private func difference(
    _ old: Tree, _ new: Tree, _ prefix: String, _ visit: (Change) throws -> Void
  ) throws {
    try Tree.pairs(old, new) { (left, right) in
      // Both are folders or neither is: they are paired by their place in git's order.
      let path = prefix + ((left ?? right)?.name ?? "")
      if (left ?? right)?.isDirectory == true {
        try difference(
          left.map { entry throws(GitError) in try tree(entry.id) } ?? .empty,
          right.map { entry throws(GitError) in try tree(entry.id) } ?? .empty,
          path + "/", visit)
      } else {
        try visit(Change(path: path, old: left, new: right))
      }
    }
  }
}

extension Tree {
  /// Gives the entries that differ, side by side, in git's order. A file and a folder of one name
  /// are no pair.
  public static func pairs(
    _ left: Tree, _ right: Tree, _ body: (Entry?, Entry?) throws -> Void
  ) rethrows {
    let left = left.isSorted ? left : Tree(entries: left.entries)
    let right = right.isSorted ? right : Tree(entries: right.entries)
    var (i, j) = (0, 0)
    while i < left.spots.count || j < right.spots.count {
      let order =
        i == left.spots.count
        ? 1 : j == right.spots.count ? -1 : left.compare(left.spots[i], with: right, right.spots[j])
      if order < 0 {
        try body(left.entry(left.spots[i]), nil)
        i += 1
      } else if order > 0 {
        try body(nil, right.entry(right.spots[j]))
        j += 1
      } else {
        if !left.isSame(left.spots[i], in: right, right.spots[j]) {
          try body(left.entry(left.spots[i]), right.entry(right.spots[j]))
        }
        i += 1
        j += 1
      }
    }
  }
}
