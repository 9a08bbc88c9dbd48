import Documents
import Research

/// What the events of a research program say, as keys of front matter.
enum ProgramFields {
  /// The keys of an entry, in the order they are written.
  static func fields(of entry: ProgramEntry) -> [Field] {
    var fields: [Field] = []
    func put(_ key: String, _ text: String?) {
      if let text { fields.append(Field(key, .text(text))) }
    }
    func put(_ key: String, _ list: [String]) {
      if !list.isEmpty { fields.append(Field(key, .list(list.map { .text($0) }))) }
    }
    switch entry {
    case .question(let start):
      put("question", start.text)
      fields.append(Field("priority", .integer(start.priority)))
      if start.status != .notStarted { put("status", start.status.rawValue) }
      put("parent", start.parent)
      put("blocker", start.blocker)
      put("decision_gate", start.gate)
      put("experiments", start.experiments)
    case .revised(let change):
      put("question", change.question.description)
      if let priority = change.priority { fields.append(Field("priority", .integer(priority))) }
      put("status", change.status?.rawValue)
      put("blocker", change.blocker)
      put("decision_gate", change.gate)
      put("experiments", change.experiments)
    case .answered(let answer):
      put("question", answer.question.description)
      put("answer_type", answer.type.rawValue)
      put("evidence", answer.evidence)
    case .logged(let entry):
      put("title", entry.title)
      put("verdict", entry.verdict)
      put("hypothesis", entry.hypothesis)
      put("key_result", entry.keyResult)
      put("lesson", entry.lesson)
      put("next", entry.next)
      put("details", entry.details)
      put("gpu_hours", entry.gpuHours.map { Verdict.plain($0) })
    case .handoff(let start):
      put("title", start.title)
      put("triggered_by", start.triggeredBy)
      put("question", start.question)
      put("reason", start.reason)
    case .resolved(let handoff): put("handoff", handoff.description)
    case .section(let section): put("section", section.rawValue)
    }
    return fields
  }

  /// Reads the payload that an event of this kind has.
  static func payload(
    of kind: EventKind, _ reader: inout FieldReader
  ) throws(EventFault) -> Payload {
    switch kind {
    case .question: return .program(.question(try opening(&reader)))
    case .revised:
      return .program(
        .revised(
          QuestionChange(
            of: try event("question", &reader), priority: try priority(&reader),
            status: try status(&reader), blocker: try reader.text("blocker"),
            gate: try reader.text("decision_gate"),
            experiments: try reader.strings("experiments") ?? [])))
    case .answered:
      let types = AnswerType.allCases.map(\.rawValue).joined(separator: ", ")
      let question = try event("question", &reader)
      guard
        let type = try reader.parsed("answer_type", "one of \(types)", { AnswerType(word: $0) })
      else { throw reader.fault("answer_type", "missing: one of \(types)") }
      return .program(
        .answered(QuestionAnswer(to: question, type, evidence: try reader.text("evidence"))))
    case .logged:
      return .program(
        .logged(
          LogEntry(
            title: try reader.required("title"), verdict: try reader.text("verdict"),
            hypothesis: try reader.text("hypothesis"), keyResult: try reader.text("key_result"),
            lesson: try reader.text("lesson"), next: try reader.text("next"),
            details: try reader.text("details"),
            gpuHours: try reader.parsed("gpu_hours", "a number of hours from 0 on") {
              Double($0).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
            })))
    case .handoff:
      return .program(
        .handoff(
          HandoffOpening(
            title: try reader.required("title"), triggeredBy: try reader.text("triggered_by"),
            question: try reader.text("question"), reason: try reader.text("reason"))))
    case .resolved: return .program(.resolved(handoff: try event("handoff", &reader)))
    case .section:
      let names = ProgramSection.allCases.map(\.rawValue).joined(separator: ", ")
      let section = try reader.parsed("section", "one of \(names)") { ProgramSection(rawValue: $0) }
      guard let section else { throw reader.fault("section", "missing: one of \(names)") }
      return .program(.section(section))
    default: return .unknown
    }
  }

  private static func opening(
    _ reader: inout FieldReader
  ) throws(EventFault) -> QuestionOpening {
    let text = try reader.required("question")
    if text.contains(where: \.isNewline) { throw reader.fault("question", "not one line") }
    return QuestionOpening(
      text: text, priority: try priority(&reader) ?? 2,
      status: try status(&reader) ?? .notStarted, parent: try reader.text("parent"),
      blocker: try reader.text("blocker"), gate: try reader.text("decision_gate"),
      experiments: try reader.strings("experiments") ?? [])
  }

  private static func event(
    _ key: String, _ reader: inout FieldReader
  ) throws(EventFault) -> EventName {
    guard let name = try reader.parsed(key, "an event's name", { EventName($0) }) else {
      throw reader.fault(key, "missing: the name of the event that it is about")
    }
    return name
  }

  private static func priority(_ reader: inout FieldReader) throws(EventFault) -> Int? {
    guard let value = try reader.integer("priority") else { return nil }
    guard (0...4).contains(value) else {
      throw reader.fault("priority", "not a number from 0 to 4")
    }
    return value
  }

  private static func status(_ reader: inout FieldReader) throws(EventFault) -> QuestionStatus? {
    let words = QuestionStatus.allCases.map(\.rawValue).joined(separator: ", ")
    return try reader.parsed("status", "one of \(words)") { QuestionStatus(word: $0) }
  }
}
