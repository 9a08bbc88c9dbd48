import Git
public import Ledger
import Platform

/// Shows that git runs the hooks in this very work tree: it is made to, and each stub answers with
/// a word that only this call knows. Nothing is moved, nothing is committed.
public struct HookCanary {
  let ledger: Ledger

  /// The canary of one work tree.
  public init(of ledger: Ledger) { self.ledger = ledger }

  private var repository: Repository { ledger.repository }
  private var directory: String { repository.workTree ?? repository.gitDirectory }

  /// The hooks among these that git does not run here.
  public func silent(_ hooks: [HookName]) throws -> [HookName] {
    let word = String(UInt64.random(in: 0 ... .max), radix: 36)
    var environment = ledger.environment
    environment["RTRACK_CANARY"] = word
    let version = try GitVersion(from: ledger)
    return try hooks.filter { hook in
      let said =
        hook == .referenceTransaction
        ? try saidOfMove(word, environment) : try said(by: hook, version, environment)
      return !said.contains("rtrack-canary \(word) \(hook.rawValue)")
    }
  }

  /// A reference is moved for real; the stub refuses it.
  private func saidOfMove(_ word: String, _ environment: [String: String]) throws -> String {
    guard let tip = try ledger.tip() else { return "" }
    let name = "refs/rtrack/canary/\(word)"
    let result = try git(["update-ref", name, tip.hex], environment)
    if result.succeeded { _ = try git(["update-ref", "-d", name], ledger.environment) }
    return String(decoding: result.errors, as: UTF8.self)
  }

  private func said(
    by hook: HookName, _ version: GitVersion, _ environment: [String: String]
  ) throws -> String {
    if version.hasHookRun {
      let result = try git(["hook", "run", "--ignore-missing", hook.rawValue], environment)
      return String(decoding: result.errors + result.output, as: UTF8.self)
    }
    // Older gits run no hook on demand; the file that they would run is started as they do.
    let result = try git(
      ["rev-parse", "--git-path", "hooks/\(hook.rawValue)"], ledger.environment)
    let path = Path.absolute(
      String(decoding: result.output.prefix { $0 != 10 }, as: UTF8.self), in: directory)
    guard let status = try FileSystem.status(path, following: true),
      status.permissions & 0o111 != 0
    else { return "" }
    let answer = try Child.run(
      [path], in: directory, environment: environment, timeLimit: .seconds(20))
    return String(decoding: answer.errors, as: UTF8.self)
  }

  private func git(
    _ words: [String], _ environment: [String: String]
  ) throws -> ChildResult {
    try GitProcess.run(
      words, in: directory, environment: environment, timeLimit: .seconds(20))
  }
}
