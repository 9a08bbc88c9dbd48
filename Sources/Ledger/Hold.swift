import Git
import Platform

/// Keeps everybody from checking out, deleting or forcing the ledger branch: a locked linked work
/// tree without files, inside the git directory, has it checked out, so that git itself refuses.
struct Hold {
  static let folder = "hold"

  static func path(of ledger: Ledger) -> String {
    Path.join(ledger.privateFolder, folder)
  }

  static func isHold(_ head: WorkTreeHead, of ledger: Ledger) -> Bool {
    head.path == path(of: ledger)
  }

  /// Whether the ledger branch is held here. Bare repositories are pushed to, and git would refuse
  /// the pushes too, so there it never is.
  static func isPresent(in ledger: Ledger) throws -> Bool {
    try ledger.repository.workTreeHeads().contains {
      isHold($0, of: ledger) && $0.branch == ledger.branch
    }
  }

  /// Makes it where it is missing. Answers whether anything was done.
  static func establish(in ledger: Ledger) throws -> Bool {
    if ledger.repository.isBare { return false }
    if try isPresent(in: ledger) { return false }
    let path = path(of: ledger)
    // A leftover of an interrupted call: git's record of it is pruned before it is made anew.
    if try FileSystem.status(path) != nil {
      _ = try git(["worktree", "unlock", path], in: ledger)
      _ = try git(["worktree", "remove", "--force", path], in: ledger)
      try FileSystem.removeTree(path)
    }
    _ = try git(["worktree", "prune"], in: ledger)
    let made = try git(
      [
        "-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--no-checkout", "--lock",
        path, ledger.branchName,
      ], in: ledger)
    guard made.succeeded else {
      throw LedgerError(
        .system,
        "git could not hold \(ledger.branchName): " + String(decoding: made.errors, as: UTF8.self),
        hint: "see `git worktree list`, then `rtrack init` again")
    }
    return true
  }

  private static func git(_ arguments: [String], in ledger: Ledger) throws -> ChildResult {
    try GitProcess.run(
      arguments, in: ledger.repository.commonDirectory, environment: ledger.environment,
      timeLimit: .seconds(30))
  }
}
