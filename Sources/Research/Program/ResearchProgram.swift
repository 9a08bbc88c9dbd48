/// A research program as its events make it: what is asked, what was learned, what waits.
public struct ResearchProgram: Hashable, Sendable {
  /// A question.
  public struct Question: Hashable, Sendable {
    /// The event that asked it.
    public let opening: Event
    /// In one line.
    public let text: String
    /// 0 (first) … 4 (last).
    public fileprivate(set) var priority: Int
    /// Where it stands.
    public fileprivate(set) var status: QuestionStatus
    /// The event of the question it follows from, or free words.
    public let parent: String?
    /// What keeps it from being worked on.
    public fileprivate(set) var blocker: String?
    /// What is decided by its answer.
    public fileprivate(set) var gate: String?
    /// The experiments that ask it.
    public fileprivate(set) var experiments: [String]
    /// Its answer, once it has one.
    public fileprivate(set) var answer: Answer?
    /// What the log says of its experiments, in order: the verdicts as they are spelled.
    public fileprivate(set) var history: [String] = []

    /// What calls it: the end of its event's name.
    public var id: String { opening.name.suffix }

    /// Whether its last three experiments decided nothing.
    public var isStuck: Bool {
      history.count >= 3 && history.suffix(3).allSatisfy { $0.hasPrefix("INCONCLUSIVE") }
    }
  }

  /// An answer to a question.
  public struct Answer: Hashable, Sendable {
    /// What kind of answer.
    public let type: AnswerType
    /// In words.
    public let text: String
    /// Where it is shown.
    public let evidence: String?
    /// The event that gave it.
    public let event: Event
  }

  /// An entry of the research log.
  public struct Entry: Hashable, Sendable {
    /// The event that brought it.
    public let event: Event
    /// What it says.
    public let entry: LogEntry
  }

  /// Work that was handed over.
  public struct Handoff: Hashable, Sendable {
    /// The event that opened it.
    public let opening: Event
    /// What it is about.
    public let handoff: HandoffOpening
    /// The event that resolved it; nil while the program waits.
    public fileprivate(set) var resolved: Event?

    /// What calls it: the end of its event's name.
    public var id: String { opening.name.suffix }
  }

  /// In the order in which they were asked.
  public private(set) var questions: [Question] = []
  /// The oldest first.
  public private(set) var log: [Entry] = []
  /// In the order in which they were opened.
  public private(set) var handoffs: [Handoff] = []
  /// The parts of the page of questions that are text.
  public private(set) var sections: [ProgramSection: String] = [:]
  /// All of its events in causal order, those without effect too.
  public let events: [Event]

  /// The fold of a program's events.
  public init(_ events: [Event]) {
    self.events = causalOrder(events)
    for event in self.events {
      guard case .program(let entry) = event.payload else { continue }
      apply(entry, event)
    }
    // A log is read by time; of one day the later word is the later.
    log = log.enumerated().sorted {
      ($0.element.event.time, $0.offset) < ($1.element.event.time, $1.offset)
    }.map(\.element)
    for entry in log { note(entry) }
  }

  /// The hand-off that the program waits for; the first where two clones opened one each.
  public var pendingHandoff: Handoff? { handoffs.first { $0.resolved == nil } }

  /// The open questions, the most urgent first: by priority, those whose answer decides something
  /// before the others, then as they were asked.
  public var open: [Question] {
    questions.filter { $0.answer == nil && $0.status != .answered }.enumerated().sorted {
      let (a, b) = ($0.element, $1.element)
      return (a.priority, a.gate == nil ? 1 : 0, $0.offset)
        < (b.priority, b.gate == nil ? 1 : 0, $1.offset)
    }.map(\.element)
  }

  /// The questions that have an answer, as they were answered.
  public var answered: [Question] {
    questions.filter { $0.answer != nil || $0.status == .answered }
  }

  /// Why an open question is not what comes next; nil where it may be.
  public func reasonToSkip(_ question: Question) -> String? {
    if question.status == .blocked {
      return "blocked" + (question.blocker.map { ": \($0)" } ?? "")
    }
    if question.status == .deferred { return "deferred" }
    if let parent = parent(of: question), parent.answer != nil || parent.status == .answered {
      return "its parent is resolved: \(parent.text)"
    }
    return question.isStuck ? "three INCONCLUSIVE in a row" : nil
  }

  /// The question that is to be worked on next: the first open one that nothing speaks against.
  public var next: Question? { open.first { reasonToSkip($0) == nil } }

  /// The question that another follows from.
  public func parent(of question: Question) -> Question? {
    question.parent.flatMap { name in
      questions.first { $0.opening.name.description == name }
    }
  }

  /// The questions that a call means: by the id, or by words that stand in one.
  public func questions(named text: String) -> [Question] {
    let byID = questions.filter { $0.id == text || $0.opening.name.description == text }
    if !byID.isEmpty { return byID }
    let exact = questions.filter { $0.text == text }
    if !exact.isEmpty { return exact }
    return questions.filter { $0.text.lowercased().contains(text.lowercased()) }
  }
}

extension ResearchProgram {
  private mutating func apply(_ entry: ProgramEntry, _ event: Event) {
    switch entry {
    case .question(let start):
      questions.append(
        Question(
          opening: event, text: start.text, priority: start.priority, status: start.status,
          parent: start.parent, blocker: start.blocker, gate: start.gate,
          experiments: start.experiments))
    case .revised(let change): revise(change)
    case .answered(let answer):
      guard let place = place(of: answer.question) else { return }
      questions[place].answer = Answer(
        type: answer.type, text: event.body, evidence: answer.evidence, event: event)
      questions[place].status = .answered
    case .logged(let entry): log.append(Entry(event: event, entry: entry))
    case .handoff(let start): handoffs.append(Handoff(opening: event, handoff: start))
    case .resolved(let name):
      guard let place = handoffs.firstIndex(where: { $0.opening.name == name }) else { return }
      handoffs[place].resolved = handoffs[place].resolved ?? event
    case .section(let section): sections[section] = event.body
    }
  }

  private mutating func revise(_ change: QuestionChange) {
    guard let place = place(of: change.question) else { return }
    questions[place].priority = change.priority ?? questions[place].priority
    if let status = change.status {
      questions[place].status = status
      if status != .answered { questions[place].answer = nil }
    }
    if let blocker = change.blocker { questions[place].blocker = blocker.isEmpty ? nil : blocker }
    if let gate = change.gate { questions[place].gate = gate.isEmpty ? nil : gate }
    let known = questions[place].experiments
    questions[place].experiments += change.experiments.filter { !known.contains($0) }
  }

  private func place(of question: EventName) -> Int? {
    questions.firstIndex { $0.opening.name == question }
  }

  /// An experiment that was read says something of the questions that it asks.
  private mutating func note(_ entry: Entry) {
    guard let verdict = entry.entry.verdict else { return }
    for place in questions.indices
    where questions[place].experiments.contains(entry.entry.title) {
      questions[place].history.append(verdict)
      if questions[place].status == .notStarted { questions[place].status = .inProgress }
    }
  }
}

/// Why a program does not go on, as the protocol spells it.
public enum ProgramPause: String, Hashable, Sendable {
  /// A hand-off waits to be resolved.
  case handoff = "handoff_pause"
  /// Every question is answered.
  case allResolved = "all_resolved"
}

extension ResearchProgram {
  /// Why the program does not go on; nil while there is something to be worked on.
  public var pause: ProgramPause? {
    if pendingHandoff != nil { return .handoff }
    return !questions.isEmpty && open.isEmpty ? .allResolved : nil
  }
}

extension ResearchProgram.Handoff {
  /// The refusal of what waits until this hand-off is resolved.
  public func refusal(of act: String) -> Refusal {
    Refusal(
      rule: "handoff",
      reason: "\(act) waits: the hand-off \(id) is open: \(handoff.title)",
      hint: "see it with `rtrack handoff check`; `rtrack handoff complete` when its work is done")
  }
}
