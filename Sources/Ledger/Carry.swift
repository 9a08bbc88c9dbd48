import Git
import Platform

/// Commits the ledger's files beside the code on the branch that is checked out, so that a clone
/// that has only that branch can build the ledger again.
///
/// One commit for all that is new; its tree comes from the ledger's commit through a temporary
/// index, and git itself makes it, so that the user's hooks and identity hold.
public struct Carry {
  let ledger: Ledger
  let writer: Writer
  /// What was taken out of the ledger by authority, and goes from the copy too.
  let redacted: RedactedEntries

  /// A carry of this ledger onto the branch that is checked out.
  public init(of ledger: Ledger, writer: Writer, redacted: RedactedEntries = .init()) {
    self.ledger = ledger
    self.writer = writer
    self.redacted = redacted
  }

  /// What a carry did.
  public struct Outcome: Hashable, Sendable {
    /// Nil when the branch carried everything already.
    public let commit: String?
    /// How many files were added to the branch.
    public let files: Int
    /// The files that had been taken out of the ledger, and are no longer on the branch.
    public var removed: [String] = []
    /// The branch, without `refs/heads/`; nil on a detached HEAD.
    public let branch: String?
  }

  /// Commits what the branch does not carry yet.
  ///
  /// - Throws: ``LedgerError`` of kind `refused` where nothing can be committed (a bare repository,
  ///   no commit yet, a merge or rebase under way), `tampered` where the branch carries other bytes
  ///   than the ledger holds.
  public func run() throws -> Outcome {
    let repository = ledger.repository
    guard let workTree = repository.workTree else {
      throw LedgerError(
        .refused, "a bare repository has no branch checked out to carry the ledger on",
        hint: "run `rtrack carry` in a work tree")
    }
    let head = try repository.head()
    guard let parent = head.commit else {
      throw LedgerError(
        .refused, "the branch checked out here has no commit yet",
        hint: "commit something first, then `rtrack carry`")
    }
    guard let tip = try ledger.tip() else {
      throw LedgerError(
        .noLedger, "there is no ledger to carry", hint: "make one with `rtrack init`")
    }
    try refuseUnderway(in: repository.gitDirectory)
    let code = try repository.commit(parent).tree
    let carried = try repository.tree(code)[Layout.root]
    let copy = try repository.tree(try repository.commit(tip).tree)[Layout.root]
    guard let copy, copy.mode == .directory else {
      throw LedgerError(.invalid, "the ledger branch holds no \(Layout.root)")
    }
    if carried?.id == copy.id { return Outcome(commit: nil, files: 0, branch: head.branch) }
    var added: [(path: String, entry: Tree.Entry)] = []
    var removed: [String] = []
    try repository.difference(from: carried?.id, to: copy.id) { change in
      let path = "\(Layout.root)/\(change.path)"
      let isRedacted = redacted.covers(path, change.old, became: change.new)
      if isRedacted { removed.append(path) }
      if isRedacted, change.new == nil { return }
      guard change.old == nil || isRedacted, let entry = change.new else {
        throw Self.differing(path)
      }
      added.append((path, entry))
    }
    let commit = try commit(copy.id, onto: parent, in: workTree)
    let gone = Set(removed).subtracting(added.map(\.path))
    try settle(added, without: gone.sorted(), in: workTree)
    return Outcome(
      commit: commit.hex, files: added.count - (removed.count - gone.count), removed: removed,
      branch: head.branch)
  }

  /// A merge or rebase under way would be finished by a commit made now.
  private func refuseUnderway(in gitDirectory: String) throws {
    for (file, what) in [
      ("MERGE_HEAD", "a merge"), ("rebase-merge", "a rebase"), ("rebase-apply", "a rebase"),
      ("CHERRY_PICK_HEAD", "a cherry-pick"), ("REVERT_HEAD", "a revert"),
    ] where try FileSystem.status(Path.join(gitDirectory, file)) != nil {
      throw LedgerError(
        .refused, "\(what) is under way in this work tree",
        hint: "finish it first; the ledger itself takes writes meanwhile")
    }
  }

  /// The commit, made by git from an index of its own: HEAD's tree with the ledger's folder in it.
  private func commit(
    _ copy: ObjectID, onto parent: ObjectID, in workTree: String
  ) throws -> ObjectID {
    let index = Path.join(ledger.repository.gitDirectory, "rtrack-carry-index")
    try? FileSystem.remove(index)
    defer { try? FileSystem.remove(index) }
    var variables = ledger.environment
    variables["GIT_INDEX_FILE"] = index
    try git(["read-tree", parent.hex], in: workTree, variables)
    try git(
      ["rm", "-r", "--cached", "--quiet", "--ignore-unmatch", "--", Layout.root], in: workTree,
      variables)
    try git(["read-tree", "--prefix=\(Layout.root)/", copy.hex], in: workTree, variables)
    try git(
      ["commit", "--quiet", "--no-edit", "-m", "Carry the ledger"], in: workTree, variables)
    guard let made = try ledger.repository.head().commit, made != parent else {
      throw LedgerError(.system, "git made no commit for the carried copy")
    }
    return made
  }

  /// Brings the user's index and files in line for these paths, and nothing else.
  private func settle(
    _ added: [(path: String, entry: Tree.Entry)], without gone: [String], in workTree: String
  ) throws {
    var lines: [UInt8] = []
    for (path, entry) in added {
      lines += Array("\(entry.mode == .executable ? "100755" : "100644") \(entry.id)\t\(path)".utf8)
      lines.append(0)
    }
    for path in gone { lines += Array("0 \(ObjectID.zero)\t\(path)".utf8) + [0] }
    let result = try GitProcess.run(
      ["update-index", "-z", "--index-info"], in: workTree, environment: ledger.environment,
      input: lines, timeLimit: .seconds(60))
    guard result.succeeded else { throw failure(result) }
    // The view's files of the same paths become tracked ones; its renderings have no place here.
    _ = View(of: ledger)?.refresh()
    for path in gone where View.isWritable(path) {
      try? FileSystem.remove(Path.join(workTree, path))
    }
    for (path, entry) in added where View.isWritable(path) {
      do {
        let file = Path.join(workTree, path)
        try FileSystem.makeDirectory(Path.parent(file))
        try FileSystem.write(try ledger.repository.blob(entry.id), to: file)
      } catch let error as SystemError {
        throw LedgerError.system(error)
      }
    }
    _ = try GitProcess.run(
      ["update-index", "-q", "--refresh"], in: workTree, environment: ledger.environment,
      timeLimit: .seconds(60))
  }

  private func git(
    _ arguments: [String], in workTree: String, _ variables: [String: String]
  ) throws {
    let result = try GitProcess.run(
      arguments, in: workTree, environment: variables, timeLimit: .seconds(600),
      keepsRepository: true)
    guard result.succeeded else { throw failure(result) }
  }

  private func failure(_ result: ChildResult) -> LedgerError {
    LedgerError(
      .system,
      "git could not commit the carried copy: "
        + Fetch.lastLine(String(decoding: result.errors, as: UTF8.self)))
  }
}
