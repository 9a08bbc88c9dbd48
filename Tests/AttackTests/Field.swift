import Platform
import Testing

/// Several clones of one lab, made by the real program and real git: what is attacked, and who
/// watches. It is built once and put back as it was before each attack.
///
/// - `origin.git`: a host that refuses nothing. `guarded.git`: the same, with rtrack's pre-receive.
/// - `attacker`: a plain clone, `$BRANCH` checked out. `client`: the same with rtrack's hooks.
/// - `unhooked`: a clone that rtrack works in, without hooks.
/// - `evil`: a plain clone with a branch `tamper`, on which the spec is changed.
/// - `witness`: a clone of somebody else, who has seen the lab as it was.
///
/// Scripts find `$BRANCH`, its tip `$BASE`, the spec and a result on it (`$SPEC`, `$RESULT`), the
/// commits that brought them, the specs' `$FOLDER`, `$NEXT`, an honest commit on top of `$BASE`,
/// `$VARIANT`, the spec's name in other case, and `$NEW_SPEC`, a place for one more.
final class Field {
  let root: String
  private var environment: [String: String]

  /// The lab, with the promise that is attacked.
  convenience init(_ target: Target) throws {
    try self.init(telling: Lab.story(target), ["BRANCH": target.branch])
    for line in try shell("cat ../variables").split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { environment[parts[0]] = parts[1] }
    }
  }

  /// What a script makes of an empty folder.
  init(telling story: String, _ variables: [String: String] = [:]) throws {
    root = try FileSystem.resolve(try FileSystem.temporaryDirectory(prefix: "rtrack-attack-"))
    environment = [
      "HOME": Path.join(root, "home"), "PATH": "\(root)/bin:/usr/local/bin:/usr/bin:/bin",
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TEMPLATE_DIR": "",
      "GIT_AUTHOR_NAME": "Maya", "GIT_AUTHOR_EMAIL": "maya@example.org",
      "GIT_COMMITTER_NAME": "Maya", "GIT_COMMITTER_EMAIL": "maya@example.org",
      "GIT_ADVICE": "0", "ROOT": root,
    ].merging(variables) { $1 }
    for folder in ["home", "bin", "live"] {
      try FileSystem.makeDirectory(Path.join(root, folder))
    }
    try FileSystem.write(
      Array("[advice]\n\tdetachedHead = false\n\tgraftFileDeprecated = false\n".utf8),
      to: Path.join(root, "home/.gitconfig"))
    try shell("ln -s '\(Program.path)' ../bin/rtrack; \(story)")
    try shell("cp -a . ../keep")
  }

  deinit { try? FileSystem.removeTree(root) }

  /// Puts everything back as it was built.
  func restore() throws {
    try shell("rm -rf live && cp -a keep live", in: "..")
  }

  /// What a script printed; it must succeed.
  @discardableResult
  func shell(
    _ script: String, in folder: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try run(script, in: folder)
    let said = String(decoding: result.output, as: UTF8.self)
    try #require(
      result.succeeded,
      "\(result.end) of \(script.suffix(400))\n\(said)\(words(result))",
      sourceLocation: sourceLocation)
    return said
  }

  /// Runs a script in a clone, with the words that scripts have in common.
  func run(_ script: String, in folder: String = "", also: [String: String] = [:]) throws
    -> ChildResult
  {
    let place = Path.absolute(folder, in: Path.join(root, "live"))
    return try Child.run(
      ["sh", "-euc", Attack.words + script], in: place,
      environment: environment.merging(also) { $1 }, timeLimit: .seconds(120))
  }

  private func words(_ result: ChildResult) -> String {
    String(decoding: result.errors, as: UTF8.self)
  }

  /// Whether Python has a module.
  func has(_ module: String?) throws -> Bool {
    try module.map { try holds("/usr/bin/python3 -c 'import \($0)'", in: "") } ?? true
  }

  func holds(_ script: String, in folder: String) throws -> Bool {
    try run(script, in: folder).succeeded
  }
}

/// The program that is attacked: `RTRACK_BINARY`, else what was built beside these tests.
enum Program {
  static let path: String = {
    if let named = Machine.environment["RTRACK_BINARY"], !named.isEmpty { return named }
    let top = Path.parent(Path.parent(Path.parent(#filePath)))
    let beside = Path.join(Path.parent(CommandLine.arguments.first ?? ""), "rtrack")
    if (try? FileSystem.status(beside)) != nil { return beside }
    return Path.join(top, ".build/debug/rtrack")
  }()

  /// Whether everything is tried, as `make test-long` does, or a part of it.
  static let isFull = Machine.environment["RTRACK_PROOF"] == "full"
}
