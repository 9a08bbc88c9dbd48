import Platform
import Research
import SeededDice

@testable import rtrack

/// A world of its own for whole sessions of the command line: a repository, a home, a clock and
/// dice that are the same each time. rtrack runs in this process; everything else is real.
final class Session {
  /// Everything of this session lies in here.
  let root: String
  /// Where commands are called.
  var directory: String
  var environment: [String: String]
  /// Standard input of the next call.
  var input: [UInt8] = []
  var terminal = Terminal(isOutput: false, columns: 80, hasColour: false)
  /// How many seconds each look at the clock takes.
  var tick: Int64 = 1
  /// How long the network may take.
  var patience = Patience()
  /// Told whenever a command that is run says something.
  var heard: () -> Void = {}
  private var seconds: Int64
  private var dice: SeededDice

  /// - Parameter initialised: whether there is a repository with one commit from the start.
  init(initialised: Bool = true, seed: UInt64 = 1) throws {
    root = try FileSystem.resolve(try FileSystem.temporaryDirectory(prefix: "rtrack-test-"))
    directory = Path.join(root, "repo")
    seconds = 1_795_237_200  // 2026-11-21T05:00:00Z
    dice = SeededDice(seed: seed)
    let home = Path.join(root, "home")
    environment = [
      "HOME": home, "PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin",
      "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC",
      "RTRACK_HOST": "lab",
      "GIT_AUTHOR_NAME": "Maya", "GIT_AUTHOR_EMAIL": "maya@example.org",
      "GIT_COMMITTER_NAME": "Maya", "GIT_COMMITTER_EMAIL": "maya@example.org",
      "GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z", "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z",
    ]
    try FileSystem.makeDirectory(home)
    try FileSystem.makeDirectory(directory)
    // For what others start: git's hooks.
    try FileSystem.makeDirectory(Path.join(root, "bin"))
    _ = try call(["ln", "-s", Self.binary, Path.join(root, "bin/rtrack")])
    if initialised {
      _ = try call(["git", "init", "-q", "-b", "main", "."])
      try write("readme.md", "A repository of code.\n")
      _ = try call(["git", "add", "-A"])
      _ = try call(["git", "commit", "-q", "-m", "Begin"])
    }
  }

  deinit { try? FileSystem.removeTree(root) }

  /// The program as it was built beside these tests.
  static let binary: String = {
    if let named = Machine.environment["RTRACK_BINARY"], !named.isEmpty { return named }
    return Path.join(Path.parent(CommandLine.arguments.first ?? ""), "rtrack")
  }()

  /// A call of rtrack, in this process.
  @discardableResult
  func rtrack(_ arguments: [String], environment extra: [String: String] = [:]) -> Program.Outcome {
    var notes = ""
    let bytes = input
    input = []
    var context = Context(
      directory: directory, environment: environment.merging(extra) { _, new in new },
      now: { self.now() }, dice: { self.roll() }, input: { bytes }, isInteractive: false,
      terminal: terminal, patience: patience, note: { notes += $0 + "\n" },
      program: Path.join(root, "bin/rtrack"))
    var printed: [UInt8] = []
    context.relay = { bytes, toErrors in
      self.heard()
      if toErrors { notes += String(decoding: bytes, as: UTF8.self) } else { printed += bytes }
    }
    var outcome = Program.run(arguments, in: context)
    outcome.output = String(decoding: printed, as: UTF8.self) + outcome.output
    outcome.errors = notes + outcome.errors
    return outcome
  }

  /// The same, its words parted at spaces.
  @discardableResult
  func rtrack(_ line: String) -> Program.Outcome {
    rtrack((try? Words.split(line)) ?? [])
  }

  /// A call of any other program, for real.
  @discardableResult
  func call(_ command: [String]) throws -> ChildResult {
    try Child.run(
      command, in: directory, environment: environment, input: input, timeLimit: .seconds(60))
  }

  func write(_ path: String, _ text: String) throws {
    let path = Path.absolute(path, in: directory)
    try FileSystem.makeDirectory(Path.parent(path))
    try FileSystem.write(Array(text.utf8), to: path)
  }

  func read(_ path: String) throws -> String {
    String(decoding: try FileSystem.read(Path.absolute(path, in: directory)), as: UTF8.self)
  }

  /// Lets time pass.
  func pass(seconds more: Int64) { seconds += more }

  private func now() -> Timestamp {
    seconds += tick
    return Timestamp(seconds: seconds)
  }

  private func roll() -> UInt32 { UInt32(truncatingIfNeeded: dice.next()) }
}
