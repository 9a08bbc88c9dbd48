import ArgumentParsing
import Ledger
import Research

extension Context {
  /// Says something of somebody on the roster, by whoever speaks.
  ///
  /// - Parameters:
  ///   - author: who says it; asked for once the entry is found.
  ///   - decide: the payload, from the entry as it is today, the roster, and who says it.
  func change(
    agent spelling: String, _ kind: EventKind, body: String, _ when: WhenOptions,
    by author: (Speaker) throws -> AgentName, _ decide: (Agent, Roster, AgentName) throws -> Payload
  ) throws -> WriteReport {
    try write(
      { composer in
        let roster = try composer.snapshot.roster()
        let agent = try roster.named(spelling)
        let author = try author(Speaker(self, composer.snapshot))
        let payload = try decide(agent, roster, author)
        let cycle = try cycle(when.cycle, in: composer.snapshot)
        let event = try composer.event(
          payload, kind, by: author, in: cycle, thread: .agent(agent.name),
          folder: .agent(agent.name), body: body, occurredAt: when.occurredAt)
        return Composition(
          [event], speaker: author, act: "agent \(EventPhrase.what(event))", about: body)
      },
      saying: { events in
        events.first.map { event in
          "\(EventPhrase.what(event)) by \(event.agent)"
            + (event.name.cycle == 0 ? "" : ", cycle \(event.name.cycle)") + " · \(event.name)"
        } ?? ""
      })
  }
}

extension Agent {
  /// Refuses what only those on the roster can be told.
  func requireActive() throws {
    if isActive { return }
    let left = terms.last?.left.map { " at \($0.time)" } ?? ""
    throw LedgerError(
      .unknownAgent, "\(name) has been retired already\(left)",
      hint: "see why with `rtrack agent show \(name)`")
  }
}
