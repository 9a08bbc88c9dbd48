import Documents
import Research

/// The events of one import of a kit, while they are gathered: each follows the one before, so
/// that their order is the kit's.
struct KitWork {
  private let composer: Composer
  private let speaker: AgentName
  private let program: ResearchProgram
  private(set) var events: [Event] = []
  private(set) var outcome = KitImport.Outcome()
  private var last: [EventName] = []
  private var suffixes: Set<String> = []

  init(_ composer: Composer, _ speaker: AgentName, _ program: ResearchProgram) {
    self.composer = composer
    self.speaker = speaker
    self.program = program
  }

  mutating func begin() throws { last = try composer.after(in: .program) }

  @discardableResult
  private mutating func add(
    _ kind: EventKind, _ entry: ProgramEntry, body: String = "", at time: Timestamp? = nil,
    origin: String
  ) -> EventName {
    var name = composer.name(kind, by: speaker, in: nil)
    while !suffixes.insert(name.suffix).inserted {
      name = composer.name(kind, by: speaker, in: nil)
    }
    events.append(
      Event(
        name: name, thread: .program, occurredAt: time, importedFrom: "kit:\(origin)", after: last,
        payload: .program(entry), body: Composer.terminated(body)))
    last = [name]
    return name
  }

  mutating func take(_ section: ProgramSection, _ text: String) {
    if let known = program.sections[section] {
      if KitPage.trimmed(known[...]) != text {
        outcome.differing.append("the part \(section.rawValue) of the page of questions")
      }
      return
    }
    outcome.sections += 1
    add(.section, .section(section), body: text, origin: "section/\(section.rawValue)")
  }

  mutating func take(_ question: KitQuestions.Question, experiments: [String]) {
    let text = question.opening.text
    let opening: EventName
    let isTaken = events.contains {
      if case .program(.question(let start)) = $0.payload { start.text == text } else { false }
    }
    if isTaken { return }
    if let known = program.questions.first(where: { $0.text == text }) {
      opening = known.opening.name
      guard let answer = question.answer else { return }
      if let there = known.answer {
        let isSame = there.type == answer.type && KitPage.trimmed(there.text[...]) == answer.text
        if !isSame { outcome.differing.append("the answer to \"\(text)\"") }
        return
      }
    } else {
      var start = question.opening
      start.experiments += experiments.filter { !start.experiments.contains($0) }
      outcome.questions += 1
      opening = add(.question, .question(start), origin: "question")
    }
    if let answer = question.answer {
      outcome.answers += 1
      add(
        .answered,
        .answered(QuestionAnswer(to: opening, answer.type, evidence: answer.evidence)),
        body: answer.text, origin: "answer")
    }
  }

  mutating func take(_ logged: KitLog.Entry) {
    let known = program.log.filter { $0.entry.title == logged.entry.title }
    if !known.isEmpty {
      let isThere = known.contains { there in
        there.entry == logged.entry && KitPage.trimmed(there.event.body[...]) == logged.body
      }
      if !isThere { outcome.differing.append("the log's entry \(logged.entry.title)") }
      return
    }
    outcome.entries += 1
    add(.logged, .logged(logged.entry), body: logged.body, at: logged.time, origin: "log")
  }

  mutating func take(handoff text: String, isOpen: Bool) {
    let outline = MarkdownOutline(text)
    let heading = outline.firstHeading?.text ?? "Handoff"
    let title = heading.hasPrefix("Handoff:") ? KitPage.trimmed(heading.dropFirst(8)) : heading
    if program.handoffs.contains(where: { $0.handoff.title == title }) { return }
    if isOpen, let pending = program.pendingHandoff {
      outcome.differing.append("HANDOFF.md, since the hand-off \(pending.id) is open")
      return
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let below = lines.dropFirst(outline.firstHeading?.line ?? 0).joined(separator: "\n")
    let (head, rest) = Self.parted(below)
    let (values, between) = KitPage.keys(in: head.split(separator: "\n").joined(separator: "\n"))
    let time = KitPage.time(values["date"])
    let body = [between, rest].filter { !$0.isEmpty }.joined(separator: "\n\n")
    outcome.handoffs += 1
    let name = add(
      .handoff,
      .handoff(
        HandoffOpening(
          title: title, triggeredBy: values["triggered by"], question: values["question"],
          reason: values["reason"])),
      body: body, at: time, origin: "handoff")
    if !isOpen { add(.resolved, .resolved(handoff: name), at: time, origin: "handoff/completed") }
  }

  /// What stands before the first section, and the rest.
  private static func parted(_ text: String) -> (head: String, rest: String) {
    guard let start = text.firstRange(of: "\n## ") else { return (KitPage.trimmed(text[...]), "") }
    return (KitPage.trimmed(text[..<start.lowerBound]), KitPage.trimmed(text[start.lowerBound...]))
  }
}
