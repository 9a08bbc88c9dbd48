import Git
public import Ledger
import Platform

/// Puts the hooks into a clone, and takes them out again without a trace.
///
/// Where no hook stands, the stubs go into git's own folder of hooks. Where some stand there, that
/// folder is put aside whole, so that links, names and neighbours of theirs stay what
/// they were, and
/// the stubs ask them first. Where `core.hooksPath` names another folder, that one is left alone:
/// the stubs get a folder of their own, which this clone's configuration names instead.
public struct HookInstallation {
  let ledger: Ledger
  /// The absolute path of rtrack.
  let program: String
  let version: GitVersion

  static let folder = "hooks"
  static let ownFolder = "hooks.rtrack"
  static let movedFolder = "hooks.before-rtrack"

  var repository: Repository { ledger.repository }
  var common: String { repository.commonDirectory }
  var settings: HookSettings { HookSettings(ledger: ledger, version: version) }

  /// - Parameter program: the absolute path of rtrack, which the stubs call first.
  public init(of ledger: Ledger, program: String) throws {
    self.init(of: ledger, program: program, version: try GitVersion(from: ledger))
  }

  init(of ledger: Ledger, program: String, version: GitVersion) {
    self.ledger = ledger
    self.program = program
    self.version = version
  }

  /// What an installation did.
  public struct Outcome: Sendable {
    /// Where the stubs are.
    public let folder: String
    /// The hooks that rtrack answers.
    public let hooks: [HookName]
    /// The folder of the hooks that stood before and are asked first.
    public let earlier: String?
    /// Those of them that only they answer.
    public let forwarded: [String]
    /// Whether git's configuration names the hooks as well.
    public let isConfigured: Bool
  }

  /// Installs; again, it brings what is there in step.
  ///
  /// - Throws: ``LedgerError`` where hooks would not run everywhere, with the reason.
  public func install(server: Bool) throws -> Outcome {
    let names = try hooks(server: server)
    // What is there is taken out first, so that each installation starts from the user's own state.
    try uninstall()
    var record = HookRecord(folder: Self.folder, isServer: server)
    let path = try settings.hooksPath()
    if let path, Path.absolute(path.value, in: common) != Path.join(common, Self.folder) {
      try refuseUnreliable(path)
      record.folder = Self.ownFolder
      record.hooksPath = path.value
    } else if try isTaken(Path.join(common, Self.folder)) {
      record.moved = Self.movedFolder
    }
    let stubs = Path.join(common, record.folder)
    record.madeFolder = try FileSystem.status(stubs) == nil
    try refuseLeftovers(record)
    try record.write(in: ledger.privateFolder)
    let forwarded = try put(names, record, into: stubs)
    try settings.point(at: record.hooksPath == nil ? nil : stubs, names, in: stubs)
    _ = try ProtectedList(of: ledger).protections()
    return Outcome(
      folder: stubs, hooks: names,
      earlier: record.hooksPath ?? record.moved.map { Path.join(common, $0) },
      forwarded: forwarded, isConfigured: version.hasConfiguredHooks)
  }

  /// Takes the hooks out and puts back what was there. Answers whether there was anything to do.
  @discardableResult
  public func uninstall() throws -> Bool {
    guard let record = try HookRecord.read(in: ledger.privateFolder) else { return false }
    let stubs = Path.join(common, record.folder)
    for name in try FileSystem.status(stubs) == nil ? [] : FileSystem.entries(stubs) {
      let path = Path.join(stubs, name)
      if try isOurs(path) { try FileSystem.remove(path) }
    }
    if let moved = record.moved { try putBack(Path.join(common, moved), to: stubs) }
    if record.madeFolder, record.moved == nil, try FileSystem.status(stubs) != nil,
      try FileSystem.entries(stubs).isEmpty
    {
      try FileSystem.remove(stubs)
    }
    try settings.restore(hooksPath: record.hooksPath, stubs: stubs)
    try HookRecord.remove(in: ledger.privateFolder)
    return true
  }

  // MARK: Installing

  private func hooks(server: Bool) throws -> [HookName] {
    if server { return repository.isBare ? HookName.server : HookName.client + HookName.server }
    if repository.isBare {
      throw LedgerError(
        .refused, "a bare repository has no commits of its own to look at",
        hint: "where others push to it: `rtrack hooks install --server`")
    }
    return HookName.client
  }

  private func refuseUnreliable(_ path: (scope: String, value: String)) throws {
    if path.scope == "worktree" || path.scope == "command" {
      let place =
        path.scope == "worktree" ? "this work tree's own configuration" : "the environment"
      throw LedgerError(
        .refused, "core.hooksPath (\(path.value)) is set by \(place), over this clone's",
        hint: "unset it there, then install again")
    }
    if path.value.hasPrefix("/") { return }
    let hold = Path.join(ledger.privateFolder, "hold")
    let others = try repository.workTreeHeads().dropFirst().filter { $0.path != hold }
    guard let other = others.first else { return }
    throw LedgerError(
      .refused,
      "core.hooksPath is the relative path \(path.value), and \(other.path) is a linked work tree: "
        + "where a checkout lacks that folder, git runs no hook at all, without a word",
      hint: "make it absolute, `git config core.hooksPath \"$PWD/\(path.value)\"`, or unset it")
  }

  private func refuseLeftovers(_ record: HookRecord) throws {
    guard let moved = record.moved, try FileSystem.status(Path.join(common, moved)) != nil else {
      return
    }
    throw LedgerError(
      .refused, "\(Path.join(common, moved)) is there already, of an installation that was cut off",
      hint: "see what it holds, and move it away or back")
  }

  /// Whether a folder has hooks of others in it, or is itself a link to such.
  private func isTaken(_ folder: String) throws -> Bool {
    guard let status = try FileSystem.status(folder) else { return false }
    if status.kind != .directory { return true }
    return try FileSystem.entries(folder).contains { HookName.known.contains($0) }
  }

  /// Writes the stubs, and hooks that only pass on; gives the names of the latter.
  private func put(
    _ names: [HookName], _ record: HookRecord, into stubs: String
  ) throws -> [String] {
    let stub = HookStub(program: program, ledger: ledger.branch, earlier: record.earlier)
    let there = record.moved == nil ? earlierFolder(record) : stubs
    let own = Set(names.map(\.rawValue))
    let earlier = there.flatMap { try? FileSystem.entries($0) } ?? []
    let forwarded = earlier.filter { HookName.known.contains($0) && !own.contains($0) }
    // With hooks to put aside, the new folder is complete before it takes their place.
    let place = record.moved == nil ? stubs : stubs + ".rtrack-new"
    try FileSystem.makeDirectory(place)
    for name in own.sorted() + forwarded {
      try FileSystem.write(
        Array(stub.text(for: name).utf8), to: Path.join(place, name), mode: 0o755)
    }
    if let moved = record.moved {
      try FileSystem.rename(stubs, to: Path.join(common, moved))
      try FileSystem.rename(place, to: stubs)
    }
    return forwarded
  }

  /// Where the earlier hooks are, to look at.
  func earlierFolder(_ record: HookRecord) -> String? {
    if let path = record.hooksPath {
      return Path.absolute(path, in: repository.workTree ?? repository.gitDirectory)
    }
    return record.moved.map { Path.join(common, $0) }
  }

  // MARK: Taking out

  private func isOurs(_ path: String) throws -> Bool {
    guard try FileSystem.status(path)?.kind == .file else { return false }
    return HookStub.isOurs(try FileSystem.read(path, limit: 1 << 24))
  }

  /// Puts the folder of before back; hooks that came meanwhile stay, each beside the others.
  private func putBack(_ moved: String, to stubs: String) throws {
    guard let status = try FileSystem.status(moved) else { return }
    let now = try FileSystem.status(stubs) == nil ? [] : FileSystem.entries(stubs)
    if now.isEmpty {
      try FileSystem.remove(stubs)
      try FileSystem.rename(moved, to: stubs)
    } else if status.kind == .directory {
      for name in try FileSystem.entries(moved) where !now.contains(name) {
        try FileSystem.rename(Path.join(moved, name), to: Path.join(stubs, name))
      }
      if try FileSystem.entries(moved).isEmpty { try FileSystem.remove(moved) }
    }
  }
}

extension HookRecord {
  /// How the stubs find the earlier hooks.
  var earlier: HookStub.Earlier? {
    if let hooksPath { return .folder(hooksPath) }
    return moved.map { .beside($0) }
  }
}
