import Documents
public import Research

/// An event as its file holds it.
public struct EventFile: Hashable, Sendable {
  /// What the file says.
  public let event: Event
  /// Keys of the front matter that this version does not know; kept in the file.
  public let unknownKeys: [String]

  /// The text of an event's file.
  public static func serialized(_ event: Event) -> [UInt8] {
    var fields = [Field("event", .text(event.name.kind.rawValue))]
    let isOpening = event.opensItsThread
    switch event.thread {
    case .policy, .program, .numbers: break
    case .agent(let name): fields.append(Field("about", .text(name.text)))
    case .cycle(let number, let opening):
      fields.append(Field("cycle_number", .integer(number)))
      if !isOpening { fields.append(Field("opening", .text(opening.description))) }
    case .issue(let number, let opening):
      fields.append(
        Field("issue", number.isLocal ? .text(number.description) : .integer(number.value)))
      if !isOpening { fields.append(Field("opening", .text(opening.description))) }
    case .results(let experiment): fields.append(Field("experiment", .text(experiment.text)))
    case .experiment(let id, let opening):
      fields.append(Field("experiment", .text(id.text)))
      if !isOpening { fields.append(Field("opening", .text(opening.description))) }
    }
    fields += PayloadFields.fields(of: event.payload)
    fields.append(Field("agent", .text(event.agent.text)))
    fields.append(Field("cycle", .integer(event.name.cycle)))
    if let opening = event.cycleOpening {
      fields.append(Field("cycle_opening", .text(opening.description)))
    }
    fields.append(Field("at", .text(event.at.description)))
    if let time = event.occurredAt {
      fields.append(Field("occurred_at", .text(time.description)))
    }
    if let origin = event.importedFrom { fields.append(Field("imported_from", .text(origin))) }
    if !event.after.isEmpty {
      fields.append(Field("after", .list(event.after.map { .text($0.description) })))
    }
    if let once = event.once { fields.append(Field("once", .text(once))) }
    return Document(fields: fields, body: event.body).serialized()
  }

  /// Reads an event from its file in the ledger.
  ///
  /// The name and the text must say the same; what the name alone says (author, time, cycle, kind)
  /// a hand-written file may leave out of its text.
  ///
  /// - Throws: ``EventFault`` with the place of what is wrong.
  public static func parse(
    _ bytes: [UInt8], name: EventName, in folder: Layout.EventFolder, path: String
  ) throws(EventFault) -> EventFile {
    let document: Document
    do { document = try Document.parse(bytes) } catch { throw EventFault(error, path: path) }
    var reader = FieldReader(document, path: path)
    try agree(&reader, "event", name.kind.rawValue)
    try agree(&reader, "agent", name.agent.text)
    try agree(&reader, "cycle", String(name.cycle))
    if let at = try reader.time("at"), at != name.time {
      throw EventFault(path: path, message: "`at` is \(at), the file's name says \(name.time)")
    }
    let opening =
      try reader.parsed("opening", "an event's name") { EventName($0) }
      ?? (name.kind == .opened || name.kind == .registered ? name : nil)
    let thread: Thread
    switch folder {
    case .policy: thread = .policy
    case .program: thread = .program
    case .numbers: thread = .numbers
    case .agent(let agent):
      try agree(&reader, "about", agent.text)
      thread = .agent(agent)
    case .cycle(let number):
      try agree(&reader, "cycle_number", String(number))
      thread = .cycle(number, opening: try needed(opening, path))
    case .issue(let number):
      try agree(&reader, "issue", number.description)
      thread = .issue(number, opening: try needed(opening, path))
    case .results(let experiment):
      try agree(&reader, "experiment", experiment.text)
      thread = .results(experiment)
    case .experiment(let id):
      try agree(&reader, "experiment", id.text)
      thread = .experiment(id, opening: try needed(opening, path))
    }
    let event = Event(
      name: name, thread: thread,
      cycleOpening: try reader.parsed("cycle_opening", "an event's name") { EventName($0) },
      occurredAt: try reader.time("occurred_at"), importedFrom: try reader.text("imported_from"),
      after: try reader.events("after"), once: try reader.text("once"),
      payload: try PayloadFields.payload(of: name.kind, in: folder, &reader), body: document.body)
    return EventFile(event: event, unknownKeys: reader.unknownKeys)
  }

  private static func agree(
    _ reader: inout FieldReader, _ key: String, _ expected: String
  ) throws(EventFault) {
    if let text = try reader.text(key), text != expected {
      throw EventFault(
        path: reader.path, message: "`\(key)` is \"\(text)\", the file's place says \"\(expected)\""
      )
    }
  }

  private static func needed(_ opening: EventName?, _ path: String) throws(EventFault) -> EventName
  {
    guard let opening else {
      throw EventFault(
        path: path, message: "`opening` is missing: the name of the event that opened this thread")
    }
    return opening
  }
}

extension Event {
  /// Whether this event begins its issue, cycle or experiment.
  public var opensItsThread: Bool {
    switch thread {
    case .cycle(_, let opening), .issue(_, let opening), .experiment(_, let opening):
      opening == name
    case .policy, .agent, .results, .program, .numbers: false
    }
  }
}
