import Platform

/// `demo [--check] [--data DIR] [--rtrack PROGRAM] [DIR]`: replays a lab and shows what came of it.
struct Demonstration {
  static let usage = """
    usage: demo [--check] [--data DIR] [--rtrack PROGRAM] [DIR]
      Replays a lab's history into a repository, a temporary one unless DIR is given, and prints
      the board and who was silent. --check compares every answer with what is expected.

    """

  private var isCheck = false
  private var data: String?
  private var program: String?
  private var directory: String?

  static func run(_ arguments: [String]) -> Int32 {
    do {
      guard let demonstration = try Demonstration(arguments) else {
        _ = try Standard.write(Array(usage.utf8))
        return arguments.contains("--help") ? 0 : 2
      }
      return try demonstration.show()
    } catch {
      _ = try? Standard.write(Array("demo: \(error)\n".utf8), toErrors: true)
      return 2
    }
  }

  private init?(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "--check": isCheck = true
      case "--data", "--rtrack":
        guard let value = rest.popFirst() else { return nil }
        if word == "--data" { data = value } else { program = value }
      default:
        if word.hasPrefix("-") || directory != nil { return nil }
        directory = word
      }
    }
  }

  /// The checkout that this was built from.
  static let home = Path.parent(Path.parent(#filePath))

  /// Where the real lab's data may lie, and the lab that is always here.
  static func sources(_ environment: [String: String]) -> (shared: String, fixture: String) {
    let shared = environment["RTRACK_SHARED"] ?? Path.join(Path.parent(home), "shared")
    return (Path.join(shared, "data/agent-lab"), Path.join(home, "Tests/Fixtures/lab"))
  }

  private func show() throws -> Int32 {
    let environment = Machine.environment
    let (shared, fixture) = Self.sources(environment)
    let here = try Machine.currentDirectory
    let isShared = try FileSystem.status(Path.join(shared, "activity.csv"), following: true) != nil
    let folder = data.map { Path.absolute($0, in: here) } ?? (isShared ? shared : fixture)
    // Facts lie beside the data; those of the real lab, whose folder is not ours, beside this.
    let own = Path.join(folder, "lab.json")
    let facts =
      try FileSystem.status(own, following: true) == nil
      ? Path.join(Self.home, "Demo/lab.json") : own
    let lab = try LabRecord(data: folder, facts: facts)
    let script = Script(lab)
    try say("\(lab.facts.name): \(lab.commits.count) commits, \(script.cycles.count) cycles.\n")
    if data == nil && !isShared {
      try say("(The real lab's data is not at \(shared); this is a small lab of our own.)\n")
    }
    let target =
      try directory.map { Path.absolute($0, in: here) }
      ?? FileSystem.temporaryDirectory(prefix: "rtrack-demo-")
    let world = try World(target, program: program ?? Self.builtProgram(), environment)
    let start = MonotonicClock.nanoseconds()
    try Replay(
      lab: lab, directory: world.repository, environment: world.environment, rtrack: world.rtrack
    ).play(script)
    let seconds = (MonotonicClock.nanoseconds() - start) / 1_000_000_000
    try say("Replayed in \(seconds) s.\n")
    if isCheck { return try check(lab, script, world) }
    try say("\n$ rtrack status\n" + world.rtrack(["status"]))
    for cycle in lab.facts.telling {
      let words = ["silent", "--cycle", "\(cycle.cycle)", "--last", "\(cycle.last)", "--exit-zero"]
      try say("\n# \(cycle.why)\n$ rtrack \(words.joined(separator: " "))\n" + world.rtrack(words))
    }
    try say("\nThe repository is \(world.repository); look around:\n")
    try say(
      "  cd \(world.repository)\n  \(world.program) list\n  git log --oneline rtrack-ledger\n")
    return 0
  }

  private func check(_ lab: LabRecord, _ script: Script, _ world: World) throws -> Int32 {
    let answers = try Check(
      world.rtrack([
        "silent", "--cycle", "\(script.cycles.count)", "--last", "\(script.cycles.count)", "--json",
        "--exit-zero",
      ]))
    let differences = answers.differences(from: lab.facts)
    for difference in differences { try say(difference + "\n") }
    let count = lab.facts.expected.reduce(0) { $0 + $1.answers.count }
    if directory == nil { try FileSystem.removeTree(Path.parent(world.repository)) }
    try say(
      differences.isEmpty
        ? "All \(count) answers are as expected.\n"
        : "\(differences.count) of \(count) answers differ.\n")
    return differences.isEmpty ? 0 : 1
  }

  private func say(_ text: String) throws { _ = try Standard.write(Array(text.utf8)) }

  /// The rtrack that was built together with this.
  private static func builtProgram() throws -> String {
    let own = try FileSystem.resolve(
      Path.absolute(CommandLine.arguments[0], in: try Machine.currentDirectory))
    return Path.join(Path.parent(own), "rtrack")
  }
}

/// A repository with a home of its own, so that nobody's configuration has a part in it.
struct World {
  let repository: String
  let program: String
  let environment: [String: String]

  init(_ folder: String, program: String, _ outer: [String: String]) throws {
    repository = Path.join(folder, "lab")
    self.program = program
    let home = Path.join(folder, "home")
    try FileSystem.makeDirectory(repository)
    try FileSystem.makeDirectory(home)
    environment = [
      "HOME": home, "PATH": outer["PATH"] ?? "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1",
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "GIT_COMMITTER_NAME": "Lab",
      "GIT_COMMITTER_EMAIL": "lab@example.org",
    ]
    let made = try Child.run(
      ["git", "init", "-q", "-b", "main", "."], in: repository, environment: environment)
    guard made.succeeded else {
      throw Replay.Failed(description: String(decoding: made.errors, as: UTF8.self))
    }
  }

  func rtrack(_ words: [String]) throws -> String {
    let result = try Child.run(
      [program] + words, in: repository, environment: environment, timeLimit: .seconds(60))
    guard result.succeeded else {
      throw Replay.Failed(
        description: "rtrack \(words.joined(separator: " ")): "
          + String(decoding: result.errors, as: UTF8.self))
    }
    return String(decoding: result.output, as: UTF8.self)
  }
}
