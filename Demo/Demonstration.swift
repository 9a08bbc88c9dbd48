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
    try say(
      """
      Replaying the history of \(lab.facts.name) into a new repository:
      \(lab.commits.count) commits by git; agents, \(script.cycles.count) cycles, issues and \
      notices by \(script.calls.count + 1) calls of rtrack.

      """)
    if data == nil && !isShared {
      try say("(The real lab's data is not at \(shared); this one is always here.)\n")
    }
    let target =
      try directory.map { Path.absolute($0, in: here) }
      ?? FileSystem.temporaryDirectory(prefix: "rtrack-demo-")
    let rtrack = try program.map { Path.absolute($0, in: here) } ?? Self.builtProgram()
    let world = try World(target, program: rtrack, environment)
    let start = MonotonicClock.nanoseconds()
    try Replay(
      lab: lab, directory: world.repository, environment: world.environment, rtrack: world.rtrack
    ).play(script, telling: progress)
    let tenths = (MonotonicClock.nanoseconds() - start) / 100_000_000
    try say("Done in \(tenths / 10).\(tenths % 10) s.\n")
    if isCheck { return try check(lab, script, world) }
    try tour(lab, world)
    return 0
  }

  /// How far it has come, for a person who waits; leaves nothing behind.
  private func progress(_ done: Int, of all: Int) throws {
    guard Standard.isTerminal(1), Standard.isTerminal(2) else { return }
    let text = done < all ? "\r\(done) of \(all) calls" : "\r\u{1b}[K"
    _ = try Standard.write(Array(text.utf8), toErrors: true)
  }

  /// The board, the cycle that tells most, and where to go on.
  private func tour(_ lab: LabRecord, _ world: World) throws {
    try say("\nThe board:\n$ rtrack status\n")
    try world.show(["status"])
    guard let most = lab.facts.telling.first else { return }
    func words(_ cycle: (cycle: Int, last: Int, why: String)) -> [String] {
      ["silent", "--cycle", "\(cycle.cycle)"] + (cycle.last > 1 ? ["--last", "\(cycle.last)"] : [])
    }
    let first = words(most)
    try say("\nWho was silent in cycle \(most.cycle)? \(most.why)\n")
    try say("$ rtrack \(first.joined(separator: " "))\n")
    try world.show(first)
    let next = lab.facts.telling.dropFirst().first
    try say(
      """

      The repository is \(world.repository). Two things to try there:
        cd \(world.repository)
        \(world.program) \((next.map(words) ?? ["list"]).joined(separator: " "))
        \(world.program) show \(lab.facts.issues.last?.number ?? 1)
      \(next.map { "(Cycle \($0.cycle): \($0.why))\n" } ?? "")
      """)
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
