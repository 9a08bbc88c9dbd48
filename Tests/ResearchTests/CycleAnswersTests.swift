import Research
import SeededDice
import Testing

@Suite struct CycleAnswersTests {
  private let flux = agentName("flux")

  private func lab(_ profile: AgentProfile = AgentProfile(), left: Timestamp? = nil) -> Lab {
    var lab = Lab()
    lab.hire("flux", profile, left: left)
    lab.hire("forge")
    return lab
  }

  @Test func `the weightiest act is the evidence, and of these the first`() {
    let acts = [
      act("flux", .spoke, at: minute(61), evidence: "commit:a"),
      act("flux", .result, at: minute(80), evidence: "commit:c"),
      act("flux", .result, at: minute(70), evidence: "commit:b"),
      act("flux", .noteOnly, at: minute(60), evidence: "commit:d"),
    ]
    for arrival in [acts, acts.reversed()] {
      let line = lab().answers(lab().cycle(), acts: arrival)[flux]
      #expect(line?.answer == .result)
      #expect(line?.evidence == "commit:b")
      #expect(line?.acts == 4)
    }
  }

  @Test(arguments: [
    (Act.Weight.result, Answer.result), (.spoke, .spoke), (.noteOnly, .noteOnly),
  ])
  func `speaking outranks a notice, leaving, exemption and the schedule`(
    weight: Act.Weight, answer: Answer
  ) {
    let lab = lab(left: minute(100))
    let cycle = lab.cycle(scheduled: [], exempt: ["flux"])
    let answers = lab.answers(
      cycle, acts: [act("flux", weight)], notices: [notice("flux", .killed("SIGTERM"))])
    #expect(answers[flux]?.answer == answer)
  }

  @Test func `a notice outranks leaving, and the first of several counts`() {
    let lab = lab(left: minute(100))
    let killed = notice("flux", .killed("SIGTERM"), at: minute(80))
    let timedOut = notice("flux", .timedOut("15m"), at: minute(70))
    let line = lab.answers(lab.cycle(), notices: [killed, timedOut])[flux]
    #expect(line?.answer == .timedOut)
    #expect(line?.evidence == timedOut.event.description)
  }

  @Test func `whoever was retired during the cycle has left; after it, it was silent`() {
    for (time, answer) in [(100, Answer.left), (120, .left), (121, .silent)] {
      let lab = lab(left: minute(time))
      let line = lab.answers(lab.cycle())[flux]
      #expect(line?.answer == answer, "minute \(time)")
      #expect((line?.evidence != nil) == (answer == .left))
    }
    #expect(lab(left: minute(60)).answers(lab(left: minute(60)).cycle())[flux] == nil)
  }

  @Test func `an event that arrives after the close makes the answer late`() {
    let recorded = RecordedAnswer(agent: flux, answer: .silent, evidence: nil)
    let cycle = lab().cycle(recorded: [recorded])
    let line = lab().answers(cycle, acts: [act("flux", .result, evidence: "commit:x")])[flux]
    #expect(line?.answer == .late)
    #expect(line?.found == .result)
    #expect(line?.evidence == "commit:x")
    #expect(line?.recorded == recorded)
    let still = lab().answers(cycle)[flux]
    #expect(still?.answer == .silent && still?.recorded == nil)
  }

  @Test func `a close that did not know, or that had found something, makes nothing late`() {
    for answer in [Answer.notKnown, .spoke, .noteOnly] {
      let cycle = lab().cycle(
        recorded: [RecordedAnswer(agent: flux, answer: answer, evidence: nil)])
      #expect(lab().answers(cycle, acts: [act("flux", .result)])[flux]?.answer == .result)
    }
    #expect(lab().answers(lab().cycle(), acts: [act("flux")])[flux]?.answer == .spoke)
  }

  @Test func `with the remote seen too early nobody is silent, and what is known stays`() {
    let answers = lab().answers(
      lab().cycle(scheduled: ["flux"]), notices: [], isKnown: false)
    #expect(answers[flux]?.answer == .notKnown)
    #expect(answers[agentName("forge")]?.answer == .notScheduled)
    let told = lab().answers(
      lab().cycle(), acts: [act("forge")], notices: [notice("flux", .timedOut("1m"))],
      isKnown: false)
    #expect(told[flux]?.answer == .timedOut)
    #expect(told[agentName("forge")]?.answer == .spoke)
  }

  @Test func `freshness covers what ended before the look`() {
    let seen = Freshness.seen(remote: "origin", at: minute(5))
    #expect(seen.covers(minute(5)) && seen.covers(minute(4)) && !seen.covers(minute(6)))
    #expect(Freshness.local.covers(minute(99)))
    #expect(!Freshness.never(remote: "origin").covers(minute(-99)))
  }

  @Test func `the machine that opened the cycle is no stranger`() {
    let answers = lab().answers(lab().cycle(), acts: [act("system"), act("Ghost")])
    #expect(answers.strangers.map(\.spelling) == ["Ghost"])
  }

  @Test func `names on no roster, or not yet, or no longer, are strangers`() {
    var lab = lab(left: minute(30))
    lab.hire("runner", AgentProfile(kind: .system))
    lab.hire("late", at: minute(300))
    let acts = [
      act("Ghost", at: minute(70), evidence: "commit:2"),
      act("Ghost", at: minute(65), evidence: "commit:1"), act("flux", evidence: "commit:3"),
      act("late", evidence: "commit:4"), act("runner"), act("forge"),
    ]
    let answers = lab.answers(lab.cycle(), acts: acts.reversed())
    #expect(answers.strangers.map(\.spelling) == ["Ghost", "flux", "late"])
    #expect(answers.strangers.map(\.acts) == [2, 1, 1])
    #expect(answers.strangers.map(\.evidence) == ["commit:1", "commit:3", "commit:4"])
    #expect(answers.lines.map(\.agent.text) == ["forge"])
  }

  @Test func `a system never speaks, is never silent, and is no stranger`() {
    var lab = lab()
    lab.hire("runner", AgentProfile(kind: .system), at: minute(70))
    let answers = lab.answers(lab.cycle(), acts: [act("runner"), act("system")])
    #expect(answers[agentName("runner")] == nil)
    #expect(answers.strangers.isEmpty)
  }

  @Test func `another's name that differs by a dash is not the agent's own`() {
    var lab = Lab()
    lab.hire("a-b")
    lab.hire("ab")
    let answers = lab.answers(lab.cycle(), acts: [act("a-b")])
    #expect(answers.lines.map(\.answer) == [.spoke, .silent])
  }

  @Test func `an open cycle is answered up to now, also by a clock behind its opening`() {
    var lab = lab()
    lab.hire("late", at: minute(100))
    let cycle = lab.cycle(isClosed: false)
    #expect(lab.answers(cycle, now: minute(110))[agentName("late")]?.answer == .joined)
    #expect(lab.answers(cycle, now: minute(90))[agentName("late")] == nil)
    #expect(lab.answers(cycle, now: minute(-9_000_000))[flux]?.answer == .silent)
  }

  @Test(arguments: seeds) func `answers do not depend on the order of what is found`(
    seed: UInt64
  ) {
    var dice = SeededDice(seed: seed)
    let lab = lab(left: minute(90))
    var acts = (0..<30).map { index in
      act(
        ["flux", "Forge", "ghost"][dice.below(3)],
        [.noteOnly, .spoke, .result][dice.below(3)], at: minute(60 + dice.below(5)),
        evidence: "commit:\(index)")
    }
    var notices = (0..<4).map { notice("flux", .killed("\($0)"), at: minute(60 + $0)) }
    let answers = lab.answers(lab.cycle(), acts: acts, notices: notices)
    for _ in 1...5 {
      acts.shuffle(using: &dice)
      notices.shuffle(using: &dice)
      #expect(lab.answers(lab.cycle(), acts: acts, notices: notices) == answers)
    }
  }

  @Test(.timeLimit(.minutes(30))) func `a thousand agents with ten thousand acts take no time`() {
    var lab = Lab()
    for index in 0..<1_000 { lab.hire("agent-\(index)") }
    let acts = (0..<10_000).map { act("Agent \($0 % 999)", evidence: "commit:\($0)") }
    let notices = (0..<10_000).map { notice("agent-\($0 % 1_000)", .killed("SIGTERM")) }
    let answers = lab.answers(lab.cycle(), acts: acts, notices: notices)
    #expect(answers.lines.count == 1_000)
    #expect(answers[agentName("agent-999")]?.answer == .killed)
  }
}
