import Execution
import Git
import Ledger
import Platform

/// A work tree of its own for a run that repeats another: that one's commit, and nothing else. No
/// hook is run for it, and it is gone when the run is recorded.
struct RerunTree {
  let ledger: Ledger
  let place: RunPlace

  /// Takes the commit out.
  func make(_ commit: String) throws {
    try git(["worktree", "add", "--quiet", "--detach", place.tree, commit])
  }

  /// Removes it, and git's note of it.
  func remove() {
    guard (try? FileSystem.status(place.tree)) != .some(nil) else { return }
    try? git(["worktree", "remove", "--force", place.tree])
    try? FileSystem.removeTree(place.tree)
    try? git(["worktree", "prune"])
  }

  private func git(_ words: [String]) throws {
    let result = try GitProcess.run(
      ["-c", "core.hooksPath=/dev/null"] + words, in: ledger.repository.commonDirectory,
      environment: ledger.environment)
    if result.succeeded { return }
    let said = String(decoding: result.errors.prefix(300), as: UTF8.self)
      .split(separator: "\n").prefix(3).joined(separator: " / ")
    throw LedgerError(
      .system, "git could not make a work tree of the run's commit: \(said)",
      hint: "nothing was started")
  }
}
