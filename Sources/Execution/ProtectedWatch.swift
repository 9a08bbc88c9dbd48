import Enforcement
public import Git
public import Ledger
import Platform

/// Protected files of the work tree while a command runs: what it did to them is found at its end,
/// and undone from the commit that it was started on.
public struct ProtectedWatch {
  private let ledger: Ledger
  private let commit: ObjectID
  private let files: ProtectedFiles
  private let top: String
  /// What differed already, such as by a filter; nobody's doing here.
  private let before: Set<String>

  /// What a command did to protected files.
  public struct Finding: Sendable {
    /// The paths that were changed or removed.
    public var changed: [String] = []
    /// Those of them that are not as they were even now.
    public var left: [String] = []

    /// Nothing was done.
    public init() {}
  }

  /// Begins to watch; nil where there is no work tree.
  public init?(of ledger: Ledger, since commit: ObjectID) throws {
    guard let top = ledger.repository.workTree else { return nil }
    self.ledger = ledger
    self.top = top
    self.commit = commit
    files = ProtectedFiles(
      in: ledger.repository, try ProtectedList(of: ledger).protections())
    before = Set(try files.differing(from: commit, in: top))
  }

  /// As ``init(of:since:)-(_,ObjectID)``, of a commit in hexadecimal.
  public init?(of ledger: Ledger, since commit: String) throws {
    guard let commit = ObjectID(hex: commit) else { return nil }
    try self.init(of: ledger, since: commit)
  }

  /// Looks what is otherwise than at the beginning, and gives it back its bytes.
  public func restore() throws -> Finding {
    var finding = Finding()
    finding.changed = try differing()
    if finding.changed.isEmpty { return finding }
    // One by one where all together do not go: a folder may stand in a file's place.
    if try !restored(finding.changed) {
      for path in finding.changed { _ = try restored([path]) }
    }
    finding.left = try differing()
    return finding
  }

  private func differing() throws -> [String] {
    try files.differing(from: commit, in: top).filter { !before.contains($0) }
  }

  private func restored(_ paths: [String]) throws -> Bool {
    let result = try GitProcess.run(
      [
        "--literal-pathspecs", "restore", "--source=\(commit)", "--worktree",
        "--ignore-skip-worktree-bits", "--pathspec-from-file=-", "--pathspec-file-nul",
      ],
      in: top, environment: ledger.environment,
      input: paths.flatMap { path -> [UInt8] in Array(path.utf8) + [0] })
    return result.succeeded
  }
}
