import ArgumentParsing
import Ledger
import Research

/// Warns an agent.
struct AgentWarn: Command {
  static let name = "warn"
  static let summary = "Warn an agent, and say why"
  static let discussion = """
    What is due is said by `rtrack silent`; whether it is given is somebody's decision, with its \
    reason. A warning stays until the agent leaves the roster.
    """
  static let examples = [
    Example("rtrack agent warn flux \"silent in cycle 41\" --as athena"),
    Example("rtrack agent warn flux \"silent in cycles 41 and 42\" --final --as athena"),
  ]

  @Argument(help: "Whom to warn", completion: .command(["agent", "list", "-q"]))
  var agent: String

  @Argument(help: "Why")
  var text: String?

  @OptionGroup var source: TextOptions

  @Flag(help: "The last warning before retirement")
  var final: Bool

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let reason = try source.text(given: text, in: context, isRequired: true)
    return try context.change(
      agent: agent, .warned, body: reason, when,
      by: { try $0.required(speaker.speaker).name },
      { agent, roster, author in
        try agent.requireActive()
        if let speaker = roster[author] {
          try RosterRule.checkJudging(agent, by: speaker, roster: roster)
        }
        return .warned(final: final)
      })
  }
}
