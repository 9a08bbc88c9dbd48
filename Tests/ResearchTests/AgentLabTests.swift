import Research
import Testing

/// What happened in a real lab of agents, case by case: what the tool must get right.
@Suite struct AgentLabTests {
  private let lab: Lab = {
    var lab = Lab()
    lab.hire("athena", AgentProfile(role: "manager"))
    lab.hire("experiment-runner")
    lab.hire("flux")
    return lab
  }()

  private func answer(
    _ name: String, _ cycle: Cycle, acts: [Act] = [], notices: [NoticeGiven] = []
  ) -> Answer? {
    lab.answers(cycle, acts: acts, notices: notices)[agentName(name)]?.answer
  }

  @Test func `1: silence is computed for everybody whose turn it was, with what proves it`() throws
  {
    let answers = lab.answers(lab.cycle(), acts: [act("flux", evidence: "commit:7")])
    #expect(answers.lines.map(\.agent.text) == ["athena", "experiment-runner", "flux"])
    #expect(answers.lines.map(\.answer) == [.silent, .silent, .spoke])
    #expect(answers.lines.map(\.evidence) == [nil, nil, "commit:7"])
  }

  @Test func `2: an agent that was never scheduled is not silent, however long`() {
    let cycles = (1...9).map { lab.answers(lab.cycle($0, scheduled: ["athena"])) }
    #expect(cycles.allSatisfy { $0[agentName("flux")]?.answer == .notScheduled })
    #expect(cycles[0][agentName("flux")]?.evidence == cycles[0].cycle.opening.description)
    let streaks = Streaks(of: agentName("flux"), in: cycles, policy: Policy(), isActive: true)
    #expect(streaks.silent == 0 && streaks.withoutResult == 0 && streaks.advice == nil)
  }

  @Test func `3: an agent that was killed is not silent once its notice exists`() {
    #expect(answer("flux", lab.cycle()) == .silent)
    let timedOut = notice("flux", .timedOut("15m"))
    let line = lab.answers(lab.cycle(), notices: [timedOut])[agentName("flux")]
    #expect(line?.answer == .timedOut)
    #expect(line?.evidence == timedOut.event.description)
    #expect(answer("flux", lab.cycle(), notices: [notice("flux", .killed("SIGTERM"))]) == .killed)
    #expect(answer("athena", lab.cycle(), notices: [timedOut]) == .silent)
  }

  @Test func `4: sixty commits of standby notes are no output`() {
    let acts = (0..<62).map {
      act("flux", .noteOnly, at: minute(60 + $0 % 60), evidence: "commit:\($0)")
    }
    let cycles = (1...3).map { lab.answers(lab.cycle($0), acts: acts) }
    #expect(cycles[0][agentName("flux")]?.answer == .noteOnly)
    #expect(cycles[0][agentName("flux")]?.acts == 62)
    let streaks = Streaks(of: agentName("flux"), in: cycles, policy: Policy(), isActive: true)
    #expect(streaks.silent == 0 && streaks.withoutResult == 3)
  }

  @Test func `5: two cycles opened under one number are each answered for themselves`() {
    let one = lab.cycle(1, scheduled: ["flux"])
    let two = lab.cycle(1, scheduled: ["athena"])
    #expect(answer("flux", one) == .silent)
    #expect(answer("flux", two) == .notScheduled)
  }

  @Test(arguments: ["ExperimentRunner", "Experiment-Runner", "experiment_runner"])
  func `6: the spellings of one identity are one agent`(spelling: String) {
    let answers = lab.answers(lab.cycle(), acts: [act(spelling), act("experiment-runner")])
    #expect(answers[agentName("experiment-runner")]?.answer == .spoke)
    #expect(answers[agentName("experiment-runner")]?.acts == 2)
    #expect(answers.strangers.isEmpty)
    let told = notice("experimentrunner", .killed("SIGKILL"))
    #expect(answer("experiment-runner", lab.cycle(), notices: [told]) == .killed)
  }

  @Test func `7: a manager scheduled twice is answered once`() {
    let cycle = lab.cycle(scheduled: ["athena", "flux", "athena"])
    #expect(lab.answers(cycle).lines.filter { $0.agent == agentName("athena") }.count == 1)
    let cycles = [lab.answers(cycle)]
    #expect(
      Streaks(of: agentName("athena"), in: cycles, policy: Policy(), isActive: true).silent == 1)
  }

  @Test func `8: the roster of a cycle is that of its opening, whatever is edited later`() {
    let cycle = lab.cycle()
    var later = lab
    later.hire("forge", at: minute(500))
    #expect(later.answers(cycle)[agentName("forge")] == nil)
    #expect(later.answers(cycle).lines.count == 3)
    #expect(
      CycleAnswers(
        of: cycle, roster: Roster([]), acts: [], notices: [], now: minute(999), isKnown: true
      ).lines.count == 3)
  }

  @Test func `9: an agent that may stay silent is exempt, unless it speaks`() {
    let cycle = lab.cycle(exempt: ["flux"])
    #expect(answer("flux", cycle) == .exempt)
    #expect(answer("flux", cycle, acts: [act("flux", .result)]) == .result)
    #expect(answer("flux", lab.cycle(scheduled: [], exempt: ["flux"])) == .exempt)
  }

  @Test func `10: a cycle that failed counts for nobody`() {
    let cycles = (1...3).map { lab.answers(lab.cycle($0, failed: $0 != 2)) }
    let streaks = Streaks(of: agentName("flux"), in: cycles, policy: Policy(), isActive: true)
    #expect(streaks.silent == 1 && streaks.withoutResult == 1 && streaks.advice == .warn)
  }

  @Test func `11: a new hire is not silent in the cycle it was hired in, nor in those before`() {
    var lab = lab
    lab.hire("forge", at: minute(150))
    let cycles = (1...3).map { lab.answers(lab.cycle($0)) }
    let forge = agentName("forge")
    #expect(cycles.map { $0[forge]?.answer } == [nil, .joined, .silent])
    #expect(cycles[1][forge]?.evidence == lab.roster[forge]?.terms.first?.joined.name.description)
    #expect(Streaks(of: forge, in: cycles, policy: Policy(), isActive: true).silent == 1)
    let spoke = lab.answers(lab.cycle(2), acts: [act("forge", at: minute(170))])
    #expect(spoke[forge]?.answer == .spoke)
  }

  @Test func `12: what the close recorded stands beside what is found now`() {
    let gone = RecordedAnswer(agent: agentName("flux"), answer: .result, evidence: "commit:9")
    let line = lab.answers(lab.cycle(recorded: [gone]))[agentName("flux")]
    #expect(line?.answer == .silent)
    #expect(line?.recorded == gone)
  }
}
