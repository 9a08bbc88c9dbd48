import ArgumentParsing
import Testing

/// A command that has commands below it: `run EXP -- COMMAND…`, and `run list`.
private struct Run: CommandDefinition {
  static let name = "run"
  static let summary = "Run an experiment"

  @Argument(help: "The experiment") var experiment: String
  @Argument(help: "The command") var command: [String]
  @Option(value: "N", help: "The seed") var seed: Int?
}

private struct List: CommandDefinition {
  static let name = "list"
  static let summary = "List runs"

  @Argument(help: "The experiment") var experiment: String?
}

private let tree = CommandTree(
  program: "rtrack", summary: "A tracker",
  sections: [(title: "Runs", nodes: [.verb(Run.self, [.command(List.self)])])], version: "1")

private func called<Called>(_ words: String..., as: Called.Type) throws -> (Called?, [String]) {
  guard case .run(let command, let path) = try tree.parse(words) else { return (nil, []) }
  return (command as? Called, path)
}

@Test func `a verb runs, and the words below it run what they name`() throws {
  let (run, path) = try called(
    "run", "exp-001", "--seed", "3", "--", "python", "train.py", "--seed", "4", "list",
    as: Run.self)
  #expect(path == ["run"] && run?.experiment == "exp-001" && run?.seed == 3)
  #expect(run?.command == ["python", "train.py", "--seed", "4", "list"])
  let (list, below) = try called("run", "list", "exp-001", as: List.self)
  #expect(below == ["run", "list"] && list?.experiment == "exp-001")
  // Behind `--` a name is no command's.
  let (named, _) = try called("run", "--", "list", "true", as: Run.self)
  #expect(named?.experiment == "list" && named?.command == ["true"])
  let (flagged, _) = try called("run", "--seed", "1", "list", as: Run.self)
  #expect(flagged?.experiment == "list")
}

@Test func `a verb's help shows both, and each below has its own`() throws {
  let help = tree.help(path: ["run"], columns: 80)
  for word in ["EXPERIMENT [COMMAND...]", "--seed N", "List runs", "rtrack run COMMAND --help"] {
    #expect(help.contains(word), "\(word) in\n\(help)")
  }
  #expect(tree.help(path: ["run", "list"], columns: 80).contains("[EXPERIMENT]"))
  #expect(tree.declarationFaults() == [])
  let manual = tree.manual(date: "2026-11-21")
  #expect(manual.contains("rtrack run list") && manual.contains("\\-\\-seed"))
  guard case .help(let path) = try tree.parse(["help", "run", "exp-001"]) else {
    Issue.record("no help")
    return
  }
  #expect(path == ["run"])
}

@Test func `completion offers what is below a verb and its own options`() {
  for shell in CompletionShell.allCases {
    let script = tree.completions(shell)
    #expect(script.contains("list") && script.contains("seed"), "\(shell)")
  }
}
