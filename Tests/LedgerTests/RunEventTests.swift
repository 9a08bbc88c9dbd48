import Research
import SeededDice
import Testing

@testable import Ledger

/// The ends of runs as files, and the places of what runs leave.
struct RunEventTests {
  @Test(arguments: (1...10).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `an end of a run comes back from its file as it was`(_ seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    for name in ["exp-001-lr-warmup", "Asymmetric First-Passage Trading", "v1.2_final"] {
      let experiment = try #require(ExperimentID(name))
      let agent = try #require(AgentName("flux"))
      let run = try #require(RunID(number: 1 + dice.below(200), suffix: "7c2mxa"))
      var end = RunEnd(
        run: run, outcome: RunOutcome.allCases[dice.below(5)],
        spec: dice.below(2) == 0 ? nil : "c52e1cf3b05ab469a6309c0c19ba286ba89420f5",
        manifest: dice.below(2) == 0 ? nil : dice.text(), host: dice.text(),
        supersedes: dice.below(2) == 0 ? nil : RunID("3-aaaaaa"), reason: dice.text(),
        isDeviated: dice.below(2) == 0)
      end.isBaseline = dice.below(2) == 0
      let event = Event(
        name: EventName(
          time: Timestamp(seconds: 1_795_237_200), cycle: 0, agent: agent, kind: .ended,
          suffix: "7c2mxa"),
        thread: .results(experiment), payload: .runEnded(end), body: dice.text())
      let path = Layout.path(of: event)
      guard case .event(let folder, let read)? = Layout.place(of: path) else {
        Issue.record("no place for \(path)")
        continue
      }
      let bytes = EventFile.serialized(event)
      let file = try EventFile.parse(bytes, name: read, in: folder, path: path)
      #expect(file.event == event, "seed \(seed)")
      #expect(file.unknownKeys == [], "seed \(seed)")
    }
  }

  @Test(arguments: (1...10).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `a start of a run comes back from its file as it was`(_ seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    let experiment = try #require(ExperimentID("exp-001-lr-warmup"))
    let agent = try #require(AgentName("flux"))
    let run = try #require(RunID(number: 1 + dice.below(200), suffix: "7c2mxa"))
    var words = ["python"]
    for _ in 0..<dice.below(6) { words.append(dice.text()) }
    var variables: [RunStart.Fact] = []
    for number in 0..<dice.below(4) { variables.append(RunStart.Fact("V\(number)", dice.text())) }
    var start = RunStart(
      run: run, spec: "c52e1cf3b05ab469a6309c0c19ba286ba89420f5",
      commit: "8f3b0b6d0e1c6d2b1d8a5a7c1c9a5f1e2d3c4b5a", isDirty: dice.below(2) == 0,
      command: words, directory: dice.below(2) == 0 ? "." : dice.text(),
      seed: dice.below(2) == 0 ? nil : dice.below(100) - 50,
      overBudget: dice.below(2) == 0 ? nil : dice.text(), host: dice.text(),
      environment: [RunStart.Fact("kernel", dice.text())], variables: variables)
    start.seeds = (0..<dice.below(4)).map { _ in dice.below(1000) }
    start.isBaseline = dice.below(2) == 0
    start.isProtocol = dice.below(2) == 0
    start.baseline = dice.below(2) == 0 ? nil : RunID("3-aaaaaa")
    start.continues = dice.below(2) == 0 ? nil : RunID("4-aaaaaa")
    start.reruns = dice.below(2) == 0 ? nil : RunID("5-aaaaaa")
    start.invalid = dice.below(2) == 0 ? nil : dice.text()
    let event = Event(
      name: EventName(
        time: Timestamp(seconds: 1_795_237_200), cycle: 0, agent: agent, kind: .started,
        suffix: "7c2mxa"),
      thread: .results(experiment), payload: .runStarted(start))
    let path = Layout.path(of: event)
    guard case .event(let folder, let read)? = Layout.place(of: path) else {
      Issue.record("no place for \(path)")
      return
    }
    let file = try EventFile.parse(
      EventFile.serialized(event), name: read, in: folder, path: path)
    #expect(file.event == event, "seed \(seed)")
    #expect(file.unknownKeys == [], "seed \(seed)")
  }

  @Test(arguments: [
    "", "run: 1\n", "run: 1-7c2mxa\n", "run: 1-7c2mxa\nspec: abc\ncommit: abc\ncommand: [a]\n",
    "spec: SPEC\ncommit: SPEC\ncommand: [a]\n", "run: 1-7c2mxa\nspec: SPEC\ncommit: SPEC\n",
    "run: 1-7c2mxa\nspec: SPEC\ncommit: SPEC\ncommand: []\n",
    "run: 1-7c2mxa\nspec: SPEC\ncommit: SPEC\ncommand: [\"\"]\n",
    "run: 1-7c2mxa\nspec: SPEC\ncommit: SPEC\ncommand: [a]\nseed: many\n",
    "run: 1-7c2mxa\nspec: SPEC\ncommit: SPEC\ncommand: [a]\nenvironment: all\n",
    "run: 1-7c2mxa\nspec: SPEC\ncommit: SPEC\ncommand: [a]\nenvironment: {a: [b]}\n",
  ])
  func `a start that does not say what is run is refused`(_ fields: String) throws {
    let text = fields.replacing("SPEC", with: "c52e1cf3b05ab469a6309c0c19ba286ba89420f5")
    let name = try #require(EventName("20261121T061500Z-c0-flux-started-7c2mxa"))
    let folder = Layout.EventFolder.results(try #require(ExperimentID("exp-001")))
    #expect(throws: EventFault.self) {
      try EventFile.parse(Array("---\n\(text)---\n".utf8), name: name, in: folder, path: "x.md")
    }
  }

  @Test(arguments: [
    "outcome: completed\n", "run: 1\noutcome: completed\n", "run: 1-7c2mxa\n",
    "run: 1-7c2mxa\noutcome: fine\n", "run: 1-7c2mxa\noutcome: lost\nsupersedes: first\n",
    "experiment: exp-002\nrun: 1-7c2mxa\noutcome: lost\n",
  ])
  func `an end that does not say its run and outcome is refused`(_ fields: String) throws {
    let name = try #require(EventName("20261121T061500Z-c0-flux-ended-7c2mxa"))
    let folder = Layout.EventFolder.results(try #require(ExperimentID("exp-001")))
    #expect(throws: EventFault.self) {
      try EventFile.parse(Array("---\n\(fields)---\n".utf8), name: name, in: folder, path: "x.md")
    }
  }

  @Test(arguments: [
    ("exp-001-lr-warmup/1-7c2mxa/run.json", "run.json"),
    ("exp-001-lr-warmup/12-7c2mxa/plots/loss_curve.png", "plots/loss_curve.png"),
    ("A b/1-7c2mxa/x", "x"),
  ])
  func `a file of a run has its place`(path: String, file: String) {
    guard case .runFile(_, _, file: let read)? = Layout.place(of: ".research/results/\(path)")
    else {
      Issue.record("\(path) has no place")
      return
    }
    #expect(read == file)
  }

  @Test(arguments: [
    "exp-001/1-7c2mxa", "exp-001/1-7c2mxa/", "exp-001/1-7c2mxa/Run.json", "exp-001/1-7c2mxa/a b",
    "exp-001/1-7c2mxa/../x", "exp-001/1-7c2mxa/.git/config", "exp-001/01-7c2mxa/run.json",
    "exp-001/metrics.json", "../1-7c2mxa/x", "exp-001", " exp/1-7c2mxa/x",
    "exp-001/1-7c2mxa//x",
  ])
  func `what no run leaves has no place`(_ path: String) {
    #expect(Layout.place(of: ".research/results/\(path)") == nil)
  }
}
