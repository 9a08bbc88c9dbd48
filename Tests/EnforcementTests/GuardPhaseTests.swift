import Documents
import Enforcement
import Platform
import Research
import Testing

/// The other phases, other places, and tools that are no shell.
@Suite struct GuardPhaseTests {
  let world: GuardWorld

  init() throws { world = try GuardWorld() }

  private func passes(_ line: String, _ phase: String, in folder: String = "") throws -> Bool {
    try world.refusal(.shell(line), phase: phase, in: folder) == nil
  }

  @Test(arguments: [
    ("SURVEY", "echo x > experiments/survey-new.md", true),
    ("SURVEY", "echo x > experiments/exp-002-new.md", false),
    ("SURVEY", "echo x > src/train.py", false), ("SURVEY", "cat QUESTIONS.md > /tmp/q", true),
    ("SURVEY", "curl -s https://example.org/paper.pdf -o /tmp/p.pdf", true),
    ("FRAME", "echo x > experiments/exp-002-new.md", true),
    ("FRAME", "sed -i s/a/b/ experiments/exp-001-lr.md", true),
    ("FRAME", "echo x > results/exp-001-lr/metrics.json", false),
    ("FRAME", "rm QUESTIONS.md", false), ("FRAME", "chmod u+w experiments/exp-001-lr.md", true),
    ("FRAME", "chmod u+w QUESTIONS.md", false), ("FRAME", "git checkout -- src/train.py", false),
    ("READ", "echo x > results/exp-001-lr/analysis.md", true),
    ("READ", "cat a.md >> RESEARCH_LOG.md; sed -i s/a/b/ QUESTIONS.md", true),
    ("READ", "echo x > results/exp-000-base/analysis.md", false),
    ("READ", "echo {} > results/exp-001-lr/metrics.json", false),
    ("READ", "python -c \"print(sum([1, 2]))\"", true),
    (
      "READ",
      "python - <<'E'\nt = open('results/exp-001-lr/metrics.json').read()\n"
        + "open('results/exp-001-lr/analysis.md', 'w').write('## Verdict: REFUTED ' + t)\nE", true
    ),
    ("READ", "python -c \"open('src/train.py', 'w').write('x')\"", false),
    ("SYNTHESIZE", "echo x > SYNTHESIS.md", true), ("SYNTHESIZE", "rm QUESTIONS.md", false),
    ("LOG", "git add -A && git commit -qm 'Log' && git push -u origin experiment/exp-001-lr", true),
    ("LOG", "gh pr create --body-file /tmp/body.md", true), ("LOG", "echo x > notes.md", false),
    ("LOG", "git checkout -b experiment/exp-001-lr", true), ("LOG", "git stash", false),
    ("run", "rm experiments/exp-001-lr.md", false), ("Read", "touch HANDOFF.md", true),
  ])
  func `each phase writes its own`(_ phase: String, _ line: String, _ isFine: Bool) throws {
    #expect(try passes(line, phase) == isFine, "\(phase): \(line)")
  }

  @Test(arguments: [
    ("rm exp-001-lr.md", "experiments", false), ("rm ../experiments/exp-001-lr.md", "src", false),
    ("rm ../out/loss.csv", "src", true), ("rm -rf ..", "src", false), ("rm -rf up", "src", true),
    ("rm -rf up/", "src", false), ("echo x > up/exp-000-base/metrics.json", "src", false),
    ("cd .. && rm QUESTIONS.md", "src", false), ("(cd ..); rm QUESTIONS.md", "src", true),
    ("cd ..; (cd src); rm QUESTIONS.md", "src", false), ("cd /tmp && rm QUESTIONS.md", "", true),
    ("git checkout -- ../QUESTIONS.md", "src", false), ("git checkout -- .", "src", true),
    ("git restore :/QUESTIONS.md", "src", false), ("git stash", "src", false),
  ])
  func `paths are seen from where the call is made`(
    _ line: String, _ folder: String, _ isFine: Bool
  ) throws {
    #expect(try passes(line, "RUN", in: folder) == isFine, "\(line) in \(folder)")
  }

  @Test func `from outside, a path is judged by the work tree it lies in`() throws {
    let outside = Path.join(world.root, "elsewhere")
    try FileSystem.makeDirectory(outside)
    func refusal(_ line: String) throws -> Refusal? {
      try world.refusal(.shell(line), in: "../elsewhere")
    }
    #expect(try refusal("rm ../repo/QUESTIONS.md") != nil)
    #expect(try refusal("rm -rf \(world.top)") != nil)
    #expect(try refusal("rm QUESTIONS.md") == nil)
    #expect(try refusal("echo x > ../repo/src/train.py") == nil)
  }

  @Test func `a phase holds in its work tree alone, the environment's in its repository`() throws {
    try world.git("worktree", "add", "-q", "../linked", "-b", "side")
    let other = Path.join(world.root, "other")
    _ = try Child.run(
      ["git", "init", "-q", other], in: world.root, environment: GuardWorld.environment)
    let file = PhaseFile(gitDirectory: Path.join(world.top, ".git/worktrees/linked"))
    try file.write(PhaseStanding(.run, of: ExperimentID("exp-001-lr"), source: .workTree))
    func passes(_ line: String, _ folder: String, phase: String? = nil) throws -> Bool {
      try world.refusal(.shell(line), phase: phase, experiment: nil, in: folder) == nil
    }
    #expect(try !passes("rm QUESTIONS.md", "../linked"))
    #expect(try !passes("rm ../linked/QUESTIONS.md", ""))
    #expect(try passes("rm ../repo/QUESTIONS.md", "../linked"))
    #expect(try !passes("rm ../repo/QUESTIONS.md", "../linked", phase: "RUN"))
    #expect(try passes("echo x > ../other/QUESTIONS.md", "", phase: "RUN"))
  }

  @Test(arguments: [
    (#"{"tool_name":"Write","tool_input":{"file_path":"QUESTIONS.md"}}"#, false),
    (#"{"tool_name":"Edit","tool_input":{"file_path":"src/../QUESTIONS.md"}}"#, false),
    (#"{"tool_name":"MultiEdit","tool_input":{"file_path":"link.md","edits":[]}}"#, false),
    (#"{"tool_name":"NotebookEdit","tool_input":{"notebook_path":"specs/exp-009.md"}}"#, false),
    (#"{"tool_name":"Write","tool_input":{"file_path":"src/new.py"}}"#, true),
    (#"{"tool_name":"Write","tool_input":{"file_path":"/tmp/QUESTIONS.md"}}"#, true),
    (#"{"tool_name":"Read","tool_input":{"file_path":"QUESTIONS.md"}}"#, true),
    (#"{"tool_name":"Grep","tool_input":{"pattern":"x","path":"experiments"}}"#, true),
    (#"{"tool_name":"Bash","tool_input":{"command":"rm QUESTIONS.md"}}"#, false),
    (#"{"tool_name":"shell","tool_input":{"command":["bash","-lc","rm QUESTIONS.md"]}}"#, false),
    (#"{"tool_name":"shell","tool_input":{"command":["echo","> QUESTIONS.md"]}}"#, true),
    (#"{"tool_name":"run_shell_command","tool_input":{"command":"rm QUESTIONS.md"}}"#, false),
    (#"{"tool_name":"write_file","tool_input":{"file_path":"QUESTIONS.md"}}"#, false),
    (#"{"tool_name":"mcp__fs__edit_file","tool_input":{"path":"QUESTIONS.md"}}"#, false),
    (
      #"{"tool_name":"mcp__fs__move_file","tool_input":{"source":"QUESTIONS.md","destination":"q"}}"#,
      false
    ),
    (
      #"{"tool_name":"apply_patch","tool_input":{"input":"*** Update File: QUESTIONS.md\n"}}"#,
      false
    ),
    (#"{"tool_name":"TodoWrite","tool_input":{"todos":[]}}"#, true),
    (#"{"tool_name":"WebFetch","tool_input":{"url":"https://example.org"}}"#, true),
    (#"{"tool_name":"Task"}"#, true),
  ])
  func `tools are known by their names`(_ json: String, _ isFine: Bool) throws {
    let call = try ToolCall.read(JSON.parse(Array(json.utf8))).call
    #expect(try (world.refusal(call) == nil) == isFine, "\(json)")
  }

  @Test(arguments: [
    "[]", "{}", #"{"tool_name":5}"#, #"{"tool_name":"Bash"}"#, #"{"tool_name":"Write"}"#,
    #"{"tool_name":"Bash","tool_input":{"command":[]}}"#,
    #"{"tool_name":"apply_patch","tool_input":{}}"#,
  ])
  func `a call without what it needs is a fault`(_ json: String) throws {
    let json = try JSON.parse(Array(json.utf8))
    #expect(throws: ToolFault.self) { try ToolCall.read(json) }
  }

  @Test func `a refusal names the command, the path and what to do`() throws {
    let refusal = try #require(try world.refusal(.shell("cd experiments && rm -f exp-001-lr.md")))
    #expect(refusal.reason.hasPrefix("`rm`: RUN of exp-001-lr may not write experiments/exp-001"))
    #expect(!refusal.hint.isEmpty)
    let unclear = try #require(try world.refusal(.shell("rm -rf \"$DIR/exp-001-lr.md\"")))
    #expect(unclear.hint.hasPrefix("write the name out"))
  }

  @Test func `variables of the environment are known`() throws {
    let known = ["OUT": "out", "SPEC": "experiments/exp-001-lr.md"]
    #expect(try world.refusal(.shell("rm -rf $OUT"), variables: known) == nil)
    #expect(try world.refusal(.shell("rm $SPEC"), variables: known) != nil)
  }
}

/// The page that people copy from.
@Suite struct GuardPageTests {
  private static func page() throws -> String {
    let top = Path.parent(Path.parent(Path.parent(#filePath)))
    return String(
      decoding: try FileSystem.read(Path.join(top, "Documentation/guard.md")), as: UTF8.self)
  }

  @Test func `the settings are JSON, and each tool they name is known`() throws {
    let page = try Self.page()
    let start = try #require(page.firstRange(of: "```json\n")).upperBound
    let end = try #require(page[start...].firstRange(of: "```")).lowerBound
    let settings = try JSON.parse(Array(page[start..<end].utf8))
    let hook = try #require(settings["hooks"]?["PreToolUse"]?.array?.first)
    #expect(hook["hooks"]?.array?.first?["command"]?.string == "rtrack guard")
    let tools = try #require(hook["matcher"]?.string).split(separator: "|")
    for tool in tools {
      let call = JSON.object([.init("tool_name", .string(String(tool)))])
      #expect(throws: ToolFault.self, "\(tool) is no tool that is judged") {
        try ToolCall.read(call)
      }
    }
    #expect(tools.count == 5)
  }

  @Test func `what the page says passes or is refused does`() throws {
    let world = try GuardWorld()
    for line in [
      "sed -i s/a/b/ experiments/exp-001-lr.md", "rm -rf results", "rm -rf \"$DIR\"",
      "git checkout experiments/exp-001-lr.md", "git stash", "git reset --hard", "git checkout .",
      "git revert HEAD", "git clean -fdx", "echo x > results/$EXP/metrics.json", "chmod +x run.sh",
    ] {
      // What git does not know is there too.
      try world.write("results/exp-000-base/new.json", "{}\n")
      #expect(try world.refusal(.shell(line)) != nil, "\(line)")
    }
    for line in ["git checkout main", "bash run.sh", "make", "python a.py > \"$LOG\""] {
      #expect(try world.refusal(.shell(line)) == nil, "\(line)")
    }
    #expect(try Self.page().contains("| LOG | nothing: it commits and opens the pull request |"))
  }
}
