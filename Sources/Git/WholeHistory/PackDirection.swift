extension TreeComparison {
  /// So many commits are looked at.
  private static let samples = 24
  /// Their folders are looked at so deep.
  private static let deepest = 16

  /// Whether packs mostly tell newer folders as differences from the older ones that they followed,
  /// and not the reverse.
  func isOlderTheBase(in graph: CommitGraph) throws -> Bool {
    var sum = 0
    for number in 0..<Self.samples {
      let place = graph.count * number / Self.samples
      guard graph.count >= 1_000, graph.isNew[place], graph.parentCount(of: place) > 0 else {
        continue
      }
      sum += try lead(graph.trees[graph.parent(0, of: place)], graph.trees[place])
    }
    return sum > 0
  }

  /// How many newer folders rest on older ones, less those of which the reverse holds, along one
  /// path that differs.
  private func lead(_ old: ObjectID, _ new: ObjectID) throws -> Int {
    var (old, new) = (old, new)
    var lead = 0
    for _ in 0..<Self.deepest where old != new {
      lead += (reader.tells(new, by: old) ? 1 : 0) - (reader.tells(old, by: new) ? 1 : 0)
      var next: (old: ObjectID, new: ObjectID)?
      let (before, after) = (try reader.tree(old), try reader.tree(new))
      _ = TreeStep.pairs(before, after) { pair in
        guard let a = pair.old, let b = pair.new, a.mode == 0o040000, b.mode == 0o040000 else {
          return
        }
        next = (a.id, b.id)
      }
      guard let next else { break }
      (old, new) = next
    }
    return lead
  }
}
