import Git
import Platform
import Research

extension Sync {
  /// One commit that holds both sides: a merge, the remote's tip its first parent; where what is
  /// here is not as it was first written, what is new here alone, on top of the remote's tip.
  ///
  /// A merge of two lines that differ at a path would itself break the rule.
  func unite(
    _ remote: ObjectID, _ local: ObjectID, _ outcome: inout Outcome
  ) throws -> ObjectID {
    let repository = ledger.repository
    let base = try repository.mergeBase(remote, local)
    if try base == nil && !isOneLedger(remote, local) {
      throw LedgerError(
        .unrelated, "\(ledger.remote ?? "the remote") has a ledger of another origin",
        hint: "nothing was changed; a fresh clone takes the remote's, and `rtrack add FILE` takes "
          + "single events over; or keep this one beside it: `git config ledger.branch NAME` there")
    }
    let objects = try repository.writer()
    let union = try objects.union(
      try repository.commit(remote).tree, try repository.commit(local).tree)
    let conflicts = Set(union.conflicts.map(\.path))
    let firsts = try FirstVersions(in: repository)
      .introductions(of: conflicts, in: [remote, local])
    for conflict in union.conflicts {
      let known = firsts[conflict.path] ?? []
      // Where only one side has a folder, that is right: no file of a ledger ever becomes one.
      let isRemoteRight =
        conflict.a.isDirectory != conflict.b.isDirectory
        ? conflict.a.isDirectory : known.contains(conflict.a) && !known.contains(conflict.b)
      if !isRemoteRight { throw Self.tampered([conflict.path], remote: ledger.remote) }
    }
    let wounds = try base.map { try Healing(of: ledger).wounds(of: local, since: [$0]) } ?? []
    let undone = conflicts.union(wounds.map(\.path))
    outcome.undone = undone.sorted()
    let isPlain = try undone.isEmpty && !holdsRewoundLie(local, beyond: remote)
    // All of it is there already, on a line that never held the lie.
    if !isPlain, try union.tree == repository.commit(remote).tree { return remote }
    let who = try ledger.committer(at: ledger.moment(writer.clock(), on: [remote, local]))
    if isPlain {
      let commit = Commit(
        tree: union.tree, parents: [remote, local], author: who, committer: who,
        message: "Unite two clones of the ledger\n\n[skip ci]\n")
      return try ledger.signed(commit, with: objects)
    }
    let kept = Dictionary(
      union.conflicts.map { ($0.path, $0.a) }, uniquingKeysWith: { first, _ in first })
    let commit = Commit(
      tree: try objects.place(kept, in: union.tree), parents: [remote], author: who,
      committer: who, message: "Take over what was written in a clone\n\n[skip ci]\n")
    return try ledger.signed(commit, with: objects)
  }

  /// Whether `local`, which leads on from `remote`, can be pushed as it is: nothing in it was ever
  /// otherwise than first written that the remote does not hold already.
  func isPlain(_ local: ObjectID, beyond remote: ObjectID) throws -> Bool {
    try Healing(of: ledger).wounds(of: local, since: [remote]).isEmpty
      && !holdsRewoundLie(local, beyond: remote)
  }

  /// Whether `local` alone still holds a commit that changed or took away what was written, though
  /// that was put right later: the remote was put back to before it, and its hook would never take
  /// that line again.
  ///
  /// Looked for only where the remote does not lead on from what was seen there.
  private func holdsRewoundLie(_ local: ObjectID, beyond remote: ObjectID) throws -> Bool {
    let repository = ledger.repository
    guard let seen = try Witness(of: ledger).seen(), seen != remote,
      try !repository.isAncestor(seen, of: remote)
    else { return false }
    var isFound = false
    try repository.history(from: [local], hiding: [remote]) { _, commit in
      for parent in commit.parents {
        let before = try repository.commit(parent).tree
        try repository.difference(from: before, to: commit.tree) {
          if $0.old != nil { isFound = true }
        }
      }
      return !isFound
    }
    return isFound
  }

  /// Whether two lines without a common commit hold one founding: one of them was written anew.
  func isOneLedger(_ remote: ObjectID, _ local: ObjectID) throws -> Bool {
    let trees = try [remote, local].map { try ledger.repository.commit($0).tree }
    return try !foundings(trees[0]).isDisjoint(with: foundings(trees[1]))
  }

  /// The events by which a root tree's ledger was founded.
  func foundings(_ tree: ObjectID) throws -> Set<Tree.Entry> {
    let repository = ledger.repository
    let folder = try repository.entry(at: "\(Layout.root)/policy", in: tree)
    guard let folder, folder.isDirectory else { return [] }
    return Set(try repository.tree(folder.id).entries.filter { $0.name.contains("-founded-") })
  }

  static func tampered(_ paths: [String], remote: String?) -> LedgerError {
    let first = paths.prefix(3).joined(separator: ", ")
    let more = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    return LedgerError(
      .tampered, "\(remote ?? "the remote") holds other bytes than were written in \(first)\(more)",
      hint: "nothing was taken over; what was first written is safe here. Who pushed the change "
        + "is told by `git log refs/rtrack/fetched/\(remote ?? "origin") -- \(paths.first ?? "")`; "
        + "`rtrack sync --heal` returns it to what was first written")
  }
}
