/// What the events of a research program say: its questions, its log, its hand-offs.
public enum ProgramEntry: Hashable, Sendable {
  /// A question was asked; the event is its identity.
  case question(QuestionOpening)
  case revised(QuestionChange)
  /// A question was answered; the event's body is the answer.
  case answered(QuestionAnswer)
  /// What an experiment taught.
  case logged(LogEntry)
  /// Work that research cannot do itself was handed over: the program pauses until it is done.
  case handoff(HandoffOpening)
  /// The work of a hand-off was done; the event's body says how.
  case resolved(handoff: EventName)
  /// A part of the page of questions that people write; the event's body is its text.
  case section(ProgramSection)
}

/// Where a question stands, as the page of questions spells it.
public enum QuestionStatus: String, CaseIterable, Hashable, Sendable {
  case notStarted = "Not started"
  case inProgress = "In progress"
  case answered = "Answered"
  case blocked = "Blocked"
  case deferred = "Deferred"

  /// Reads a status in any case, with blanks, hyphens or underscores between its words.
  public init?(word: some StringProtocol) {
    let folded = word.lowercased().map { $0 == "-" || $0 == "_" ? " " : $0 }
    guard let status = Self.allCases.first(where: { $0.rawValue.lowercased() == String(folded) })
    else { return nil }
    self = status
  }
}

/// What kind of answer a question got.
public enum AnswerType: String, CaseIterable, Hashable, Sendable {
  case confirmed = "CONFIRMED"
  case refuted = "REFUTED"
  case deferred = "Deferred"
  case superseded = "Superseded"

  /// Reads a type in any case.
  public init?(word: some StringProtocol) {
    guard let type = Self.allCases.first(where: { $0.rawValue.lowercased() == word.lowercased() })
    else { return nil }
    self = type
  }
}

/// What opens a question.
public struct QuestionOpening: Hashable, Sendable {
  /// The question, in one line.
  public var text: String
  /// 0 (first) … 4 (last).
  public var priority: Int
  /// Where it stands from the start.
  public var status: QuestionStatus
  /// The event of the question that this one follows from; free words where it was taken in so.
  public var parent: String?
  /// What keeps it from being worked on.
  public var blocker: String?
  /// What is decided by its answer.
  public var gate: String?
  /// The experiments that ask it.
  public var experiments: [String]

  /// A question as it is asked.
  public init(
    text: String, priority: Int = 2, status: QuestionStatus = .notStarted, parent: String? = nil,
    blocker: String? = nil, gate: String? = nil, experiments: [String] = []
  ) {
    self.text = text
    self.priority = priority
    self.status = status
    self.parent = parent
    self.blocker = blocker
    self.gate = gate
    self.experiments = experiments
  }
}

/// What changes a question; nil where something stays.
public struct QuestionChange: Hashable, Sendable {
  /// The event that asked it.
  public var question: EventName
  /// 0 … 4.
  public var priority: Int?
  /// A status takes an answer back, unless it is Answered.
  public var status: QuestionStatus?
  /// What keeps it from being worked on; empty for nothing any more.
  public var blocker: String?
  /// What is decided by its answer; empty for nothing any more.
  public var gate: String?
  /// Experiments that ask it too.
  public var experiments: [String]

  /// A change to a question.
  public init(
    of question: EventName, priority: Int? = nil, status: QuestionStatus? = nil,
    blocker: String? = nil, gate: String? = nil, experiments: [String] = []
  ) {
    self.question = question
    self.priority = priority
    self.status = status
    self.blocker = blocker
    self.gate = gate
    self.experiments = experiments
  }
}

/// What answers a question; the answer itself is its event's body.
public struct QuestionAnswer: Hashable, Sendable {
  /// The event that asked it.
  public var question: EventName
  /// What kind of answer it is.
  public var type: AnswerType
  /// Where the answer is shown, such as `exp-001 in RESEARCH_LOG.md`.
  public var evidence: String?

  /// An answer.
  public init(to question: EventName, _ type: AnswerType, evidence: String? = nil) {
    self.question = question
    self.type = type
    self.evidence = evidence
  }
}

/// One entry of the research log. What has no key of its own is its event's body.
public struct LogEntry: Hashable, Sendable {
  /// The experiment, or a name that the log had for something else.
  public var title: String
  /// As the log spells it: `REFUTED`, or `CONFIRMED (weak signal)`.
  public var verdict: String?
  /// What was expected.
  public var hypothesis: String?
  /// What came of it, in numbers.
  public var keyResult: String?
  /// What it taught.
  public var lesson: String?
  /// What follows.
  public var next: String?
  /// Where more is to be read.
  public var details: String?
  /// What its runs cost, in GPU-hours.
  public var gpuHours: Double?

  /// An entry of the log.
  public init(
    title: String, verdict: String? = nil, hypothesis: String? = nil, keyResult: String? = nil,
    lesson: String? = nil, next: String? = nil, details: String? = nil, gpuHours: Double? = nil
  ) {
    self.title = title
    self.verdict = verdict
    self.hypothesis = hypothesis
    self.keyResult = keyResult
    self.lesson = lesson
    self.next = next
    self.details = details
    self.gpuHours = gpuHours
  }
}

/// What opens a hand-off; its sections are its event's body.
public struct HandoffOpening: Hashable, Sendable {
  /// A few words.
  public var title: String
  /// The experiment that found it out.
  public var triggeredBy: String?
  /// The question that waits for it, in words.
  public var question: String?
  /// Why it is beyond what research does.
  public var reason: String?

  /// A hand-off as it is opened.
  public init(
    title: String, triggeredBy: String? = nil, question: String? = nil, reason: String? = nil
  ) {
    self.title = title
    self.triggeredBy = triggeredBy
    self.question = question
    self.reason = reason
  }
}

/// The parts of the page of questions that are text.
public enum ProgramSection: String, CaseIterable, Hashable, Sendable {
  /// The page's own title, in one line.
  case title
  case goal
  case constraints
  case nonGoals = "non-goals"
  case hypotheses
}
