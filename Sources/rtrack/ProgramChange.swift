public import ArgumentParsing
import Documents
import Ledger
public import Research

/// What a verb of the program adds to it.
struct ProgramAddition {
  let kind: EventKind
  let entry: ProgramEntry
  var body = ""
  /// How the commit reads, such as `question added`.
  let act: String
  /// What follows in the commit's subject.
  var about = ""
}

/// One change to a research program: who speaks, and what is there.
struct ProgramChange {
  let program: ResearchProgram
  let speaker: Agent
  let snapshot: Snapshot

  /// The one question that a call means.
  func question(_ words: String) throws -> ResearchProgram.Question {
    try program.question(words)
  }
}

extension ResearchProgram {
  /// The one question that a call means: its id, or words that stand in it alone.
  func question(_ words: String) throws -> Question {
    let fitting = questions(named: words)
    if fitting.count == 1 { return fitting[0] }
    let list = fitting.prefix(5).map { "\($0.id) (\($0.text))" }.joined(separator: ", ")
    throw fitting.isEmpty
      ? LedgerError(
        .invalid, "there is no question \"\(words)\"",
        hint: "see them with `rtrack question list`")
      : LedgerError(.ambiguous, "several questions fit \"\(words)\"", hint: "say which: \(list)")
  }
}

extension Context {
  /// Adds to the program what `decide` says, and tells what was done.
  ///
  /// - Throws: ``Refusal`` where a phase holds that does not keep the program.
  func changeProgram(
    by speaker: SpeakerOptions, _ when: WhenOptions, once: String? = nil,
    _ decide: (ProgramChange) throws -> ProgramAddition
  ) throws -> WriteReport {
    try write(
      { composer in
        let snapshot = composer.snapshot
        let agent = try Speaker(self, snapshot).required(speaker.speaker)
        if let once,
          let earlier = try Once(once).event(by: agent.name, in: .program, snapshot)
        {
          return .repeating(earlier)
        }
        let addition = try decide(
          ProgramChange(program: try snapshot.program(), speaker: agent, snapshot: snapshot))
        let event = try composer.event(
          .program(addition.entry), addition.kind, by: agent.name,
          in: try cycle(when.cycle, in: snapshot), thread: .program, folder: .program,
          body: addition.body, once: once, occurredAt: when.occurredAt)
        if let standing = try phase() {
          try OwnedRule.check(Layout.path(of: event), in: standing)
        }
        return Composition(
          [event], speaker: agent.name, act: addition.act, about: addition.about)
      },
      saying: { events in
        events.first.map { "\(EventPhrase.what($0)) by \($0.agent) · \($0.name)" } ?? ""
      }, ids: { $0.map(\.name.suffix) })
  }
}

extension QuestionStatus: ExpressibleByArgument {
  /// Reads a status as calls spell it.
  public init(argument: String) throws(ArgumentFault) {
    guard let status = QuestionStatus(word: argument) else {
      throw .noneOf(Self.allCases.map(\.rawValue), word: argument)
    }
    self = status
  }
}

extension AnswerType: ExpressibleByArgument {
  /// Reads a type as calls spell it.
  public init(argument: String) throws(ArgumentFault) {
    guard let type = AnswerType(word: argument) else {
      throw .noneOf(Self.allCases.map(\.rawValue), word: argument)
    }
    self = type
  }
}

/// A question as programs see it.
enum QuestionJSON {
  static func document(
    of question: ResearchProgram.Question, in program: ResearchProgram
  ) -> JSON {
    .object(members(of: question, in: program))
  }

  static func members(
    of question: ResearchProgram.Question, in program: ResearchProgram
  ) -> [JSON.Member] {
    let isOpen = question.answer == nil && question.status != .answered
    return [
      JSON.Member("id", .string(question.id)),
      JSON.Member("event", .string(question.opening.name.description)),
      JSON.Member("question", .string(question.text)),
      JSON.Member("priority", .integer(question.priority)),
      JSON.Member("status", .string(question.status.rawValue)),
      JSON.Member("parent", .optional(program.parent(of: question)?.id)),
      JSON.Member("blocker", .optional(question.blocker)),
      JSON.Member("decision_gate", .optional(question.gate)),
      JSON.Member("experiments", .strings(question.experiments)),
      JSON.Member("history", .strings(question.history)),
      JSON.Member("answer_type", .optional(question.answer?.type.rawValue)),
      JSON.Member("answer", .optional(question.answer?.text)),
      JSON.Member("evidence", .optional(question.answer?.evidence)),
      JSON.Member("skipped", isOpen ? .optional(program.reasonToSkip(question)) : .null),
    ]
  }
}
