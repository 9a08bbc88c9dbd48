import Documents
import Git
import Research

/// What a hand-written event is about, and what it is called.
extension Intake {
  /// The folder it belongs in: where it lies, or what its front matter names.
  func folder(_ reader: inout FieldReader) throws -> Layout.EventFolder {
    if let givenFolder { return givenFolder }
    if let number = try reader.parsed("issue", "an issue's number", { IssueNumber($0) }) {
      return .issue(number)
    }
    if let number = try reader.integer("cycle_number") {
      guard (1...999_999).contains(number) else {
        throw reader.fault("cycle_number", "\(number), not a number from 1 to 999999")
      }
      return .cycle(number)
    }
    if let id = try reader.parsed("experiment", "an experiment's id", { ExperimentID($0) }) {
      return .experiment(id)
    }
    if let agent = try reader.parsed("about", "an agent's name", { AgentName($0) }) {
      return .agent(agent)
    }
    if try reader.text("key") != nil { return .policy }
    throw EventFault(
      path: path,
      message: "it does not say what it is about: expected `issue: 194`, `cycle_number: 42`, "
        + "`experiment: exp-001-…`, `about: flux` or a policy's `key:` in the front matter")
  }

  /// The event's name, and whether the file says when it was written.
  func name(
    _ reader: inout FieldReader, in folder: Layout.EventFolder, _ composer: Composer,
    _ cycle: () throws -> Cycle?
  ) throws -> (name: EventName, isDated: Bool) {
    if let givenName { return (givenName, true) }
    let kind = try reader.parsed("event", "a kind such as comment") { EventKind(rawValue: $0) }
    guard let kind else {
      throw EventFault(
        path: path, message: "`event` is missing from the front matter: the kind, such as comment")
    }
    let spelled = try reader.required("agent")
    guard let agent = AgentName(spelled) else {
      throw reader.fault("agent", "\"\(spelled)\", which is not a name such as flux")
    }
    let own: Int? = if case .cycle(let number) = folder { number } else { nil }
    let number = try reader.integer("cycle") ?? own ?? cycle()?.number ?? 0
    guard (0...999_999).contains(number) else {
      throw reader.fault("cycle", "\(number), not a number from 0 to 999999")
    }
    let at = try reader.time("at")
    let suffix = suffix
    // A repeated call finds what the first one made, also when the file does not say when.
    if at == nil {
      let earlier = try composer.snapshot.files(in: folder) { $0 == Substring(kind.rawValue) }
        .last { $0.name.suffix == suffix && $0.name.agent == agent }
      if let earlier { return (earlier.name, false) }
    }
    let name = EventName(
      time: at ?? composer.now, cycle: number, agent: agent, kind: kind, suffix: suffix)
    return (name, at != nil)
  }

  /// What is wrong, with the line of the key that it is about.
  func located(_ fault: EventFault) -> EventFault {
    let words = fault.message.split(separator: "`", omittingEmptySubsequences: false)
    guard fault.line == nil, fault.message.first == "`", words.count > 2,
      document[String(words[1])] != nil
    else { return fault }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard let index = lines.firstIndex(where: { $0.hasPrefix("\(words[1]):") }) else {
      return fault
    }
    return EventFault(path: fault.path, line: index + 1, column: 1, message: fault.message)
  }

  /// The end of the name that this content gets: the same each time.
  private var suffix: String {
    // FNV-1a: no secret, only an even spread.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return EventName.suffix(from: UInt32(truncatingIfNeeded: hash ^ (hash >> 32)))
  }

  /// The thread of an event in this folder; only its folder matters.
  func thread(_ folder: Layout.EventFolder, opening: EventName) throws -> Thread {
    switch folder {
    case .policy: .policy
    case .program: .program
    case .numbers: .numbers
    case .agent(let name): .agent(name)
    case .cycle(let number): .cycle(number, opening: opening)
    case .issue(let number): .issue(number, opening: opening)
    case .results(let experiment): .results(experiment)
    case .experiment(let id): .experiment(id, opening: opening)
    }
  }

  /// The opening of the folder's only thread; nil where threads have none.
  func onlyOpening(of folder: Layout.EventFolder, _ snapshot: Snapshot) throws -> EventName? {
    let openings: [EventName]
    let what: String
    switch folder {
    case .policy, .agent, .results, .program, .numbers: return nil
    case .cycle(let number):
      openings = try snapshot.cycles(openedUnder: number).map(\.opening)
      what = "cycle \(number)"
    case .issue(let number):
      openings = try snapshot.issues(openedUnder: number, conversation: false).map(\.opening)
      if openings.isEmpty, let moved = try snapshot.issues(number, conversation: false).first {
        throw LedgerError(
          .invalid, "\(path): issue \(number) was opened as \(moved.place), where it lies",
          hint: "write `issue: \(moved.place)` and `opening: \(moved.opening)`")
      }
      what = "issue \(number)"
    case .experiment(let id):
      openings = try snapshot.experiments(id).map(\.opening)
      what = "experiment \(id)"
    }
    guard let first = openings.first else {
      throw LedgerError(
        folder.unknown, "\(path): there is no \(what)",
        hint: folder.unknown == .unknownExperiment
          ? "`rtrack experiment register FILE` makes one" : "an event of kind opened opens it")
    }
    if openings.count > 1 {
      let names = openings.map(\.description).joined(separator: " or ")
      throw LedgerError(
        .ambiguous, "\(path): \(what) was opened twice before two clones met",
        hint: "say which one is meant: `opening: \(names)`")
    }
    return first
  }

  /// The cycle that this very file opens.
  func opened(by name: EventName, in folder: Layout.EventFolder) -> Cycle? {
    guard case .cycle(let number) = folder, name.kind == .opened, number == name.cycle else {
      return nil
    }
    let opening = Event(
      name: name, thread: .cycle(number, opening: name),
      payload: .cycleOpened(CycleOpening(roster: [], scheduled: [], exempt: [])))
    return Cycle.folding(number, [opening]).first
  }
}

extension Layout.EventFolder {
  /// What it is called that nothing was opened in this folder.
  fileprivate var unknown: LedgerError.Kind {
    switch self {
    case .issue: .unknownIssue
    case .experiment: .unknownExperiment
    case .cycle, .policy, .agent, .results, .program, .numbers: .unknownCycle
    }
  }
}
