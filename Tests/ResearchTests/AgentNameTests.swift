import Research
import SeededDice
import Testing

@Suite struct AgentNameTests {
  @Test(arguments: [
    "flux", "a", "0", "_x_", "experiment-runner", "gpt-4.1", "a.b-c_d",
    String(repeating: "a", count: 64),
  ])
  func `a written name is taken as it is`(text: String) {
    #expect(AgentName(text)?.text == text)
  }

  @Test(arguments: [
    "", "Flux", "-flux", ".flux", "flux-", "flux.", "a..b", "a b", "a/b", "flüx", "flux\n", "@flux",
    "fluх", "../x", "a\0", String(repeating: "a", count: 65),
  ])
  func `what cannot be a file's part is no name`(text: String) {
    #expect(AgentName(text) == nil)
  }

  @Test func `spellings fold to names, or to nothing`() {
    for (spelling, name) in [
      ("Flux", "flux"), ("Experiment Runner", "experiment-runner"), ("Team/Flux", "team-flux"),
      (" -Flux. ", "flux"), ("A_b", "a_b"), ("\u{212A}elvin", "kelvin"),
    ] {
      #expect(AgentName(folding: spelling)?.text == name, "\(spelling)")
    }
    for spelling in ["", "  ", "Flüx", "a..b", "[bot]", "İ", String(repeating: "A", count: 65)] {
      #expect(AgentName(folding: spelling) == nil, "\(spelling)")
    }
  }

  @Test(arguments: seeds) func `a spelling and the name it folds to are one identity`(
    seed: UInt64
  ) {
    var dice = SeededDice(seed: seed)
    let alphabet = Array("AbZz09._-/: ")
    var folded = 0
    for _ in 1...100 {
      let spelling = String((0...dice.below(9)).map { _ in alphabet[dice.below(alphabet.count)] })
      guard let name = AgentName(folding: spelling) else { continue }
      folded += 1
      #expect(AgentName(name.text) == name)
      #expect(AgentName.squashed(spelling) == AgentName.squashed(name.text), "\(spelling)")
    }
    #expect(folded > 20)
  }

  @Test func `case and separators do not part an identity`() {
    let spellings = [
      "ExperimentRunner", "Experiment-Runner", "experiment_runner", "Experiment Runner",
      "EXPERIMENT.RUNNER",
    ]
    #expect(Set(spellings.map { AgentName.squashed($0) }) == ["experimentrunner"])
    #expect(AgentName.squashed("Forge") != AgentName.squashed("Forger"))
  }

  @Test func `names of devices and of the machine are reserved, longer words are not`() {
    for text in ["con", "nul", "aux.1", "com1", "lpt9", "system", "prn.a.b"] {
      #expect(agentName(text).isReserved, "\(text)")
    }
    for text in ["console", "com", "com12", "comx", "flux", "systems"] {
      #expect(!agentName(text).isReserved, "\(text)")
    }
  }

  @Test func `a heading shows the first letter in upper case`() {
    #expect(agentName("flux").title == "Flux")
    #expect(agentName("7up").title == "7up")
  }
}
