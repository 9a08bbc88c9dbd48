import Research
import Testing

/// The refusal of a write by a phase, or nil.
private func refused(
  _ path: String, _ phase: Phase, _ experiment: String? = nil,
  on occasion: OwnedRule.Occasion = .writing, places: ProtocolPlaces = ProtocolPlaces()
) -> Refusal? {
  let standing = PhaseStanding(phase, of: experiment.flatMap { ExperimentID($0) })
  do {
    try OwnedRule.check(path, in: standing, on: occasion, places: places)
    return nil
  } catch {
    return error
  }
}

@Suite struct OwnedRuleTests {
  /// Every place of the protocol, and the phases that write there; for RUN and READ of exp-007-x.
  static let table: [(path: String, writers: [Phase])] = [
    ("experiments/survey-lr.md", [.survey]),
    (".kit/experiments/survey-lr.md", [.survey]),
    ("experiments/exp-007-x.md", [.frame]),
    ("experiments/Asymmetric First-Passage Trading.md", [.frame]),
    ("experiments/exp-007-x/spec.md", [.frame]),
    (".kit/experiments/exp-007-x.md", [.frame]),
    ("Experiments/exp-007-x.md", [.frame]),
    ("projects/a/experiments/exp-007-x.md", [.frame]),
    (".research/experiments/exp-007-x/spec-k3f9q2.md", [.frame]),
    (".research/experiments/exp-007-x.md", [.frame]),
    (".research/experiments/exp-007-x/20261121T053312Z-c42-flux-amended-k3f9q2.md", [.frame]),
    (".research/experiments/exp-007-x/20261121T053312Z-c42-flux-verdict-k3f9q2.md", [.read]),
    (".research/experiments/exp-007-x/20261121T053312Z-c42-flux-analysis-k3f9q2.md", [.read]),
    ("results/exp-007-x/metrics.json", [.run]),
    ("results/exp-007-x/config.json", [.run]),
    ("results/exp-007-x/plots/loss.png", [.run]),
    (".kit/results/exp-007-x/seed-0/metrics.json", [.run]),
    (".research/results/exp-007-x/1-7c2mxa/metrics.json", [.run]),
    (".research/results/exp-007-x/20261121T053312Z-c42-flux-started-k3f9q2.md", [.run]),
    ("results/exp-007-x/analysis.md", [.read]),
    (".research/results/exp-007-x/analysis.md", [.read]),
    ("results/exp-006-x/metrics.json", []),
    ("results/exp-006-x/analysis.md", []),
    ("results/EXP-007-x/metrics.json", []),
    ("results/summary.csv", []),
    ("RESEARCH_LOG.md", [.read]), ("QUESTIONS.md", [.read]), ("HANDOFF.md", [.read]),
    ("program_state.json", [.read]), (".kit/QUESTIONS.md", [.read]),
    ("handoffs/completed/one.md", [.read]), (".research/program/x.md", [.read]),
    (".research/QUESTIONS.md", [.read]),
    ("SYNTHESIS.md", [.synthesize]), (".kit/SYNTHESIS.md", [.synthesize]),
    ("src/train.py", [.run]), ("experiments/train.py", [.run]), ("README.md", [.run]),
    ("docs/QUESTIONS.md", [.run]), ("src/results/table.py", [.run]), ("experiments", [.run]),
    ("src/experiments/readme.md", [.run]), ("templates/HANDOFF.md", [.run]),
    (".research/issues/1/194/x.md", Phase.allCases), (".research/agents/flux.md", Phase.allCases),
    (".research/policy/x.md", Phase.allCases), (".research/sealed/ab/cd", Phase.allCases),
  ]

  @Test(arguments: table)
  func `a phase writes what the table gives it`(path: String, writers: [Phase]) {
    for phase in Phase.allCases {
      let refusal = refused(path, phase, "exp-007-x")
      #expect((refusal == nil) == writers.contains(phase), "\(phase) of \(path)")
      if let refusal {
        #expect(refusal.rule == "owned" && refusal.reason.contains(path))
        #expect(!refusal.hint.isEmpty)
      }
    }
  }

  @Test(arguments: table)
  func `LOG commits what the others wrote`(path: String, writers: [Phase]) {
    #expect(refused(path, .log, on: .committing) == nil)
    #expect((refused(path, .survey, on: .committing) == nil) == writers.contains(.survey))
  }

  @Test func `RUN that does not know its experiment writes no results`() throws {
    let refusal = try #require(refused("results/exp-007-x/metrics.json", .run))
    #expect(refusal.hint.contains("rtrack phase RUN EXPERIMENT"))
    #expect(refused("src/a.py", .run) == nil)
    #expect(refused("results/exp-007-x/analysis.md", .read) == nil)
  }

  @Test func `a policy's protections show where else the protocol's files lie`() {
    let places = ProtocolPlaces(protections: [
      Protection(pattern: "lab/one/experiments/*.md", content: .specs),
      Protection(pattern: "Lab/two/results/**", content: .results),
      Protection(pattern: "**/experiments/*.md", content: .specs),
      Protection(pattern: "data/results/**", content: .files),
    ])
    for path in ["lab/one/QUESTIONS.md", "lab/two/HANDOFF.md", "lab/two/results/a/metrics.json"] {
      #expect(refused(path, .run, "exp-007-x", places: places) != nil, "\(path)")
      #expect(refused(path, .run, "exp-007-x") == nil, "\(path)")
    }
    #expect(refused("data/QUESTIONS.md", .run, "exp-007-x", places: places) == nil)
  }

  @Test(arguments: [
    ("run", Phase.run), ("RUN agent", .run), ("Read phase agent", .read), ("Log", .log),
    ("synthesize", .synthesize), ("log keeper", nil), ("experimentalist", nil), ("", nil),
    ("agent", nil), ("run read", nil),
  ])
  func `a role names a phase only when it is called as one`(role: String, phase: Phase?) {
    #expect(Phase(role: role) == phase)
  }

  @Test func `phases are words in any case`() {
    #expect(Phase(word: "Run") == .run && Phase(word: "synthesize") == .synthesize)
    #expect(Phase(word: "runs") == nil && Phase(word: "") == nil)
  }
}
