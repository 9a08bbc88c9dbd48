import Research
import Testing

@Suite struct RosterTests {
  private func roster(_ agents: [(String, [String])]) -> Roster {
    var lab = Lab()
    for (name, aliases) in agents { lab.hire(name, AgentProfile(aliases: aliases)) }
    return lab.roster
  }

  @Test func `every spelling of an identity is one agent`() {
    let roster = roster([("experiment-runner", ["exp@lab.example", "Runner Bot"]), ("flux", [])])
    for spelling in [
      "experiment-runner", "ExperimentRunner", "Experiment_Runner", "EXPERIMENT RUNNER",
      "exp@lab.example", "runner-bot", "RunnerBot", "Experiment/Runner",
    ] {
      #expect(roster.agent(spelled: spelling)?.name.text == "experiment-runner", "\(spelling)")
    }
    for spelling in ["experiment", "", " ", "-", "Fluxx", "fl\u{75}\u{308}x"] {
      #expect(roster.agent(spelled: spelling) == nil, "\(spelling)")
    }
  }

  @Test func `a name as it is written stands for nobody else`() {
    let roster = roster([("a-b", []), ("ab", []), ("c", ["A_B", "d"]), ("d", [])])
    #expect(roster.agent(spelled: "a-b")?.name.text == "a-b")
    #expect(roster.agent(spelled: "ab")?.name.text == "ab")
    #expect(roster.agent(spelled: "D")?.name.text == "d")
    #expect(roster.agent(spelled: "A_B")?.name.text != "c")
  }

  @Test func `an alias of separators alone claims nobody`() {
    let roster = roster([("flux", ["-", "", " . "]), ("_", [])])
    for spelling in ["", " ", "-", "."] { #expect(roster.agent(spelled: spelling) == nil) }
    #expect(roster.agent(spelled: "_")?.name.text == "_")
  }

  @Test func `active are those who have not left, and all are found by name`() {
    var lab = Lab()
    lab.hire("flux")
    lab.hire("forge", at: minute(-9), left: minute(-5))
    #expect(lab.roster.active.map(\.name) == agentNames("flux"))
    #expect(lab.roster[agentName("forge")]?.isActive == false)
    #expect(lab.roster[agentName("ghost")] == nil)
    #expect(lab.roster.agents.map(\.name) == agentNames("flux", "forge"))
  }

  @Test func `the nearest names are offered, at most three, none that is far`() {
    let roster = roster([("flux", []), ("flex", []), ("flax", []), ("fluxx", []), ("athena", [])])
    #expect(roster.nearest(to: "Flux").first == agentName("flux"))
    #expect(roster.nearest(to: "flox").count == 3)
    #expect(roster.nearest(to: "athen") == agentNames("athena"))
    #expect(roster.nearest(to: "zzzzzzzz").isEmpty)
    #expect(Roster([]).nearest(to: "").isEmpty)
    #expect(roster.nearest(to: String(repeating: "x", count: 1_000_000)).isEmpty)
  }

  @Test(.timeLimit(.minutes(30))) func `a hundred thousand aliases take no time`() {
    let roster = roster([("flux", (0..<100_000).map { "alias \($0)" }), ("forge", ["alias 5"])])
    #expect(roster.agent(spelled: "Alias-99999")?.name == agentName("flux"))
    #expect(roster.agent(spelled: "alias5")?.name == agentName("flux"))
  }
}
