/// What opens a cycle: who was on the roster then, and whose turn it was to be.
public struct CycleOpening: Hashable, Sendable {
  /// Everybody active at the opening, systems left out.
  public var roster: [AgentName]
  public var scheduled: [AgentName]
  /// Who was allowed to stay silent.
  public var exempt: [AgentName]

  public init(roster: [AgentName], scheduled: [AgentName], exempt: [AgentName]) {
    self.roster = roster
    self.scheduled = scheduled
    self.exempt = exempt
  }
}

/// What closes a cycle: the answers of that moment, with what proved them.
public struct CycleClosing: Hashable, Sendable {
  /// The cycle failed as a whole (the runner broke, say) and counts for nobody.
  public var failed: Bool
  public var answers: [RecordedAnswer]

  public init(failed: Bool, answers: [RecordedAnswer]) {
    self.failed = failed
    self.answers = answers
  }
}

/// One line of a closing: `flux: spoke 20261121T053312Z-c42-flux-comment-k3f9q2`.
public struct RecordedAnswer: Hashable, Sendable {
  public var agent: AgentName
  public var answer: Answer
  /// An event's name or `commit:<id>`; nil when there was nothing.
  public var evidence: String?

  public init(agent: AgentName, answer: Answer, evidence: String?) {
    self.agent = agent
    self.answer = answer
    self.evidence = evidence
  }
}

/// A cycle as its events make it.
public struct Cycle: Hashable, Sendable {
  public let number: Int
  public let opened: Event
  public let start: CycleOpening
  public var closed: Event?
  public var closing: CycleClosing?

  public var opening: EventName { opened.name }
  public var isOpen: Bool { closed == nil }
  public var isFailed: Bool { closing?.failed ?? false }

  /// The cycles that were opened under one number, the number's keeper first (the order of
  /// ``Issue/folding(_:_:)``).
  public static func folding(_ number: Int, _ events: [Event]) -> [Cycle] {
    let ordered = causalOrder(events)
    var cycles = keeperFirst(
      ordered.filter {
        if case .cycleOpened = $0.payload { true } else { false }
      }
    ).compactMap { event -> Cycle? in
      guard case .cycleOpened(let start) = event.payload else { return nil }
      return Cycle(number: number, opened: event, start: start)
    }
    // A closing belongs to the opening it names, also where its clock says that it came first.
    for event in ordered {
      guard case .cycleClosed(let closing) = event.payload,
        case .cycle(_, let opening) = event.thread,
        let index = cycles.firstIndex(where: { $0.opening == opening }),
        cycles[index].closed == nil
      else { continue }
      cycles[index].closed = event
      cycles[index].closing = closing
    }
    return cycles
  }
}
