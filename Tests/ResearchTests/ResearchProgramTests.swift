import Research
import Testing

/// What comes next in a program, and what its events make of its questions.
@Suite struct ResearchProgramTests {
  private var events: [Event] = []
  private var minutes = 0

  /// Adds an event that follows all before it; gives back its name.
  @discardableResult
  private mutating func add(
    _ kind: EventKind, _ entry: ProgramEntry, body: String = "", day: Int? = nil
  ) -> EventName {
    minutes += 1
    let event = Event(
      name: eventName("maya", kind, minute(minutes), minutes), thread: .program,
      occurredAt: day.map { minute($0 * 1440) }, after: events.last.map { [$0.name] } ?? [],
      payload: .program(entry), body: body)
    events.append(event)
    return event.name
  }

  @discardableResult
  private mutating func ask(
    _ text: String, _ priority: Int = 2, parent: EventName? = nil, gate: String? = nil,
    status: QuestionStatus = .notStarted, experiments: [String] = []
  ) -> EventName {
    add(
      .question,
      .question(
        QuestionOpening(
          text: text, priority: priority, status: status, parent: parent?.description, gate: gate,
          experiments: experiments)))
  }

  private mutating func log(_ title: String, _ verdict: String, day: Int? = nil) {
    add(.logged, .logged(LogEntry(title: title, verdict: verdict)), day: day)
  }

  private var program: ResearchProgram { ResearchProgram(events) }

  @Test mutating func `the next question is the first by priority, with a gate before without`() {
    ask("late", 3)
    ask("plain", 1)
    ask("gated", 1, gate: "if so: stop")
    ask("blocked", 0, status: .blocked)
    ask("deferred", 0, status: .deferred)
    #expect(program.next?.text == "gated")
    #expect(program.open.map(\.text) == ["blocked", "deferred", "gated", "plain", "late"])
  }

  @Test mutating func `a question whose parent is resolved is skipped`() throws {
    let parent = ask("parent", 2)
    ask("child", 0, parent: parent)
    #expect(program.next?.text == "child")
    add(.answered, .answered(QuestionAnswer(to: parent, .refuted)), body: "No.\n")
    #expect(program.next == nil)
    let child = try #require(program.open.first)
    #expect(program.reasonToSkip(child) == "its parent is resolved: parent")
    add(.revised, .revised(QuestionChange(of: parent, status: .inProgress)))
    #expect(program.next?.text == "child")
    #expect(program.answered.isEmpty)
  }

  @Test mutating func `three INCONCLUSIVE in a row are enough, and another verdict breaks them`() {
    ask("stuck", 0, experiments: ["exp-1", "exp-2", "exp-3", "exp-4"])
    ask("other", 4)
    log("exp-1", "INCONCLUSIVE")
    #expect(program.open.first?.status == .inProgress)
    log("exp-2", "INCONCLUSIVE (aborted)")
    #expect(program.next?.text == "stuck")
    log("exp-3", "INCONCLUSIVE")
    #expect(program.next?.text == "other")
    log("exp-4", "REFUTED")
    #expect(program.next?.text == "stuck")
    #expect(
      program.questions[0].history
        == ["INCONCLUSIVE", "INCONCLUSIVE (aborted)", "INCONCLUSIVE", "REFUTED"])
  }

  @Test mutating func `an open hand-off pauses the program until it is resolved`() {
    ask("a")
    let handoff = add(.handoff, .handoff(HandoffOpening(title: "build it")))
    #expect(program.pause == .handoff && program.pendingHandoff?.handoff.title == "build it")
    add(.resolved, .resolved(handoff: handoff), body: "done\n")
    #expect(program.pause == nil && program.handoffs.count == 1)
  }

  @Test mutating func `a program whose questions are all answered has nothing left`() {
    let question = ask("a")
    #expect(program.pause == nil)
    add(.answered, .answered(QuestionAnswer(to: question, .superseded)))
    #expect(program.pause == .allResolved)
    #expect(ResearchProgram([]).pause == nil)
  }

  @Test mutating func `the log is by time, and of one day by the order in which it was written`() {
    log("third", "CONFIRMED", day: 3)
    log("first", "CONFIRMED", day: 1)
    log("second", "REFUTED", day: 1)
    #expect(program.log.map(\.entry.title) == ["first", "second", "third"])
  }

  @Test mutating func `what was changed of a question holds, and what was not stays`() {
    let question = ask("a", 2, gate: "g", experiments: ["exp-1"])
    add(
      .revised,
      .revised(
        QuestionChange(of: question, priority: 0, gate: "", experiments: ["exp-1", "exp-2"])))
    let after = program.questions[0]
    #expect(after.priority == 0 && after.gate == nil && after.status == .notStarted)
    #expect(after.experiments == ["exp-1", "exp-2"])
    #expect(program.questions(named: after.id).count == 1)
  }
}
