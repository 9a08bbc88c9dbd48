import Git
import Ledger
import Platform

/// The configuration of git, where it decides about hooks.
struct HookSettings {
  let ledger: Ledger
  /// git's version; configured hooks came with 2.54.
  let version: GitVersion

  private var repository: Repository { ledger.repository }
  private var file: String { Path.join(repository.commonDirectory, "config") }
  private var before: String { Path.join(ledger.privateFolder, "config-before-hooks") }
  private var after: String { Path.join(ledger.privateFolder, "config-with-hooks") }

  /// `core.hooksPath` as it counts in this work tree, and where it is set: `local`, `global`,
  /// `worktree`, `command` and so on; nil where it is not.
  func hooksPath() throws -> (scope: String, value: String)? {
    let result = try GitProcess.run(
      ["config", "--show-scope", "--type=path", "--get", "core.hooksPath"],
      in: repository.workTree ?? repository.gitDirectory, environment: ledger.environment)
    let words = String(decoding: result.output, as: UTF8.self)
      .split(separator: "\n").last?.split(separator: "\t", maxSplits: 1).map(String.init)
    guard result.succeeded, let words, words.count == 2 else { return nil }
    return (words[0], words[1])
  }

  /// The keys of the configuration that make git run the stubs by itself, where it can: these hooks
  /// run whatever `core.hooksPath` says.
  static func configured(_ hooks: [HookName], in folder: String) -> [(key: String, value: String)] {
    hooks.flatMap { hook -> [(String, String)] in
      let stub = HookStub.quoted(Path.join(folder, hook.rawValue))
      let name = "hook.rtrack-\(hook.rawValue)"
      // A repository that was moved away must not have all its commits refused.
      return [
        ("\(name).command", "test ! -x \(stub) || RTRACK_CONFIGURED=$PPID \(stub)"),
        ("\(name).event", hook.rawValue),
      ]
    }
  }

  /// The hooks among these that git's configuration runs by itself in this work tree.
  func running(_ hooks: [HookName], in folder: String) throws -> Set<HookName> {
    guard version.hasConfiguredHooks else { return [] }
    let result = try GitProcess.run(
      ["config", "--null", "--get-regexp", "^hook\\.rtrack-"],
      in: repository.workTree ?? repository.gitDirectory, environment: ledger.environment)
    var values: [String: String] = [:]
    for entry in result.output.split(separator: 0) {
      let words = entry.split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
      let value = words.count > 1 ? String(decoding: words[1], as: UTF8.self) : "true"
      values[String(decoding: words[0], as: UTF8.self)] = value
    }
    let isOff = ["false", "no", "off", "0"]
    return Set(
      hooks.filter { hook in
        !isOff.contains(values["hook.rtrack-\(hook.rawValue).enabled"] ?? "")
          && Self.configured([hook], in: folder).allSatisfy { values[$0.key] == $0.value }
      })
  }

  /// Points git at the stubs: through `core.hooksPath` when `folder` is given, and by configured
  /// hooks where git has them.
  func point(at folder: String?, _ hooks: [HookName], in stubs: String) throws {
    var values: [(key: String, value: String)] = []
    if let folder { values.append(("core.hooksPath", folder)) }
    if version.hasConfiguredHooks { values += Self.configured(hooks, in: stubs) }
    if values.isEmpty { return }
    try keep(file, as: before)
    for (key, value) in values { try config([key, value]) }
    try keep(file, as: after)
  }

  /// Takes back what `point` did: to the byte where nobody changed the configuration since.
  func restore(hooksPath: String?, stubs: String) throws {
    guard let with = try bytes(after), let without = try bytes(before) else { return }
    if try bytes(file) == with {
      let target = try FileSystem.resolve(file)
      let mode = try FileSystem.status(target)?.permissions ?? 0o644
      try FileSystem.write(without, to: target, mode: mode)
    } else {
      try restoreByKey(hooksPath, stubs, without)
    }
    try FileSystem.remove(after)
    try FileSystem.remove(before)
  }

  private func restoreByKey(_ hooksPath: String?, _ stubs: String, _ without: [UInt8]) throws {
    for hook in HookName.allCases {
      // Not there: nothing to remove.
      _ = try? config(["--remove-section", "hook.rtrack-\(hook.rawValue)"])
    }
    guard try self.hooksPath()?.value == stubs else { return }
    if let hooksPath, try wasLocal(without) {
      try config(["core.hooksPath", hooksPath])
    } else {
      try config(["--unset-all", "core.hooksPath"])
    }
  }

  /// Whether the configuration of before set the folder of hooks itself.
  private func wasLocal(_ without: [UInt8]) throws -> Bool {
    let result = try GitProcess.run(
      ["config", "--file", before, "--get", "core.hooksPath"], in: repository.commonDirectory,
      environment: ledger.environment)
    return result.succeeded
  }

  private func keep(_ file: String, as copy: String) throws {
    try FileSystem.makeDirectory(ledger.privateFolder)
    try FileSystem.write(try bytes(file) ?? [], to: copy, mode: 0o600)
  }

  private func bytes(_ path: String) throws -> [UInt8]? {
    guard try FileSystem.status(path) != nil else { return nil }
    return try FileSystem.read(path, limit: 1 << 24)
  }

  private func config(_ words: [String]) throws {
    let result = try GitProcess.run(
      ["config", "--file", file] + words, in: repository.commonDirectory,
      environment: ledger.environment)
    guard result.succeeded else {
      throw LedgerError(
        .system,
        "git could not set \(words.first ?? ""): "
          + String(decoding: result.errors.prefix { $0 != 10 }, as: UTF8.self))
    }
  }
}

/// The version of the git that is called here.
public struct GitVersion: Hashable, Sendable {
  let major: Int
  let minor: Int

  /// A version from its first two numbers.
  init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Asks git.
  init(from ledger: Ledger) throws {
    let result = try GitProcess.run(
      ["--version"], in: ledger.repository.commonDirectory, environment: ledger.environment)
    let words = String(decoding: result.output, as: UTF8.self).split(separator: " ")
    let numbers = words.count > 2 ? words[2].split(separator: ".").map { Int($0) ?? 0 } : []
    self.init(numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 0)
  }

  /// Hooks named in the configuration run beside those of the folder, from 2.54 on.
  var hasConfiguredHooks: Bool { (major, minor) >= (2, 54) }
  /// `git hook run`, from 2.36 on.
  var hasHookRun: Bool { (major, minor) >= (2, 36) }
}
