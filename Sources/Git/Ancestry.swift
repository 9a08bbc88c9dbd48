internal import CLibgit2

extension Repository {
  /// A commit that two lines have in common, as late as possible; nil when they have none.
  public func mergeBase(_ a: ObjectID, _ b: ObjectID) throws(GitError) -> ObjectID? {
    if isShallow { return try mergeBaseInShallow(a, b) }
    var (first, second, base) = (a.native, b.native, git_oid())
    let code = unsafe library.call.git_merge_base(&base, handle.pointer, &first, &second)
    if code == 0 { return ObjectID(base) }
    try checkPresence(of: [a, b])
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try library.check(code, "find what \(a.short) and \(b.short) have in common")
    return nil
  }

  /// True when `a` is `b`, or in the history of `b`.
  public func isAncestor(_ a: ObjectID, of b: ObjectID) throws(GitError) -> Bool {
    if a == b { return true }
    if isShallow {
      try checkPresence(of: [a, b])
      return try firstCommit(from: b) { $0 == a } != nil
    }
    // Nearly always the one is a few commits before the other. libgit2 first reads and hashes the
    // whole of git's commit-graph file, where there is one.
    if isShortlyBefore(a, b) { return true }
    var (first, second) = (a.native, b.native)
    let code = unsafe library.call.git_graph_descendant_of(handle.pointer, &second, &first)
    if code < 0 {
      let doing = "look for \(a.short) in the history of \(b.short)"
      let error = GitError(code: code, doing: doing, in: library)
      try checkPresence(of: [a, b])
      throw error
    }
    return code == 1
  }

  /// True when `a` is among the latest commits of the history of `b`.
  private func isShortlyBefore(_ a: ObjectID, _ b: ObjectID) -> Bool {
    var left = 32
    let found = try? firstCommit(from: b) {
      left -= 1
      return $0 == a || left == 0
    }
    return found == a
  }

  /// libgit2 looks for the parents that a shallow history lacks; the walk here does not.
  private func mergeBaseInShallow(_ a: ObjectID, _ b: ObjectID) throws(GitError) -> ObjectID? {
    var known: Set<ObjectID> = []
    _ = try firstCommit(from: a) {
      known.insert($0)
      return false
    }
    return try firstCommit(from: b) { known.contains($0) }
  }

  private func firstCommit(
    from tip: ObjectID, where isWanted: (ObjectID) -> Bool
  ) throws(GitError) -> ObjectID? {
    var found: ObjectID?
    do {
      try history(from: [tip]) { id, _ in
        if isWanted(id) { found = id }
        return found == nil
      }
    } catch let error as GitError {
      throw error
    } catch {
      throw GitError(.other, doing: "read the history of \(tip.short)", message: "\(error)")
    }
    return found
  }

  private func checkPresence(of commits: [ObjectID]) throws(GitError) {
    for id in commits where !contains(id) { throw Self.missing(id, .commit) }
  }
}
