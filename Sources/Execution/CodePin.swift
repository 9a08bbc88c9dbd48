public import Git
public import Ledger
import Platform
public import Research

/// The code that a run stands on, as a commit: HEAD, or one made of the work tree where that is
/// not what HEAD holds.
///
/// Branches, HEAD and the index have no part in it. A reference of the run's own keeps the commit.
public struct CodePin {
  /// The commit.
  public let commit: ObjectID
  /// How many paths of the work tree were not as HEAD has them; 0 where the commit is HEAD.
  public let changes: Int
  /// What lay in the work tree and is not in the commit, each with its reason.
  public let leftOut: [String]

  /// Whether the commit was made for the run.
  public var isDirty: Bool { changes > 0 }

  /// The reference that keeps a run's commit.
  public static func reference(of run: RunID) -> String { "refs/rtrack/runs/\(run)" }

  /// Pins a commit that is here.
  public init(_ commit: ObjectID) {
    self.commit = commit
    changes = 0
    leftOut = []
  }

  /// Pins what the work tree holds now: what is tracked, and what is neither tracked nor ignored.
  ///
  /// Of the latter, files that are called as secrets and those over `limit` bytes are left out.
  public init(of ledger: Ledger, at now: Timestamp, limit: Int) throws {
    let repository = ledger.repository
    guard let top = repository.workTree else {
      throw LedgerError(
        .invalid, "a bare repository has no work tree to run code in", hint: "run it in a clone")
    }
    let work = WorkTreeCommit(ledger: ledger, top: top)
    let changed = try work.changes()
    let head = try repository.head().commit
    if let head, changed.isEmpty {
      commit = head
      changes = 0
      leftOut = []
      return
    }
    var untracked: [String] = []
    var leftOut: [String] = []
    for path in changed.filter(\.isUntracked).map(\.path) {
      if let why = Self.reasonAgainst(path, in: top, limit: limit) {
        leftOut.append("\(path) (\(why))")
      } else {
        untracked.append(path)
      }
    }
    self.leftOut = leftOut
    let tracked = changed.count { !$0.isUntracked }
    if let head, tracked + untracked.count == 0 {
      commit = head
      changes = 0
      return
    }
    changes = max(1, tracked + untracked.count)
    let tree = try work.tree(adding: untracked)
    let who = Signature(name: "rtrack", email: "rtrack@rtrack.invalid", seconds: now.seconds)
    let writer = try repository.writer()
    commit = try writer.commit(
      Commit(
        tree: tree, parents: head.map { [$0] } ?? [], author: who, committer: who,
        message: "The work tree that a run was started in\n"))
    try writer.publish()
  }

  /// Keeps the commit for a run, whatever becomes of branches.
  public func keep(for run: RunID, in repository: Repository, at now: Timestamp) throws {
    try repository.move(
      Self.reference(of: run), from: nil, to: commit,
      by: Signature(name: "rtrack", email: "rtrack@rtrack.invalid", seconds: now.seconds),
      message: "rtrack: run \(run)")
  }

  /// Lets go of the commit of a run that never began.
  public static func release(_ run: RunID, in repository: Repository) throws {
    let reference = reference(of: run)
    if let target = try repository.target(of: reference) {
      try repository.delete(reference, expecting: target)
    }
  }

  private static func reasonAgainst(_ path: String, in top: String, limit: Int) -> String? {
    if path.hasSuffix("/") { return "a repository of its own" }
    let name = Path.last(path).lowercased()
    let ends = [".pem", ".key", ".p12", ".pfx", ".keystore", ".netrc", ".pgpass"]
    let isSecret =
      name == ".env" || name.hasPrefix(".env.") || name.hasPrefix("id_rsa")
      || name.hasPrefix("id_ed25519") || ends.contains { name.hasSuffix($0) }
      || SecretRule.isSecret(name: name.prefix { $0 != "." })
    if isSecret { return "it is called as a secret" }
    guard let status = try? FileSystem.status(Path.join(top, path)) else { return "it is gone" }
    switch status.kind {
    case .file: return status.size > limit ? "it has \(status.size) bytes" : nil
    case .symbolicLink: return nil
    case .directory, .other: return "it is no file"
    }
  }
}

/// A work tree as git sees it, through an index that is nobody else's.
private struct WorkTreeCommit {
  let ledger: Ledger
  let top: String

  /// One path that is not as HEAD has it.
  struct Change {
    let path: String
    let isUntracked: Bool
  }

  func changes() throws -> [Change] {
    let said = try git(
      [
        "--no-optional-locks", "status", "--porcelain=v1", "-z", "--no-renames",
        "--untracked-files=all", "--ignore-submodules=none",
      ])
    return said.split(separator: 0).compactMap { word in
      let text = String(decoding: word, as: UTF8.self)
      guard text.utf8.count > 3 else { return nil }
      return Change(path: String(text.dropFirst(3)), isUntracked: text.hasPrefix("??"))
    }
  }

  /// The tree that the work tree would be committed as, with these files that are not tracked.
  func tree(adding untracked: [String]) throws -> ObjectID {
    let repository = ledger.repository
    let name = "rtrack-run-index-\(Machine.processID)-\(UInt32.random(in: .min ... .max))"
    let index = Path.join(repository.gitDirectory, name)
    defer {
      try? FileSystem.remove(index)
      try? FileSystem.remove(index + ".lock")
    }
    // git's own index knows which files are as they were; without it all would be read.
    if let bytes = try? FileSystem.read(Path.join(repository.gitDirectory, "index")) {
      try FileSystem.create(bytes, at: index, mode: 0o600)
    } else if let head = try repository.head().commit {
      _ = try git(["read-tree", head.hex], index: index)
    }
    _ = try git(["add", "-u"], index: index)
    if !untracked.isEmpty {
      let paths = untracked.flatMap { path -> [UInt8] in Array(path.utf8) + [0] }
      _ = try git(["update-index", "--add", "-z", "--stdin"], index: index, input: paths)
    }
    let said = try git(["write-tree"], index: index)
    let words = String(decoding: said.prefix { $0 != 10 }, as: UTF8.self)
    guard let tree = ObjectID(hex: words) else {
      throw LedgerError(.system, "git wrote no tree of the work tree")
    }
    return tree
  }

  private func git(
    _ words: [String], index: String? = nil, input: [UInt8] = []
  ) throws -> [UInt8] {
    let result = try GitProcess.run(
      words, in: top, environment: ledger.environment, input: input, index: index)
    if result.succeeded { return result.output }
    let said = String(decoding: result.errors.prefix(300), as: UTF8.self)
      .split(separator: "\n").prefix(3).joined(separator: " / ")
    let verb = words.first { !$0.hasPrefix("-") } ?? ""
    throw LedgerError(
      .system, "git \(verb) could not look at the work tree: \(said)",
      hint: "`git status` there says more; nothing was started")
  }
}
