import Git
import Ledger
import Platform
import Research

/// The ground a ledger stands on.
extension Diagnosis {
  /// Older ones lack what transport and hooks need.
  static let oldestGit = (2, 28)

  func git() throws -> [Finding] {
    let result = try run(["--version"])
    let words = String(decoding: result.output, as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count >= 3, words[0] == "git" else {
      return [Finding("git", .wrong, "`git --version` says nothing", mend: "install git 2.28")]
    }
    let numbers = words[2].split(separator: ".").prefix(2).map { Int($0) ?? 0 }
    let version = (numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 0)
    if version < Self.oldestGit {
      return [
        Finding(
          "git", .wrong, "git \(words[2]) is too old for transport and hooks",
          mend: "install git 2.28 or newer")
      ]
    }
    return [Finding("git", .ok, "git \(words[2]), with libgit2")]
  }

  func repositoryKind() throws -> [Finding] {
    let repository = ledger.repository
    var kinds: [String] = []
    if repository.isBare { kinds.append("bare") }
    if repository.gitDirectory != repository.commonDirectory { kinds.append("a linked work tree") }
    if repository.isShallow { kinds.append("shallow") }
    if try isSet("core.sparsecheckout") { kinds.append("a sparse checkout") }
    let others = try repository.workTreeHeads().count - 1 - (try ledger.isHeld() ? 1 : 0)
    if others > 0 { kinds.append(counted(others, "linked work tree")) }
    let what = kinds.isEmpty ? "a clone with a work tree" : kinds.joined(separator: ", ")
    if let remote = try partialFrom() {
      return [
        Finding(
          "repository", .warning,
          "\(what); a partial clone of \(remote): rtrack fetches no object that is missing",
          mend: "`git fetch --refetch --no-filter` brings them all, git 2.36 or newer")
      ]
    }
    return [Finding("repository", .ok, what)]
  }

  private func partialFrom() throws -> String? {
    if let remote = try ledger.repository.setting("extensions.partialclone") { return remote }
    guard let remote = ledger.remote, try isSet("remote.\(remote).promisor") else { return nil }
    return remote
  }

  /// Lock files that some process holds, or left behind when it died.
  func locks() throws -> [Finding] {
    let common = ledger.repository.commonDirectory
    let files = ["packed-refs.lock", "config.lock", "\(ledger.branch).lock"]
    var found: [Finding] = []
    for file in files {
      let path = Path.join(common, file)
      guard let status = try FileSystem.status(path) else { continue }
      let age = Timestamp(seconds: status.modified).age(at: now)
      found.append(
        Finding(
          "locks", .warning, "\(path) has been there for \(age)",
          mend: "it is git's: see with `ps` whether a git runs; if none does, one died holding it, "
            + "and you may move the file away"))
    }
    return found
  }

  /// How many loose objects git itself thinks too many.
  func objects() throws -> [Finding] {
    let folder = Path.join(ledger.repository.commonDirectory, "objects")
    var count = 0
    for name in try FileSystem.entries(folder) where name.utf8.count == 2 {
      count += try FileSystem.entries(Path.join(folder, name)).count
    }
    let limit = try ledger.repository.setting("gc.auto").flatMap { Int($0) } ?? 6700
    if limit > 0, count > limit {
      return [
        Finding(
          "objects", .warning, "\(count) objects lie loose, which makes reading slow",
          mend: "pack them: `git gc --no-prune`")
      ]
    }
    return [Finding("objects", .ok, "no repack is due")]
  }

  func isSet(_ key: String) throws -> Bool {
    let value = try ledger.repository.setting(key)?.lowercased()
    return ["true", "yes", "on", "1"].contains(value)
  }

  func run(_ arguments: [String]) throws -> ChildResult {
    try GitProcess.run(
      arguments, in: ledger.repository.commonDirectory, environment: ledger.environment,
      timeLimit: .seconds(20))
  }
}
