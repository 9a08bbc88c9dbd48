import Git
public import Ledger
import Platform

/// Puts the hooks into a clone, and takes them out again without a trace.
///
/// Where no hook stands, the stubs go into git's own folder of hooks. Where some stand there, that
/// folder is put aside whole, so that links, names and neighbours of theirs stay what they were,
/// and the stubs ask them first. Where `core.hooksPath` names another folder, that one is left
/// alone: the stubs get a folder of their own, which this clone's configuration names instead.
public struct HookInstallation {
  let ledger: Ledger
  /// The absolute path of rtrack.
  let program: String
  let version: GitVersion

  static let folder = "hooks"
  static let ownFolder = "hooks.rtrack"
  static let movedFolder = "hooks.before-rtrack"
  static let beside = ".before-rtrack"

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
    try refuseUnreliable()
    // What is there is taken out first, so that each installation starts from the user's own state.
    try uninstall()
    var record = HookRecord(folder: Self.folder, isServer: server)
    if let path = try settings.hooksPath(), isElsewhere(path.value) {
      record.folder = Self.ownFolder
      record.hooksPath = path.value
    } else if try isTaken(Path.join(common, Self.folder)) {
      record.moved = Self.movedFolder
    }
    let stubs = Path.join(common, record.folder)
    record.madeFolder = try FileSystem.status(stubs) == nil
    try record.write(in: ledger.privateFolder)
    let forwarded = try put(names, record, into: stubs)
    try settings.point(at: record.hooksPath == nil ? nil : stubs, names, in: stubs)
    _ = try ProtectedList(of: ledger).protections()
    return Outcome(
      folder: stubs, hooks: names,
      earlier: record.hooksPath ?? record.moved.map { Path.join(common, $0) },
      forwarded: forwarded, isConfigured: version.hasConfiguredHooks)
  }

  private func hooks(server: Bool) throws -> [HookName] {
    if server { return repository.isBare ? HookName.server : HookName.client + HookName.server }
    if repository.isBare {
      throw LedgerError(
        .refused, "a bare repository has no commits of its own to look at",
        hint: "where others push to it: `rtrack hooks install --server`")
    }
    return HookName.client
  }

  /// Refuses where hooks would not run everywhere, before anything is touched.
  private func refuseUnreliable() throws {
    let record = try HookRecord.read(in: ledger.privateFolder)
    let moved = Path.join(common, Self.movedFolder)
    if record == nil, try FileSystem.status(moved) != nil {
      throw LedgerError(
        .refused, "\(moved) is there already, of an installation that was cut off",
        hint: "see what it holds, and move it away or back")
    }
    guard var path = try settings.hooksPath() else { return }
    if let record, let earlier = record.hooksPath, path.value == Path.join(common, record.folder) {
      path.value = earlier
    }
    guard isElsewhere(path.value) else { return }
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

  /// Whether a value of `core.hooksPath` names another folder than git's own.
  private func isElsewhere(_ path: String) -> Bool {
    Path.absolute(path, in: common) != Path.join(common, Self.folder)
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
    let stub = HookStub(
      program: program, isWhole: Machine.isSelfContained, ledger: ledger.branch,
      earlier: record.earlier)
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
}

extension HookRecord {
  /// How the stubs find the earlier hooks.
  var earlier: HookStub.Earlier? {
    if let hooksPath { return .folder(hooksPath) }
    return moved.map { .beside($0) }
  }
}
