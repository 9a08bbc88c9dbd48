import Git
import Research

/// What the branch that is checked out carries and the ledger does not hold: others' work, merged
/// with their branches, or a ledger that was kept in the tree until now.
extension Carry {
  /// Takes it into the ledger, in one commit.
  ///
  /// - Returns: how many files.
  /// - Throws: ``LedgerError`` of kind `unrelated` where the branch carries another ledger,
  ///   `tampered` where it carries other bytes than the ledger holds.
  public func takeIn() throws -> Int {
    let repository = ledger.repository
    let head = try repository.head()
    guard let parent = head.commit, try ledger.exists(),
      let copy = try repository.tree(try repository.commit(parent).tree)[Layout.root],
      copy.isDirectory
    else { return 0 }
    let branch = head.branch.map(Restoration.short) ?? "the commit checked out here"
    return try writer.locked { lock in
      while true {
        guard let tip = try ledger.tip() else { return 0 }
        let tree = try repository.commit(tip).tree
        let files = try additions(of: copy.id, to: tree)
        if files == 0 { return 0 }
        let taken = try taking(copy, from: branch, onto: tip, tree)
        do {
          try ledger.move(
            ledger.branch, from: tip, to: taken, by: try repository.commit(taken).committer,
            message: "rtrack: taken from \(branch)", holding: lock)
          return files
        } catch let error as GitError where error.kind == .moved {
          continue
        }
      }
    }
  }

  /// A commit on top of the ledger's tip that holds what the copy does.
  private func taking(
    _ copy: Tree.Entry, from branch: String, onto tip: ObjectID, _ tree: ObjectID
  ) throws -> ObjectID {
    let repository = ledger.repository
    let objects = try repository.writer()
    let whole = try objects.tree(Tree(entries: [copy]))
    let carried = try objects.replacing(redacted.replacements, in: whole) ?? whole
    try objects.publish()
    let sync = Sync(of: ledger, writer: writer)
    if try sync.foundings(carried).isDisjoint(with: sync.foundings(tree)) {
      throw LedgerError(
        .unrelated, "\(branch) carries a ledger of another origin",
        hint: "nothing was taken over; `rtrack add FILE` takes single events")
    }
    let union = try objects.union(tree, carried)
    if let conflict = union.conflicts.first { throw Self.differing(conflict.path) }
    let who = try ledger.committer(at: ledger.moment(writer.clock(), on: [tip]))
    let taken = try ledger.signed(
      Commit(
        tree: union.tree, parents: [tip], author: who, committer: who,
        message: "Take over what \(branch) carries\n\n[skip ci]\n"), with: objects)
    _ = try ledger.snapshot(of: [taken])
    return try sync.settle(taken, between: [taken, tip])
  }

  /// How many files a copy holds that the ledger does not; none of its own may be others there.
  private func additions(of copy: ObjectID, to tree: ObjectID) throws -> Int {
    let repository = ledger.repository
    var files = 0
    try repository.difference(from: try repository.tree(tree)[Layout.root]?.id, to: copy) {
      guard let new = $0.new else { return }
      let path = "\(Layout.root)/\($0.path)"
      if redacted.contains(path, new.id) { return }
      if $0.old != nil { throw Self.differing(path) }
      guard new.mode == .file || new.mode == .executable else {
        throw LedgerError(
          .invalid, "\(path) on this branch is no plain file", hint: "nothing was taken over")
      }
      files += 1
    }
    return files
  }

  /// The branch holds other bytes than the ledger.
  static func differing(_ path: String) -> LedgerError {
    LedgerError(
      .tampered, "\(path) on this branch is not what the ledger holds",
      hint: "see what changed it: `git log -- \(path)`; nothing was committed")
  }
}
