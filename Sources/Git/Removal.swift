extension ObjectWriter {
  /// Takes entries out of the tree `root`, where they stand as they are given, and gives the new
  /// root; nil when nothing is left. Folders that become empty go too.
  ///
  /// - Parameter entries: by path: what must stand there to be taken out, and what stands there
  ///   then; nil for nothing.
  public func replacing(
    _ entries: [(path: String, old: ObjectID, new: ObjectID?)], in root: ObjectID
  ) throws(GitError) -> ObjectID? {
    try replacing(entries.map { ($0.path.split(separator: "/")[...], $0.old, $0.new) }, in: root)
  }

  private func replacing(
    _ entries: [(path: ArraySlice<Substring>, old: ObjectID, new: ObjectID?)], in root: ObjectID
  ) throws(GitError) -> ObjectID? {
    let tree = try readTree(root)
    var kept: [Tree.Entry] = []
    var isChanged = false
    let byName = Dictionary(grouping: entries) { $0.path.first ?? "" }
    for entry in tree.entries {
      guard let inside = byName[Substring(entry.name)], Array(entry.name.utf8) == entry.nameBytes
      else {
        kept.append(entry)
        continue
      }
      let id: ObjectID?
      if entry.isDirectory {
        let below = inside.filter { $0.path.count > 1 }
          .map { (path: $0.path.dropFirst(), old: $0.old, new: $0.new) }
        id = below.isEmpty ? entry.id : try replacing(below, in: entry.id)
      } else if let hit = inside.first(where: { $0.path.count == 1 && $0.old == entry.id }) {
        id = hit.new
      } else {
        id = entry.id
      }
      if id != entry.id { isChanged = true }
      if let id { kept.append(Tree.Entry(name: entry.name, mode: entry.mode, id: id)) }
    }
    if !isChanged { return root }
    return kept.isEmpty ? nil : try self.tree(Tree(entries: kept))
  }
}
