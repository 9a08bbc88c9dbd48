import Research

/// A small lab: a roster, and cycles of an hour that it goes through.
struct Lab {
  private(set) var agents: [Agent] = []

  var roster: Roster { Roster(agents) }

  /// Puts somebody on the roster, and off it where `left` is given.
  mutating func hire(
    _ name: String, _ profile: AgentProfile = AgentProfile(), at joined: Timestamp = minute(-1000),
    left: Timestamp? = nil
  ) {
    var events = [agentEvent(name, .joined, .joined(profile), at: joined, tag: agents.count)]
    if let left {
      events.append(
        agentEvent(name, .retired, .retired, at: left, tag: 1000 + agents.count, after: events))
    }
    if let agent = Agent(name: agentName(name), events: events) { agents.append(agent) }
  }

  /// A cycle from hour `number` to the next, of everybody who was on the roster when it opened.
  func cycle(
    _ number: Int = 1, scheduled: [String]? = nil, exempt: [String] = [], isClosed: Bool = true,
    failed: Bool = false, recorded: [RecordedAnswer] = []
  ) -> Cycle {
    let start = minute(60 * number)
    let present = agents.filter { $0.wasActive(at: start) && $0.kind != .system }.map(\.name)
    let name = eventName("athena", .opened, start, cycle: number, number)
    let thread = Thread.cycle(number, opening: name)
    var events = [
      Event(
        name: name, thread: thread,
        payload: .cycleOpened(
          CycleOpening(
            roster: present, scheduled: scheduled?.map(agentName) ?? present,
            exempt: exempt.map(agentName))))
    ]
    if isClosed {
      events.append(
        Event(
          name: eventName("athena", .closed, minute(60 * number + 60), cycle: number, number),
          thread: thread, after: [name],
          payload: .cycleClosed(CycleClosing(failed: failed, answers: recorded))))
    }
    guard let cycle = Cycle.folding(number, events).first else {
      preconditionFailure("an opening makes a cycle")
    }
    return cycle
  }

  func answers(
    _ cycle: Cycle, acts: [Act] = [], notices: [NoticeGiven] = [], isKnown: Bool = true,
    now: Timestamp = minute(100_000)
  ) -> CycleAnswers {
    CycleAnswers(
      of: cycle, roster: roster, acts: acts, notices: notices, now: now, isKnown: isKnown)
  }
}

/// Something done in the middle of hour 1.
func act(
  _ agent: String, _ weight: Act.Weight = .spoke, at time: Timestamp = minute(90),
  evidence: String = "commit:1"
) -> Act {
  Act(agent: agent, weight: weight, time: time, evidence: evidence)
}

func notice(_ about: String, _ cause: Notice.Cause, at time: Timestamp = minute(90)) -> NoticeGiven
{
  NoticeGiven(
    notice: Notice(about: agentName(about), cause: cause),
    event: eventName("runner", .notice, time))
}
