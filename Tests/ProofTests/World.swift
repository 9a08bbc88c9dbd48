import Platform
import Testing

/// What the whole rests on, shown on real processes; one after another, since each takes the
/// machine for itself.
@Suite(.serialized) enum Proof {}

/// A folder of its own with a home of its own, in which rtrack and git run as real processes.
final class World: Sendable {
  let root: String
  let environment: [String: String]

  init() throws {
    root = try FileSystem.resolve(try FileSystem.temporaryDirectory(prefix: "rtrack-proof-"))
    let programs = Path.join(root, "bin")
    let home = Path.join(root, "home")
    environment = [
      "HOME": home, "PATH": "\(programs):/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Maya",
      "GIT_AUTHOR_EMAIL": "maya@example.org", "GIT_COMMITTER_NAME": "Maya",
      "GIT_COMMITTER_EMAIL": "maya@example.org",
    ]
    try FileSystem.makeDirectory(home)
    try FileSystem.makeDirectory(programs)
    try shell("ln -s '\(Self.binary)' bin/rtrack")
  }

  deinit { try? FileSystem.removeTree(root) }

  /// The program under proof: `RTRACK_BINARY`, else what was built beside these tests.
  static let binary: String = {
    if let named = Machine.environment["RTRACK_BINARY"], !named.isEmpty { return named }
    let top = Path.parent(Path.parent(Path.parent(#filePath)))
    let beside = Path.join(Path.parent(CommandLine.arguments.first ?? ""), "rtrack")
    if (try? FileSystem.status(beside)) != nil { return beside }
    return Path.join(top, ".build/debug/rtrack")
  }()

  /// Whether everything is proved at full size, as `make test-long` does, or a part of it.
  static let isFull = Machine.environment["RTRACK_PROOF"] == "full"

  static func has(_ program: String) -> Bool {
    Child.locate(program, environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"]) != nil
  }

  /// What a script printed; it must succeed.
  @discardableResult
  func shell(
    _ script: String, in folder: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try run(["sh", "-euc", script], in: folder)
    let said = String(decoding: result.output, as: UTF8.self)
    try #require(
      result.succeeded, "\(result.end) of \(script)\n\(said)\(text(result.errors))",
      sourceLocation: sourceLocation)
    return said.hasSuffix("\n") ? String(said.dropLast()) : said
  }

  func run(
    _ command: [String], in folder: String = "", also: [String: String] = [:]
  ) throws -> ChildResult {
    try Child.run(
      command, in: folder.isEmpty ? root : Path.join(root, folder),
      environment: environment.merging(also) { $1 }, timeLimit: .seconds(1_800))
  }

  func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// A repository in "repo" with one commit, a ledger, agents agent-0 … agent-3 and issues 1 … 5.
  func found(settings: String = ":") throws {
    try shell(
      """
      git init -q -b main repo && cd repo
      \(settings)
      echo code > code && git add -A && git commit -q -m Begin
      rtrack init -q
      for n in 0 1 2 3; do rtrack agent add agent-$n --as agent-0 -q; done
      rtrack cycle open --as agent-0 -q
      for n in 1 2 3 4 5; do rtrack issue open "Issue $n" --as agent-0 -q; done
      """)
  }
}

extension String {
  var lines: [String] { split(separator: "\n").map(String.init) }
}
