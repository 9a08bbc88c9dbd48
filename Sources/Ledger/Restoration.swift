import Git
import Platform
import Research

/// Builds a ledger again from the copy of it that a branch of code carries.
///
/// Each first-parent commit that changed the copy becomes one ledger commit: that subtree, a fixed
/// identity, that commit's time, a message naming it. So every clone that restores gets the same
/// ids, and the order in which things were written survives.
struct Restoration {
  let ledger: Ledger
  /// Says what was taken out of the ledger by authority, and does not come back from a copy.
  let judge: RedactionJudge

  init(of ledger: Ledger, judge: @escaping RedactionJudge = { _, _ in [:] }) {
    self.ledger = ledger
    self.judge = judge
  }

  /// Nil when no branch carries a ledger.
  func restore(holding lock: borrowing FileLock) throws -> Origin? {
    guard let (branch, tip) = try carrier() else { return nil }
    let repository = ledger.repository
    var steps: [(id: ObjectID, commit: Commit, copy: Tree.Entry)] = []
    try repository.history(from: [tip], order: .newestFirst, firstParent: true) { id, commit in
      guard let copy = try repository.tree(commit.tree)[Layout.root], copy.mode == .directory
      else { return !steps.isEmpty ? false : true }
      if steps.last?.copy.id == copy.id { steps.removeLast() }
      steps.append((id, commit, copy))
      return true
    }
    let redacted = RedactedEntries(Array(try judge(tip, [tip]).values))
    var parent: (id: ObjectID, tree: ObjectID)?
    for step in steps.reversed() {
      let writer = try repository.writer()
      let whole = try writer.tree(Tree(entries: [step.copy]))
      let tree = try writer.replacing(redacted.replacements, in: whole) ?? whole
      try writer.publish()
      if let parent { try refuseUnlessGrown(from: parent.tree, to: tree, by: step.id) }
      let who = Signature(
        name: "rtrack", email: "rtrack@rtrack.invalid", seconds: step.commit.committer.seconds,
        offsetMinutes: 0)
      let commit = Commit(
        tree: tree, parents: parent.map { [$0.id] } ?? [], author: who, committer: who,
        message: "Restored from \(step.id)\n\n[skip ci]\n")
      let id = try writer.commit(commit)
      try writer.publish()
      parent = (id, tree)
    }
    guard let last = parent else { return nil }
    _ = try ledger.snapshot(of: [last.id])
    let committer = try ledger.committer(at: Timestamp(seconds: steps[0].commit.committer.seconds))
    try ledger.move(
      ledger.branch, from: nil, to: last.id, by: committer, message: "rtrack: restored",
      holding: lock)
    return .restored(branch: Self.short(branch), commits: steps.count)
  }

  /// A branch as people call it.
  static func short(_ branch: String) -> String {
    let prefix = ["refs/heads/", "refs/remotes/"].first { branch.hasPrefix($0) } ?? ""
    return String(branch.dropFirst(prefix.count))
  }

  /// The branch whose copy is taken: the remote's main line first, then this clone's, then HEAD.
  func carrier() throws -> (branch: String, tip: ObjectID)? {
    let repository = ledger.repository
    var names: [String] = []
    if let remote = ledger.remote {
      names += ["HEAD", "main", "master"].map { "refs/remotes/\(remote)/\($0)" }
    }
    names += ["refs/heads/main", "refs/heads/master", "HEAD"]
    for name in names {
      guard let tip = try repository.target(of: name), try repository.kind(of: tip) == .commit
      else { continue }
      let tree = try repository.commit(tip).tree
      let policy = try repository.entry(at: "\(Layout.root)/policy", in: tree)
      if policy?.mode == .directory { return (name, tip) }
    }
    return nil
  }

  /// A carried copy only ever grows; where it did not, somebody rewrote it.
  private func refuseUnlessGrown(
    from old: ObjectID?, to new: ObjectID, by commit: ObjectID
  ) throws {
    try ledger.repository.difference(from: old, to: new) { change in
      guard change.old != nil else { return }
      let what = change.new == nil ? "removed" : "changed"
      throw LedgerError(
        .tampered,
        "\(change.path) was \(what) by \(commit.short) on a branch that carries "
          + "the ledger",
        hint:
          "see `git show \(commit.short) -- \(change.path)`; nothing was restored")
    }
  }
}
