import Git

/// Finds where the bytes of a removed file went, for words only: no rule believes a rename.
struct RenameSearch {
  private let objects: any ObjectSource
  private let commit: CheckedCommit

  init(_ objects: any ObjectSource, _ commit: CheckedCommit) {
    self.objects = objects
    self.commit = commit
  }

  /// Says of removed files that stand elsewhere now where that is.
  func word(_ violations: inout [Violation]) throws {
    let lost = Set(violations.filter { $0.act == .removed }.compactMap { $0.before?.id })
    // Many empty files are one blob; it was not moved anywhere.
    let wanted = lost.subtracting([.emptyBlob])
    guard !wanted.isEmpty, let parent = commit.parents.first else { return }
    var places: [ObjectID: String] = [:]
    var left = 1_000_000
    try search(parent, commit.tree, [], wanted, &places, &left)
    for index in violations.indices where violations[index].act == .removed {
      guard let id = violations[index].before?.id, let place = places[id] else { continue }
      violations[index].act = .renamed
      violations[index].message = "it was moved to \(place)"
    }
  }

  /// Gives up, without harm, where trees are deeper or larger than any that people make.
  private func search(
    _ before: ObjectID?, _ after: ObjectID, _ folder: [String], _ wanted: Set<ObjectID>,
    _ places: inout [ObjectID: String], _ left: inout Int
  ) throws {
    if before == after || folder.count > ChangeWalk.deepest { return }
    let old = try before.map(objects.tree) ?? .empty
    try Tree.pairs(old, try objects.tree(after)) { one, other in
      guard let other, left > 0 else { return }
      left -= 1
      let path = folder + [other.name]
      if other.isDirectory {
        try search(one?.id, other.id, path, wanted, &places, &left)
      } else if wanted.contains(other.id), places[other.id] == nil {
        places[other.id] = path.joined(separator: "/")
      }
    }
  }
}
