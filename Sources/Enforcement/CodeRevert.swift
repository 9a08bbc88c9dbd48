import Git
public import Ledger
import Platform
import Research

/// Reverts a commit's code, and keeps what it brought of the ledger and of protected paths.
///
/// git is given a commit that differs from the wanted one's parent in code alone, and reverts that;
/// so conflicts are git's own, and only in code.
public struct CodeRevert {
  let ledger: Ledger

  /// A revert in one work tree.
  public init(of ledger: Ledger) { self.ledger = ledger }

  /// What a revert did.
  public struct Outcome: Sendable {
    /// The commit that reverts; nil where the wanted one changed no code.
    public let commit: String?
    /// The commit that was reverted.
    public let reverted: String
    /// The protected paths of it that were kept.
    public let kept: [String]
  }

  private var repository: Repository { ledger.repository }

  /// - Parameters:
  ///   - name: the commit, as git takes it.
  ///   - mainline: of a merge, which parent's line stays, from 1.
  /// - Throws: ``LedgerError`` where git could not, with its words; of kind `refused`
  /// with conflicts,
  ///   which are left in the work tree to be settled.
  public func run(_ name: String, mainline: Int?) throws -> Outcome {
    guard let top = repository.workTree else {
      throw LedgerError(
        .refused, "a bare repository has no work tree to revert in",
        hint: "run it in a clone")
    }
    let named = try git(
      ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"], in: top)
    guard named.succeeded, let id = ObjectID(hex: Self.line(named)) else {
      throw LedgerError(.invalid, "\"\(name)\" names no commit", hint: "see `git log --oneline`")
    }
    guard try git(["diff-index", "--cached", "--quiet", "HEAD", "--"], in: top).succeeded else {
      throw LedgerError(
        .refused, "something is staged, and would get into the commit",
        hint: "commit it first, or `git stash`")
    }
    let commit = try repository.commit(id)
    let parent = try parent(of: commit, mainline, id)
    let (code, kept) = try codeChanges(from: parent, to: commit.tree)
    if code.isEmpty { return Outcome(commit: nil, reverted: id.hex, kept: kept) }
    try revert(commit, id, code, in: top)
    guard let made = try repository.head().commit else {
      throw LedgerError(.system, "git made no commit")
    }
    return Outcome(commit: made.hex, reverted: id.hex, kept: kept)
  }

  private func parent(
    of commit: Commit, _ mainline: Int?, _ id: ObjectID
  ) throws -> ObjectID? {
    if commit.parents.count > 1 {
      guard let mainline, (1...commit.parents.count).contains(mainline) else {
        throw LedgerError(
          .invalid, "\(id.short) is a merge of \(commit.parents.count) lines",
          hint: "say which of them stays: `--mainline 1`")
      }
      return try repository.commit(commit.parents[mainline - 1]).tree
    }
    return try commit.parents.first.map { try repository.commit($0).tree }
  }

  /// What a commit did to code, and the protected paths that it touched.
  private func codeChanges(
    from parent: ObjectID?, to tree: ObjectID
  ) throws -> (code: [Change], kept: [String]) {
    let protections = try ProtectedList(of: ledger).protections()
    var code: [Change] = []
    var kept: [String] = []
    try repository.difference(from: parent, to: tree) { change in
      if change.path.unicodeScalars.contains("\u{FFFD}") {
        throw LedgerError(
          .refused, "\(change.path) has a name that is no UTF-8, which this revert cannot handle",
          hint: "revert the other paths by hand: `git revert --no-commit`")
      }
      if protections.protection(of: change.path) == nil {
        code.append(change)
      } else {
        kept.append(change.path)
      }
    }
    return (code, kept)
  }

  private func revert(
    _ commit: Commit, _ id: ObjectID, _ code: [Change], in top: String
  ) throws {
    let before = try treeWithout(code, of: commit.tree, in: top)
    let parent = try made(["commit-tree", "-m", "before", before], in: top)
    let whole = try made(
      ["commit-tree", "-m", "whole", "-p", parent, commit.tree.hex], in: top)
    let subject = commit.message.split(separator: "\n").first.map(String.init) ?? id.short
    let message = "Revert \"\(subject)\"\n\nThis reverts commit \(id.hex), its code alone.\n"
    let reverted = try git(["revert", "--no-commit", whole], in: top)
    guard reverted.succeeded else {
      throw LedgerError(
        .refused,
        "git could not revert the code of \(id.short) by itself: "
          + Self.words(reverted.errors),
        hint: "where it left conflicts, settle them, `git add` the files and `git commit`; what is "
          + "protected was not touched")
    }
    let result = try git(["commit", "--quiet", "-m", message], in: top)
    guard result.succeeded else {
      throw LedgerError(
        .refused, "git did not commit the revert: \(Self.words(result.errors))",
        hint: "it is staged; `git commit` when that is settled")
    }
  }

  /// The commit's tree with its code as it was before, written through an index of its own.
  private func treeWithout(_ code: [Change], of tree: ObjectID, in top: String) throws -> String {
    let index = Path.join(repository.gitDirectory, "rtrack-revert-index")
    try? FileSystem.remove(index)
    defer { try? FileSystem.remove(index) }
    let variables = ["GIT_INDEX_FILE": index]
    _ = try made(["read-tree", tree.hex], in: top, variables)
    // Removals come first: a folder may take a file's place, or a file a folder's.
    var lines: [UInt8] = []
    for change in code where change.old == nil {
      lines += Array("0 \(ObjectID.zero)\t\(change.path)".utf8) + [0]
    }
    for change in code {
      guard let old = change.old else { continue }
      lines += Array("\(String(old.mode.rawValue, radix: 8)) \(old.id)\t\(change.path)".utf8) + [0]
    }
    _ = try made(["update-index", "-z", "--index-info"], in: top, variables, input: lines)
    return try made(["write-tree"], in: top, variables)
  }

  private func made(
    _ words: [String], in top: String, _ variables: [String: String] = [:], input: [UInt8] = []
  ) throws -> String {
    let result = try git(words, in: top, variables, input: input)
    if result.succeeded { return Self.line(result) }
    throw LedgerError(
      .system, "git \(words.first ?? "") could not: \(Self.words(result.errors))")
  }

  /// The folder decides which repository git works in; an index of its own is named on top.
  private func git(
    _ words: [String], in top: String, _ variables: [String: String] = [:], input: [UInt8] = []
  ) throws -> ChildResult {
    var environment = ledger.environment
    for name in GitProcess.repositoryVariables { environment[name] = nil }
    return try GitProcess.run(
      words, in: top, environment: environment.merging(variables) { $1 }, input: input,
      keepsRepository: true)
  }

  private static func line(_ result: ChildResult) -> String {
    String(decoding: result.output.prefix { $0 != 10 }, as: UTF8.self)
  }

  private static func words(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(6).joined(separator: " / ")
  }
}
