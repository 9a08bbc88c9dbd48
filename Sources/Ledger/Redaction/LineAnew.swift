import Git
public import Research

/// The ledger's line written anew, without what must go.
public struct LineAnew {
  /// The last commit of the new line.
  let tip: ObjectID
  /// What takes the place of the remote's tip that was last seen.
  let seen: ObjectID?
  /// What went, with the tips of both lines.
  public let redaction: Redaction
}

/// Writes the ledger's line anew: every commit from the first that held what must go.
///
/// Authors, times and messages stay as they were; only the message of a commit that brought such an
/// entry goes with it, since it may quote it. Signatures of commits do not survive, those of events
/// do.
struct Rewriting {
  let ledger: Ledger
  let entries: RedactedEntries

  /// So many commits are made durable at once.
  private static let portion = 2_000

  /// What takes the place of each of these commits, which are in the history of the first.
  func run(_ tips: [ObjectID]) throws -> [ObjectID: ObjectID] {
    let repository = ledger.repository
    let writer = try repository.writer()
    let replacements = entries.replacements
    var new: [ObjectID: ObjectID] = [:]
    var trees: [ObjectID: ObjectID] = [:]
    var count = 0
    try repository.history(from: tips, order: .parentsFirst) { id, commit in
      let parents = commit.parents.map { new[$0] ?? $0 }
      let tree = try trees[commit.tree] ?? writer.replacing(replacements, in: commit.tree)
      guard let tree else {
        throw LedgerError(.invalid, "nothing of the ledger would be left at \(id.short)")
      }
      if trees.count > 10_000 { trees = [:] }
      trees[commit.tree] = tree
      if tree == commit.tree, parents == commit.parents { return true }
      let brings = try tree != commit.tree && brought(commit)
      new[id] = try writer.commit(
        Commit(
          tree: tree, parents: parents, author: commit.author, committer: commit.committer,
          message: brings ? Self.message : commit.message))
      count += 1
      if count % Self.portion == 0 { try writer.publish() }
      return true
    }
    try writer.publish()
    return new
  }

  private static let message = "Redacted\n\n[skip ci]\n"

  /// Whether a commit holds an entry that none of its parents does.
  private func brought(_ commit: Commit) throws -> Bool {
    let repository = ledger.repository
    let parents = try commit.parents.map { try repository.commit($0).tree }
    return try entries.replacements.contains { path, old, _ in
      try repository.entry(at: path, in: commit.tree)?.id == old
        && !parents.contains { try repository.entry(at: path, in: $0)?.id == old }
    }
  }
}
