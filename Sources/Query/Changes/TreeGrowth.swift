import Git

/// What some trees hold together and others do not.
struct TreeGrowth {
  let repository: Repository

  /// The paths of files that one of `new` holds and none of `old`; what is the same is not read.
  func paths(in new: [ObjectID], butNotIn old: [ObjectID]) throws -> Set<String> {
    var added: Set<String> = []
    for root in new where !old.contains(root) {
      try repository.difference(from: old.first, to: root) { change in
        guard change.new != nil, change.old == nil else { return }
        for other in old.dropFirst()
        where try repository.entry(at: change.path, in: other) != nil { return }
        added.insert(change.path)
      }
    }
    return added
  }
}
