import Research
import SeededDice
import Testing

@testable import Ledger

/// Every kind of event, with the text that readers stumble over, goes to a file and comes back.
@Suite struct RoundTripTests {
  @Test(arguments: (1...30).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `an event of every kind comes back from its file as it was`(_ seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    for kind in 0..<EventMaker.kinds {
      let event = EventMaker.event(kind, &dice)
      let path = Layout.path(of: event)
      guard case .event(let folder, let name)? = Layout.place(of: path) else {
        Issue.record("seed \(seed): no place for \(path)")
        continue
      }
      let bytes = EventFile.serialized(event)
      let read = try EventFile.parse(bytes, name: name, in: folder, path: path)
      #expect(read.event == event, "seed \(seed)")
      #expect(read.unknownKeys == [], "seed \(seed)")
      #expect(EventFile.serialized(read.event) == bytes, "seed \(seed)")
    }
  }

  static let bodies = [
    String(repeating: "wide é and שלום\n", count: 60_000), "\u{FEFF}begins with a mark\n",
    "line\r\nline\r\n", "---\nno: matter\n---\n", "a\n---\n---\n", "ends without a line's end",
    "\n\n\n", "---", "שלום \u{202E}drawkcab\u{202C} مرحبا\n", "\u{1B}[2Jcontrol\u{7}\u{9B}\n",
    "NUL \0 within\n", "...\n", "\t\n", "\u{2028}\u{85}\n",
  ]

  @Test(arguments: bodies.indices)
  func `a body comes back byte for byte`(_ index: Int) throws {
    let body = Self.bodies[index]
    var dice = SeededDice(seed: 7)
    var event = EventMaker.event(8, &dice)
    event.body = body
    let read = try EventFile.parse(
      EventFile.serialized(event), name: event.name, in: .issue(EventMaker.number), path: "x.md")
    #expect(read.event.body.utf8.elementsEqual(body.utf8))
  }

  @Test func `keys that this version does not know are told and change nothing`() throws {
    var dice = SeededDice(seed: 3)
    let event = EventMaker.event(8, &dice)
    let written = String(decoding: EventFile.serialized(event), as: UTF8.self)
    let text =
      "---\nfrom_the_future: {deep: [1, 2]}\nmood: cheerful\n" + written.dropFirst("---\n".count)
    let read = try EventFile.parse(
      Array(text.utf8), name: event.name, in: .issue(EventMaker.number), path: "x.md")
    #expect(read.event == event)
    #expect(read.unknownKeys.sorted() == ["from_the_future", "mood"])
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2, 3])
  func `no file makes the reader crash, whatever is in it`(_ seed: UInt64) {
    var dice = SeededDice(seed: seed)
    for _ in 0..<400 {
      let event = EventMaker.event(dice.below(EventMaker.kinds), &dice)
      guard case .event(let folder, let name)? = Layout.place(of: Layout.path(of: event)) else {
        continue
      }
      var bytes = EventFile.serialized(event)
      for _ in 0...dice.below(4) where !bytes.isEmpty {
        let place = dice.below(bytes.count)
        switch dice.below(3) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + dice.below(30)))
        default: bytes.insert(contentsOf: Array(dice.text().utf8), at: place)
        }
      }
      // It is read, or its fault is told; that the call returns is what is proved.
      _ = try? EventFile.parse(bytes, name: name, in: folder, path: "x.md")
    }
  }
}

/// Events of every kind, with random content.
enum EventMaker {
  static let kinds = 40
  static let number = known(IssueNumber(194))

  /// What is well-formed by the look of it.
  private static func known<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a name or number here is none") }
    return value
  }

  static func event(_ index: Int, _ dice: inout SeededDice) -> Event {
    func agent(_ dice: inout SeededDice) -> AgentName {
      known(AgentName(["flux", "athena", "exp-runner", "a1"][dice.below(4)]))
    }
    func agents(_ dice: inout SeededDice) -> [AgentName] {
      (0..<dice.below(3)).map { _ in agent(&dice) }
    }
    func texts(_ dice: inout SeededDice) -> [String] {
      (0..<dice.below(4)).map { _ in dice.text() }
    }
    func maybe(_ dice: inout SeededDice) -> String? { dice.below(2) == 0 ? nil : dice.text() }
    func numbers(_ dice: inout SeededDice) -> [IssueNumber] {
      (0..<dice.below(3)).compactMap { _ in IssueNumber(1 + dice.below(5000)) }
    }
    func time(_ dice: inout SeededDice) -> Timestamp {
      Timestamp(seconds: 1_700_000_000 + Int64(dice.below(100_000_000)))
    }
    func name(_ kind: EventKind, _ dice: inout SeededDice) -> EventName {
      EventName(
        time: time(&dice), cycle: dice.below(50), agent: agent(&dice), kind: kind,
        suffix: EventName.suffix(from: UInt32(truncatingIfNeeded: dice.next())))
    }
    let profile = AgentProfile(
      kind: AgentKind.allCases[dice.below(3)], role: maybe(&dice), model: maybe(&dice),
      aliases: dice.below(2) == 0 ? nil : texts(&dice),
      isExempt: [nil, true, false][dice.below(3)],
      due: [nil, dice.below(99)][dice.below(2)], reportsTo: agents(&dice).first, key: maybe(&dice))
    let answers = Answer.allCases.enumerated().compactMap { place, answer -> RecordedAnswer? in
      guard let agent = AgentName("agent-\(place)") else { return nil }
      return RecordedAnswer(
        agent: agent, answer: answer, evidence: dice.below(2) == 0 ? nil : "commit:0123abcd")
    }
    let results = ["results/\(dice.below(9)).json"]
    let about = agent(&dice)
    let id = String(repeating: "9f", count: 20)
    let record = SpecRecord(
      title: dice.text(), file: "spec-k3f9q2.md", blob: String(repeating: "0a", count: 20),
      floor: Seen.allCases[dice.below(4)],
      said: dice.below(2) == 0 ? nil : Seen.allCases[dice.below(4)])
    let experiment = known(ExperimentID(["exp-001-lr-warmup", "EXP 7.b_c"][dice.below(2)]))
    var choices: [(EventKind, Payload)] = [
      (.founded, .founded(ledgerVersion: 1)),
      (.set, .set(PolicySetting(key: "silence.notes", values: texts(&dice)))),
      (.joined, .joined(profile)), (.edited, .edited(profile)),
      (.warned, .warned(final: dice.below(2) == 0)), (.retired, .retired),
      (
        .opened,
        .cycleOpened(
          CycleOpening(roster: agents(&dice), scheduled: agents(&dice), exempt: agents(&dice)))
      ),
      (.closed, .cycleClosed(CycleClosing(failed: dice.below(2) == 0, answers: answers))),
      (
        .comment,
        .comment(
          Comment(
            status: maybe(&dice), tried: maybe(&dice), why: maybe(&dice), next: maybe(&dice),
            attachments: texts(&dice), author: maybe(&dice)))
      ),
      (.result, .comment(Comment(results: results, tried: maybe(&dice)))),
      (.notice, .notice(Notice(about: about, cause: .timedOut(dice.text())))),
      (.notice, .notice(Notice(about: about, cause: .killed(dice.text())))),
      (
        .opened,
        .opened(
          IssueOpening(
            title: dice.text(), assignees: agents(&dice), labels: texts(&dice),
            priority: [nil, dice.below(5)][dice.below(2)], author: maybe(&dice)))
      ),
      (.edit, .edit(title: maybe(&dice))), (.close, .close(reason: maybe(&dice))),
      (.reopen, .reopen), (.label, .label(add: texts(&dice), remove: texts(&dice))),
      (.assign, .assign(add: agents(&dice), remove: agents(&dice))),
      (.deferral, dice.below(2) == 0 ? .resumed : .deferral(until: maybe(&dice))),
      (
        .link,
        .link(
          IssueLink(
            blocks: numbers(&dice), per: numbers(&dice), pullRequests: [dice.below(900)],
            parent: numbers(&dice).first, host: [nil, 201][dice.below(2)],
            removes: dice.below(2) == 0))
      ),
      (.priority, .priority(dice.below(5))),
      (
        .protect,
        .protect(
          Protection(
            pattern: ["a b/**", "results", "**/é*.md", "x?/- #y"][dice.below(4)],
            content: ProtectedContent.allCases[dice.below(3)],
            freeze: Freeze.allCases[dice.below(2)]),
          tips: dice.below(2) == 0 ? [] : [String(repeating: "0a", count: 20)])
      ),
      (.unprotect, .unprotect(pattern: "results/**")),
      (
        .key,
        .key(
          KeyChange(
            holder: agent(&dice),
            key: known(SigningKey("ssh-ed25519 " + String(repeating: "Ab+/", count: 17))),
            removes: dice.below(2) == 0))
      ),
      (
        .allow,
        .allow(
          Allowance(
            path: "a " + dice.text(),
            blob: [nil, String(repeating: "0a", count: 20)][dice.below(2)]))
      ),
      (
        .redact,
        .redact(
          Redaction(
            [
              .init(path: "a " + dice.text(), blob: String(repeating: "1", count: 40)),
              .init(path: "é", blob: id, stub: [nil, id][dice.below(2)]),
            ], oldTip: [nil, id][dice.below(2)], newTip: [nil, id][dice.below(2)]))
      ),
      (.acknowledge, .acknowledge(finding: "append-only@0123456789:a " + dice.text())),
      (.registered, .registered(record)),
      (
        .amended,
        .amended(
          Amendment(
            record: record, parent: name(.registered, &dice), changes: texts(&dice),
            reason: "because " + dice.text()))
      ),
      (.withdrawn, .withdrawn(reason: "because " + dice.text())),
      (
        .verdict,
        .verdict(
          VerdictRecord(
            run: known(RunID("1-7c2mxa")), word: Verdict.Word.allCases[dice.below(3)],
            computed: Verdict.Word.allCases[dice.below(3)],
            marks: Array(Verdict.Mark.allCases.prefix(dice.below(4))),
            reason: "because " + dice.text(),
            replaces: [nil, name(.verdict, &dice)][dice.below(2)], spec: [nil, id][dice.below(2)]))
      ),
      (
        .analysis,
        .analysis(AnalysisRecord(run: known(RunID("1-7c2mxa")), verdict: name(.verdict, &dice)))
      ),
    ]
    choices += programs(&dice, name(.question, &dice))
    choices.append((.settled, .settled(settlements(&dice, name(.opened, &dice)))))
    let (kind, payload) = choices[index]
    let own = name(kind, &dice)
    let thread: Thread =
      switch index {
      case 0, 1, 21...26: .policy
      case 2...5: .agent(agent(&dice))
      case 6: .cycle(42, opening: own)
      case 7: .cycle(42, opening: name(.opened, &dice))
      case 12: .issue(number, opening: own)
      case 27: .experiment(experiment, opening: own)
      case 39: .numbers
      case 32...: .program
      case 28...31: .experiment(experiment, opening: name(.registered, &dice))
      default: .issue(number, opening: name(.opened, &dice))
      }
    let after = (0..<dice.below(3)).map { _ in name(.comment, &dice) }
    let isImported = dice.below(2) == 0
    return Event(
      name: own, thread: thread, cycleOpening: isImported ? nil : name(.opened, &dice),
      occurredAt: isImported ? time(&dice) : nil,
      importedFrom: isImported ? "github:issue/\(dice.below(300))" : nil, after: after,
      once: maybe(&dice), payload: payload, body: maybe(&dice) ?? "")
  }

  private static func settlements(_ dice: inout SeededDice, _ opening: EventName) -> [Settlement] {
    let run = known(RunID("1-7c2mxa"))
    let experiment = known(ExperimentID("EXP 7.b_c"))
    let choices: [(NumberedPlace, CallNumber?)] = [
      (.issue(number), CallNumber(.localIssue, 7)), (.cycle(42), CallNumber(.cycle, 43)),
      (.experiment(experiment), CallNumber(.experiment, 3)),
      (.run(run, of: experiment), CallNumber(.run(experiment), 2)),
    ]
    let (place, given) = choices[dice.below(4)]
    let files = ["issues/0/7/x.md", "experiments/EXP 7.b_c/spec-k3f9q2.md"]
    return [
      Settlement(
        opening: opening, place: place, number: known(given),
        mentions: Array(files.prefix(dice.below(3))))
    ]
  }

  /// What is said of a program, about a question or a hand-off.
  private static func programs(
    _ dice: inout SeededDice, _ other: EventName
  ) -> [(EventKind, Payload)] {
    func maybe(_ dice: inout SeededDice) -> String? { dice.below(2) == 0 ? nil : dice.text() }
    let line = String("q " + dice.text().filter { !$0.isNewline })
    let entries: [(EventKind, ProgramEntry)] = [
      (
        .question,
        .question(
          QuestionOpening(
            text: line, priority: dice.below(5), status: QuestionStatus.allCases[dice.below(5)],
            parent: maybe(&dice), blocker: maybe(&dice), gate: maybe(&dice),
            experiments: ["exp-1", "exp-2"]))
      ),
      (
        .revised,
        .revised(
          QuestionChange(
            of: other, priority: [nil, dice.below(5)][dice.below(2)],
            status: [nil, QuestionStatus.allCases[dice.below(5)]][dice.below(2)],
            blocker: maybe(&dice), gate: maybe(&dice)))
      ),
      (
        .answered,
        .answered(
          QuestionAnswer(to: other, AnswerType.allCases[dice.below(4)], evidence: maybe(&dice)))
      ),
      (
        .logged,
        .logged(
          LogEntry(
            title: line, verdict: maybe(&dice), hypothesis: maybe(&dice), keyResult: maybe(&dice),
            lesson: maybe(&dice), next: maybe(&dice), details: maybe(&dice),
            gpuHours: [nil, 0.1, 3, 1e-7][dice.below(4)]))
      ),
      (
        .handoff,
        .handoff(
          HandoffOpening(
            title: line, triggeredBy: maybe(&dice), question: maybe(&dice), reason: maybe(&dice)))
      ),
      (.resolved, .resolved(handoff: other)),
      (.section, .section(ProgramSection.allCases[dice.below(5)])),
    ]
    return entries.map { ($0, .program($1)) }
  }
}
