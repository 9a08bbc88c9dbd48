import Research

/// 2026-11-21T00:00:00Z and so many minutes.
func minute(_ count: Int) -> Timestamp {
  Timestamp(seconds: 1_795_219_200).adding(seconds: Int64(count) * 60)
}

/// A name that is known to be one.
func agentName(_ text: String) -> AgentName {
  guard let name = AgentName(text) else { preconditionFailure("\(text) is no agent's name") }
  return name
}

func agentNames(_ texts: String...) -> [AgentName] { texts.map(agentName) }

func issueNumber(_ value: Int) -> IssueNumber {
  guard let number = IssueNumber(value) else { preconditionFailure("\(value) is no number") }
  return number
}

func eventName(
  _ agent: String, _ kind: EventKind, _ time: Timestamp, cycle: Int = 0, _ tag: Int = 0
) -> EventName {
  EventName(
    time: time, cycle: cycle, agent: agentName(agent), kind: kind,
    suffix: EventName.suffix(from: UInt32(truncatingIfNeeded: tag)))
}

/// An event of the issue that `opening` opened; the opening itself where that is nil.
func issueEvent(
  _ agent: String, _ kind: EventKind, _ payload: Payload, at time: Timestamp, tag: Int = 0,
  of opening: Event? = nil, number: Int = 1, after: [Event] = [], body: String = ""
) -> Event {
  let name = eventName(agent, kind, time, tag)
  return Event(
    name: name, thread: .issue(issueNumber(number), opening: opening?.name ?? name),
    after: after.map(\.name), payload: payload, body: body)
}

func opening(
  _ title: String = "A title", by agent: String = "athena", at time: Timestamp = minute(0),
  tag: Int = 0, number: Int = 1, after: [Event] = [], labels: [String] = [],
  assignees: [AgentName] = [], priority: Int? = nil
) -> Event {
  issueEvent(
    agent, .opened,
    .opened(
      IssueOpening(title: title, assignees: assignees, labels: labels, priority: priority)),
    at: time, tag: tag, number: number, after: after)
}

func retitled(
  _ title: String, of opening: Event, by agent: String = "flux", at time: Timestamp, tag: Int = 1,
  after: [Event]
) -> Event {
  issueEvent(
    agent, .edit, .edit(title: title), at: time, tag: tag, of: opening, after: after)
}

func agentEvent(
  _ agent: String, _ kind: EventKind, _ payload: Payload, at time: Timestamp, tag: Int = 0,
  after: [Event] = [], body: String = ""
) -> Event {
  Event(
    name: eventName("athena", kind, time, tag), thread: .agent(agentName(agent)),
    after: after.map(\.name), payload: payload, body: body)
}

func policyEvent(
  _ key: String, _ values: [String], at time: Timestamp, tag: Int = 0, after: [Event] = []
) -> Event {
  Event(
    name: eventName("athena", .set, time, tag), thread: .policy, after: after.map(\.name),
    payload: .set(PolicySetting(key: key, values: values)))
}

/// What the next event of a chain names.
func last(_ events: [Event]) -> [Event] { events.last.map { [$0] } ?? [] }
