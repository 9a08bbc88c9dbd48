import Research
import Testing

@Suite struct AgentTests {
  private let joined = agentEvent(
    "flux", .joined, .joined(AgentProfile(role: "worker", due: 3)), at: minute(0), body: "Be kind.")

  private func fold(_ events: [Event]) throws -> Agent {
    try #require(Agent(name: agentName("flux"), events: events))
  }

  private func retired(_ time: Timestamp, tag: Int = 50, after: [Event]) -> Event {
    agentEvent("flux", .retired, .retired, at: time, tag: tag, after: after, body: "silent")
  }

  @Test func `somebody who joined is active, an agent unless said otherwise`() throws {
    let agent = try fold([joined])
    #expect(agent.isActive && !agent.isExempt && !agent.isManager)
    #expect(agent.kind == .agent)
    #expect(agent.page == "Be kind.")
    #expect(agent.profile.due == 3)
  }

  @Test func `without a joining there is nobody`() {
    #expect(Agent(name: agentName("flux"), events: [retired(minute(0), after: [])]) == nil)
    #expect(Agent(name: agentName("flux"), events: []) == nil)
  }

  @Test func `an edit changes what it says and keeps the rest`() throws {
    let edit = agentEvent(
      "flux", .edited, .edited(AgentProfile(kind: .human, role: "Research Manager")),
      at: minute(-9), after: [joined])
    let agent = try fold([edit, joined])
    #expect(agent.kind == .human && agent.isManager)
    #expect(agent.profile.due == 3 && agent.page == "Be kind.")
    #expect(AgentProfile().isEmpty && !agent.profile.isEmpty)
  }

  @Test func `terms run from a joining to a retirement, and a new one starts anew`() throws {
    let warned = agentEvent(
      "flux", .warned, .warned(final: false), at: minute(5), after: [joined])
    let final = agentEvent(
      "flux", .warned, .warned(final: true), at: minute(6), tag: 1, after: [warned])
    let gone = retired(minute(10), after: [final])
    #expect(
      try fold([joined, warned, final]).warnings == [.warned(warned.name), .final(final.name)])
    let left = try fold([joined, warned, final, gone, retired(minute(11), tag: 51, after: [gone])])
    #expect(!left.isActive)
    #expect(left.retirementReason == "silent")
    #expect(left.terms.map(\.left) == [gone])

    let back = agentEvent(
      "flux", .joined, .joined(AgentProfile(model: "m")), at: minute(20), tag: 2, after: [gone])
    let agent = try fold([back, gone, final, warned, joined])
    #expect(agent.isActive && agent.terms.count == 2 && agent.warnings.isEmpty)
    #expect(agent.retirementReason == nil && agent.profile.role == nil)
    for (time, isActive) in [
      (-1, false), (0, true), (9, true), (10, false), (19, false), (20, true),
    ] {
      #expect(agent.wasActive(at: minute(time)) == isActive, "minute \(time)")
    }
  }

  @Test func `two joinings of one name in two clones are one agent`() throws {
    let other = agentEvent(
      "flux", .joined, .joined(AgentProfile(model: "m")), at: minute(1), tag: 1)
    let agent = try fold([other, joined])
    #expect(agent.terms.count == 1)
    #expect(agent.profile.model == "m" && agent.profile.role == "worker")
  }

  @Test(arguments: seeds) func `an agent is the same in any order of arrival`(seed: UInt64) {
    var history = History.ofAgent(seed)
    let agent = Agent(name: agentName("flux"), events: history.events)
    for _ in 1...5 {
      #expect(Agent(name: agentName("flux"), events: history.arrival()) == agent)
    }
  }
}
