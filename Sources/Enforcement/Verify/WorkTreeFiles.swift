import Git
import Ledger
import Platform
import Research

/// Protected files in the work tree that are not what the commit checked out holds: what reads them
/// there reads something else than was promised or measured.
struct WorkTreeFiles {
  let repository: Repository
  let protections: Protections
  let environment: [String: String]
  func findings() throws -> [HistoryFinding] {
    guard let workTree = repository.workTree, let head = try repository.head().commit else {
      return []
    }
    var differing: [(path: String, entry: Tree.Entry)] = []
    let files = ProtectedFiles(in: repository, protections)
    try files.entries(of: try repository.commit(head).tree) { path, entry in
      if try files.isOther(Path.join(workTree, path), entry) { differing.append((path, entry)) }
    }
    if differing.isEmpty { return [] }
    let known = try changesThatGitTells(in: workTree)
    let marks = try marks(in: workTree)
    return differing.compactMap { path, entry in
      finding(path, entry, isTold: known.contains(path), mark: marks[path], in: workTree)
    }
  }

  private func finding(
    _ path: String, _ entry: Tree.Entry, isTold: Bool, mark: Character?, in workTree: String
  ) -> HistoryFinding? {
    let isGone = (try? FileSystem.status(Path.join(workTree, path))) == nil
    var finding: HistoryFinding
    switch mark {
    case _ where isTold:
      finding = HistoryFinding(
        "work-tree", path: path,
        message: isGone
          ? "it is missing from the work tree, and not committed so"
          : "it was changed in the work tree, and not committed",
        remedy: "put the new version beside it, under a name of its own", standing: .told)
    case "S" where isGone, "s" where isGone: return nil
    case "S", "s":
      finding = HistoryFinding(
        "hidden-change", path: path,
        message: "the work tree holds other bytes, and git is told to skip it (skip-worktree)",
        remedy: "compare with `git show HEAD:\(path)`; "
          + "`git update-index --no-skip-worktree` lets git see it")
    case let mark? where mark.isLowercase:
      finding = HistoryFinding(
        "hidden-change", path: path,
        message: isGone
          ? "it is missing from the work tree, and git is told to assume it unchanged"
          : "the work tree holds other bytes, and git is told to assume it unchanged",
        remedy: "compare with `git show HEAD:\(path)`; "
          + "`git update-index --no-assume-unchanged` lets git see it")
    default:
      finding = HistoryFinding(
        "hidden-change", path: path,
        message: "the work tree holds other bytes than the commit, and git does not say so: "
          + "a filter stands between",
        remedy: "see which with `git check-attr -a -- \(path)`, also in .git/info/attributes")
    }
    finding.before = entry
    finding.places = [workTree]
    return finding
  }

  private func changesThatGitTells(in workTree: String) throws -> Set<String> {
    let words = try git(
      ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=no"], in: workTree)
    return Set(words.filter { $0.utf8.count > 3 }.map { String($0.dropFirst(3)) })
  }

  /// The letter that `git ls-files -v` puts before each path.
  private func marks(in workTree: String) throws -> [String: Character] {
    var marks: [String: Character] = [:]
    for word in try git(["ls-files", "-v", "-z"], in: workTree) {
      if let mark = word.first, mark != "H" { marks[String(word.dropFirst(2))] = mark }
    }
    return marks
  }

  private func git(_ arguments: [String], in workTree: String) throws -> [String] {
    let result = try GitProcess.run(
      ["--no-optional-locks", "--no-replace-objects"] + arguments, in: workTree,
      environment: environment, timeLimit: .seconds(120))
    guard result.succeeded else {
      throw LedgerError(
        .system, "git could not say what differs in the work tree",
        hint: String(decoding: result.errors.prefix(200), as: UTF8.self))
    }
    return result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
