import ArgumentParsing
import Ledger
import Research

/// Takes an agent off the roster.
struct AgentRetire: Command {
  static let name = "retire"
  static let summary = "Take an agent off the roster, and say why"
  static let discussion = """
    What it said stays, and its name stays its own: `rtrack agent add` brings it back.
    """
  static let examples = [
    Example("rtrack agent retire flux --reason \"its work is done\" --as athena")
  ]

  @Argument(help: "Who leaves", completion: .command(["agent", "list", "-q"]))
  var agent: String

  @Option(value: "TEXT", help: "Why")
  var reason: String

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if reason.allSatisfy(\.isWhitespace) {
      throw ArgumentFault("the reason is empty", hint: "say why with --reason TEXT")
    }
  }

  func run(in context: Context) throws -> any Report {
    try context.change(
      agent: agent, .retired, body: reason, when,
      by: { try $0.required(speaker.speaker).name },
      { agent, roster, author in
        try agent.requireActive()
        if let speaker = roster[author] {
          try RosterRule.checkJudging(agent, by: speaker, roster: roster)
        }
        if let joined = agent.terms.last?.joined.time, let time = when.occurredAt, time < joined {
          throw LedgerError(
            .invalid, "\(agent.name) joined at \(joined), after \(time)",
            hint: "give a time after that with --occurred-at")
        }
        return .retired
      })
  }
}
