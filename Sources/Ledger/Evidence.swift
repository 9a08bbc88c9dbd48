import Git
import Research

/// Evidence that a comment names: it must be there for everybody, not only in somebody's work tree.
public enum Evidence {
  /// Checks that a path is committed on the branch checked out here, or on any other branch, or
  /// that the ledger holds it: a file, or the results of an experiment (`exp-001-lr-warmup`) or of
  /// one of its runs (`exp-001-lr-warmup/1-7c2mxa`).
  ///
  /// - Throws: ``LedgerError`` when it is no plain path, or is nowhere.
  public static func check(_ path: String, in snapshot: Snapshot) throws {
    let repository = snapshot.repository
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    guard isPlain, !path.isEmpty, !path.contains("\0") else {
      throw LedgerError(
        .invalid, "\"\(path)\" is no path from the repository's root",
        hint: "name it as `git ls-files --full-name` does, such as data/results/run1.json")
    }
    if try isRun(path, snapshot) { return }
    if path.hasPrefix(Layout.root + "/"), try snapshot.holds(path) { return }
    if let head = try repository.head().commit, try holds(path, head, repository) { return }
    for reference in try repository.references(under: "refs/heads/")
    where try repository.kind(of: reference.target) == .commit {
      if try holds(path, reference.target, repository) { return }
    }
    throw LedgerError(
      .invalid, "\(path) is committed on no branch here, so it is no evidence yet",
      hint: "commit it first, then name it; or keep it with the comment: --attach \(path)")
  }

  /// Whether it names an experiment that has runs, or one of them.
  private static func isRun(_ text: String, _ snapshot: Snapshot) throws -> Bool {
    var parts = text.split(separator: "/")[...]
    // As the view's folders are called, too.
    if parts.starts(with: [Substring(Layout.root), "results"]) { parts = parts.dropFirst(2) }
    guard parts.count <= 2, let first = parts.first, let experiment = ExperimentID(first) else {
      return false
    }
    let runs = try snapshot.runs(of: experiment).runs
    return parts.count == 1 ? !runs.isEmpty : runs.contains { "\($0.id)" == parts.last ?? "" }
  }

  private static func holds(
    _ path: String, _ commit: ObjectID, _ repository: Repository
  ) throws -> Bool {
    try repository.entry(at: path, in: try repository.commit(commit).tree) != nil
  }
}
