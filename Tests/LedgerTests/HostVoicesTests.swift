import Research
import Testing

@testable import Ledger

@Suite struct HostVoicesTests {
  private let voices: HostVoices

  init() throws {
    func agent(_ name: String, _ profile: AgentProfile) throws -> Agent {
      let name = try #require(AgentName(name))
      let moment = try #require(Timestamp("2026-02-06T00:00:00Z"))
      let event = Event(
        name: EventName(time: moment, cycle: 0, agent: name, kind: .joined, suffix: "aaaaaa"),
        thread: .agent(name), payload: .joined(profile))
      return try #require(Agent(name: name, events: [event]))
    }
    voices = HostVoices(
      roster: Roster([
        try agent("flux", AgentProfile(aliases: ["flux-bot"])),
        try agent("experiment-runner", AgentProfile()),
        try agent("maya", AgentProfile(kind: .human, aliases: ["lab-owner"])),
        try agent("ci", AgentProfile(kind: .system)),
      ]))
  }

  private func commenter(_ login: String, _ body: String, isOutsider: Bool = false) -> String {
    let voice = voices.commenter(HostAuthor(login: login, isOutsider: isOutsider), body: body)
    return voice.author.map { "\(voice.agent) for \($0)" } ?? voice.agent.text
  }

  @Test(arguments: [
    ("flux-bot", "x", "flux"), ("Flux", "x", "flux"),
    ("lab-owner", "x", "maya"), ("octocat", "x", "system for octocat"),
    ("lab-owner", "\r\n# [Flux]\r\n\r\n**Input:** x", "flux"),
    ("lab-owner", "# [ExperimentRunner]", "experiment-runner"),
    ("octocat", "## [Flux] status", "flux"),
    // A name on no roster is still not the account's owner speaking.
    ("lab-owner", "# [Forge]\nx", "system for Forge"),
    ("lab-owner", "# [WIP] notes\nx", "maya"),
    // Somebody's own account says more than a header.
    ("flux-bot", "# [ExperimentRunner]", "flux"),
    // Nobody speaks as a human by a header, nor as a machine.
    ("octocat", "# [Maya] agreed", "system for octocat"),
    ("ci", "x", "system for ci"),
    ("lab-owner", "a # [Flux]", "maya"), ("lab-owner", "# [", "maya"), ("lab-owner", "", "maya"),
  ])
  func `a comment's speaker`(login: String, body: String, expected: String) {
    #expect(commenter(login, body) == expected)
  }

  @Test func `a stranger's header is not believed`() {
    #expect(commenter("mallory", "# [Flux]\nx", isOutsider: true) == "system for mallory")
  }

  @Test(arguments: [
    ("[Flux] -> [Leo] Read", "flux"), ("[Flux] Read", "flux"), ("[Paper] Draft", "maya"),
    ("Read", "maya"),
  ])
  func `an issue's opener`(title: String, expected: String) {
    #expect(voices.opener(HostAuthor(login: "lab-owner"), title: title).agent.text == expected)
  }

  @Test func `assignees are known by alias and by the title's arrow, others keep their name`() {
    let names = voices.assignees(["flux-bot", "Octo-Cat"], title: "[Leo] -> [flux] Read")
    #expect(names.map(\.text) == ["flux", "octo-cat"])
  }
}
