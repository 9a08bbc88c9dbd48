/// What opens a cycle: who was on the roster then, and whose turn it was to be.
public struct CycleOpening: Hashable, Sendable {
  /// Everybody active at the opening, systems left out.
  public var roster: [AgentName]
  /// Whose turn it is; nobody else can be silent in this cycle.
  public var scheduled: [AgentName]
  /// Who was allowed to stay silent.
  public var exempt: [AgentName]

  /// What an opening event says.
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
  /// One line for each agent, as `silent` answered at that moment.
  public var answers: [RecordedAnswer]

  /// What a closing event says.
  public init(failed: Bool, answers: [RecordedAnswer]) {
    self.failed = failed
    self.answers = answers
  }
}

/// One line of a closing: `flux: spoke 20261121T053312Z-c42-flux-comment-k3f9q2`.
public struct RecordedAnswer: Hashable, Sendable {
  /// Whom the answer is about.
  public var agent: AgentName
  /// What the close found.
  public var answer: Answer
  /// An event's name or `commit:<id>`; nil when there was nothing.
  public var evidence: String?

  /// One line of a closing event.
  public init(agent: AgentName, answer: Answer, evidence: String?) {
    self.agent = agent
    self.answer = answer
    self.evidence = evidence
  }
}

/// A cycle as its events make it.
public struct Cycle: Hashable, Sendable {
  /// The number people call it by; 1 or more, since 0 means outside of any cycle.
  public var number: Int
  /// The number that it was opened under: the folder where its events lie, for good.
  public let place: Int
  /// Whether its number means another cycle as well, which is to be settled.
  public var isAmbiguous = false
  /// The event that opened it.
  public let opened: Event
  /// What that event says.
  public let start: CycleOpening
  /// The first event that closed it, in causal order; nil while it is open.
  public var closed: Event?
  /// What that event says.
  public var closing: CycleClosing?

  /// The cycle's identity, whatever number it is called by.
  public var opening: EventName { opened.name }
  /// Whether nobody has closed it.
  public var isOpen: Bool { closed == nil }
  /// Whether its close called it failed, so that it counts for nobody.
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
      return Cycle(number: number, place: number, opened: event, start: start)
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
