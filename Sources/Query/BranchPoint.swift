import Git
public import Ledger
public import Research

/// Where the work that is checked out left a branch of code.
public struct BranchPoint: Hashable, Sendable {
  /// The commit where both were last one, shortened.
  public let commit: String
  /// When that commit was made.
  public let time: Timestamp

  /// Finds it for HEAD and a branch as people call it: `main`, or `origin/main`.
  ///
  /// - Throws: ``LedgerError`` when there is no such branch, nothing is committed, or the two have
  ///   no commit in common.
  public init(of name: String, in ledger: Ledger) throws {
    let repository = ledger.repository
    guard let head = try repository.head().commit else {
      throw LedgerError(
        .invalid, "nothing is committed here yet, so HEAD left no branch",
        hint: "ask with --since TIME instead")
    }
    var names = ["refs/heads/\(name)", "refs/remotes/\(name)"]
    if let remote = ledger.remote { names.append("refs/remotes/\(remote)/\(name)") }
    let tip = try names.compactMap { try repository.target(of: $0) }
      .first { try repository.kind(of: $0) == .commit }
    guard let tip else {
      let known = try repository.references(under: "refs/heads/").map { $0.name.dropFirst(11) }
        .filter { $0 != ledger.branchName }
      throw LedgerError(
        .invalid, "there is no branch \(name)",
        hint: "the branches here: \(known.prefix(8).joined(separator: ", "))")
    }
    guard let base = try repository.mergeBase(head, tip) else {
      throw LedgerError(
        .invalid, "HEAD and \(name) have no commit in common, so HEAD never left it",
        hint: "in a shallow clone `git fetch --unshallow` brings the rest; or use --since TIME")
    }
    commit = base.short
    time = Timestamp(seconds: try repository.commit(base).committer.seconds)
  }
}
