import Research
import SeededDice
import Testing

@Suite struct StreaksTests {
  private let flux = agentName("flux")

  /// The streaks after cycles with these answers, oldest first.
  private func streaks(
    _ answers: [Answer], policy: Policy = Policy(), isActive: Bool = true
  ) -> Streaks {
    Streaks(of: flux, in: cycles(answers), policy: policy, isActive: isActive)
  }

  private func cycles(_ answers: [Answer]) -> [CycleAnswers] {
    answers.enumerated().map { index, answer in
      let number = index + 1
      let middle = minute(60 * number + 30)
      var lab = Lab()
      lab.hire(
        "flux", at: answer == .joined ? middle : minute(-1000),
        left: answer == .left ? middle : nil)
      let weights: [Answer: Act.Weight] = [
        .result: .result, .spoke: .spoke, .noteOnly: .noteOnly, .late: .spoke,
      ]
      let acts = weights[answer].map { [act("flux", $0, at: middle)] } ?? []
      let causes: [Answer: Notice.Cause] = [.timedOut: .timedOut("1m"), .killed: .killed("KILL")]
      let notices = causes[answer].map { [notice("flux", $0, at: middle)] } ?? []
      let recorded = RecordedAnswer(agent: flux, answer: .silent, evidence: nil)
      let cycle = lab.cycle(
        number, scheduled: answer == .notScheduled ? [] : nil,
        exempt: answer == .exempt ? ["flux"] : [], recorded: answer == .late ? [recorded] : [])
      let made = lab.answers(cycle, acts: acts, notices: notices, isKnown: answer != .notKnown)
      #expect(made[flux]?.answer == answer)
      return made
    }
  }

  @Test func `one, two and three silent cycles are due a warning, a final one, retirement`() {
    let advice: [Streaks.Advice?] = [nil, .warn, .finalWarning, .retire, .retire]
    for (count, due) in advice.enumerated() {
      let found = streaks(Array(repeating: .silent, count: count))
      #expect(found.silent == count)
      #expect(found.advice == due, "\(count) silent cycles")
    }
  }

  @Test func `the policy moves the thresholds`() {
    var policy = Policy()
    for (key, value) in [("warn", "2"), ("final", "4"), ("retire", "5")] {
      policy.apply(PolicySetting(key: "silence." + key, values: [value]))
    }
    let advice: [Streaks.Advice?] = [nil, nil, .warn, .warn, .finalWarning, .retire]
    for (count, due) in advice.enumerated() {
      #expect(streaks(Array(repeating: .silent, count: count), policy: policy).advice == due)
    }
  }

  @Test(arguments: [
    Answer.timedOut, .killed, .notScheduled, .joined, .left, .exempt,
  ])
  func `a cycle in which it could not speak neither lengthens a streak nor ends it`(
    answer: Answer
  ) {
    let found = streaks([.silent, answer, .silent, answer])
    #expect(found.silent == 2 && found.withoutResult == 2)
    #expect(found.advice == .finalWarning)
  }

  @Test(arguments: [Answer.spoke, .noteOnly, .late])
  func `speaking ends the silence, not the time without a result`(answer: Answer) {
    let found = streaks([.result, .silent, answer, .silent])
    #expect(found.silent == 1 && found.withoutResult == 3)
    #expect(streaks([.silent, .silent, .silent, answer]).advice == nil)
  }

  @Test func `a result ends both`() {
    let found = streaks([.silent, .silent, .silent, .result])
    #expect(found.silent == 0 && found.withoutResult == 0 && found.advice == nil)
  }

  @Test func `nobody is warned or retired on what is not known`() {
    #expect(streaks([.silent, .silent, .silent, .notKnown]).advice == nil)
    let found = streaks([.silent, .notKnown, .silent, .silent])
    #expect(found.advice == nil)
    #expect(found.silent == 2)
    #expect(streaks([.notKnown, .spoke, .silent]).advice == .warn)
  }

  @Test func `whoever is off the roster is due nothing`() {
    #expect(streaks([.silent, .silent, .silent], isActive: false).advice == nil)
  }

  @Test func `an open cycle is not counted yet`() {
    var lab = Lab()
    lab.hire("flux")
    let cycles = [lab.answers(lab.cycle(1)), lab.answers(lab.cycle(2, isClosed: false))]
    #expect(Streaks(of: flux, in: cycles, policy: Policy(), isActive: true).silent == 1)
  }

  @Test(arguments: seeds) func `streaks do not depend on the order of the cycles`(seed: UInt64) {
    var dice = SeededDice(seed: seed)
    let all = Answer.allCases
    let answers = (0..<8).map { _ in all[dice.below(all.count)] }
    // The same again, so that two cycles open in each second, with other numbers.
    var cycles = cycles(answers)
    var lab = Lab()
    lab.hire("flux")
    cycles += (1...8).map { number in
      let start = eventName("athena", .opened, minute(60 * number), cycle: 100 + number)
      let opening = Event(
        name: start, thread: .cycle(100 + number, opening: start),
        payload: .cycleOpened(CycleOpening(roster: [flux], scheduled: [flux], exempt: [])))
      let closing = Event(
        name: eventName("athena", .closed, minute(60 * number + 9)), thread: opening.thread,
        after: [start], payload: .cycleClosed(CycleClosing(failed: false, answers: [])))
      let spoke = dice.once(in: 2) ? [act("flux")] : []
      return lab.answers(Cycle.folding(100 + number, [opening, closing])[0], acts: spoke)
    }
    let expected = Streaks(of: flux, in: cycles, policy: Policy(), isActive: true)
    for _ in 1...5 {
      cycles.shuffle(using: &dice)
      #expect(Streaks(of: flux, in: cycles, policy: Policy(), isActive: true) == expected)
    }
  }
}
