public import Git

/// Evidence that a comment names: it must be there for everybody, not only in somebody's work tree.
public enum Evidence {
  /// Checks that a path is committed on the branch checked out here, or on any other branch.
  ///
  /// - Throws: ``LedgerError`` when it is no plain path, or committed nowhere.
  public static func check(_ path: String, in repository: Repository) throws {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    guard isPlain, !path.isEmpty, !path.contains("\0") else {
      throw LedgerError(
        .invalid, "\"\(path)\" is no path from the repository's root",
        hint: "name it as `git ls-files --full-name` does, such as data/results/run1.json")
    }
    if let head = try repository.head().commit, try holds(path, head, repository) { return }
    for reference in try repository.references(under: "refs/heads/")
    where try repository.kind(of: reference.target) == .commit {
      if try holds(path, reference.target, repository) { return }
    }
    throw LedgerError(
      .invalid, "\(path) is committed on no branch here, so it is no evidence yet",
      hint: "commit it first, then name it; or keep it with the comment: --attach \(path)")
  }

  private static func holds(
    _ path: String, _ commit: ObjectID, _ repository: Repository
  ) throws -> Bool {
    try repository.entry(at: path, in: try repository.commit(commit).tree) != nil
  }
}
