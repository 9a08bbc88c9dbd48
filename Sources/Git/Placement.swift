extension ObjectWriter {
  /// Puts entries at their paths below the tree `root` and gives the new root, whatever stands
  /// there now: what has the same name or lies in the way of a path is replaced.
  ///
  /// For giving back what was taken away or changed; new files come by `insert`, which replaces
  /// nothing. No path may lead through another.
  public func place(
    _ entries: [String: Tree.Entry], in root: ObjectID
  ) throws(GitError) -> ObjectID {
    var parts: [(path: ArraySlice<Substring>, entry: Tree.Entry)] = []
    for (path, entry) in entries { parts.append((path.split(separator: "/")[...], entry)) }
    return try place(parts, in: root)
  }

  private func place(
    _ entries: [(path: ArraySlice<Substring>, entry: Tree.Entry)], in root: ObjectID?
  ) throws(GitError) -> ObjectID {
    let old = try root.map { id throws(GitError) in try readTree(id) } ?? .empty
    var changed: [Tree.Entry] = []
    let byName = Dictionary(grouping: entries) { $0.path.first ?? "" }
    for (name, inside) in byName {
      if let leaf = inside.first(where: { $0.path.count == 1 }) {
        changed.append(Tree.Entry(name: String(name), mode: leaf.entry.mode, id: leaf.entry.id))
        continue
      }
      let found = old[String(name)].flatMap { $0.isDirectory ? $0.id : nil }
      let id = try place(inside.map { ($0.path.dropFirst(), $0.entry) }, in: found)
      changed.append(Tree.Entry(name: String(name), mode: .directory, id: id))
    }
    let result = old.setting(changed)
    if let root, result.bytes == old.bytes { return root }
    return try tree(result)
  }
}
