import ArgumentParsing
import Ledger
import Research

/// Changes what is said of an agent.
struct AgentEdit: Command {
  static let name = "edit"
  static let summary = "Change what is said of an agent, or its page"
  static let discussion = """
    An agent changes its own model, aliases, key and page. All else, and what is said of others, \
    a human or a manager changes, once the roster has one: nobody exempts itself from speaking.
    """
  static let examples = [
    Example("rtrack agent edit flux --role \"Tool Engineer\" --due 12 --as athena"),
    Example(
      "rtrack agent edit flux --alias Flux-Bot --as flux", "one more spelling of one identity"),
    Example("rtrack agent edit flux -F agents/flux.md --as flux", "its page of instructions"),
  ]

  @Argument(help: "Whose entry it is", completion: .command(["agent", "list", "--all", "-q"]))
  var agent: String

  @Flag(help: "A person")
  var human: Bool

  @Flag(help: "A machine that gives notices, and never speaks")
  var system: Bool

  @OptionGroup var profile: ProfileOptions

  @Option(value: "NAME", help: "A spelling that is not its own after all")
  var removeAlias: [String]

  @Flag(help: "May stay silent, or may not", inversion: .prefixedNo)
  var exempt: Bool?

  @OptionGroup var page: TextOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if human && system { throw ArgumentFault("--human and --system exclude each other") }
    let isNothing =
      profile.isEmpty && !human && !system && removeAlias.isEmpty && exempt == nil
      && page.message == nil && page.file == nil
    if isNothing {
      throw ArgumentFault(
        "nothing to change", hint: "`rtrack help agent edit` lists what can be said of an agent")
    }
  }

  func run(in context: Context) throws -> any Report {
    let isPage = page.message != nil || page.file != nil
    let text = try page.text(given: nil, in: context, isRequired: isPage)
    return try context.change(
      agent: agent, .edited, body: text, when,
      by: { try $0.required(speaker.speaker).name },
      { agent, roster, author in
        var change = try profile.profile(roster, of: agent.name, in: context)
        if human || system { change.kind = human ? .human : .system }
        change.isExempt = exempt
        change.aliases = try aliases(of: agent, adding: change.aliases ?? [])
        if let speaker = roster[author] {
          try RosterRule.check(change, of: agent, by: speaker, roster: roster)
        }
        return .edited(change)
      })
  }

  /// The spellings it has afterwards; nil when they stay as they are.
  private func aliases(of agent: Agent, adding more: [String]) throws -> [String]? {
    let there = agent.profile.aliases ?? []
    if let stranger = removeAlias.first(where: { !there.contains($0) }) {
      throw LedgerError(
        .invalid, "\"\(stranger)\" is no alias of \(agent.name)",
        hint: there.isEmpty ? nil : "its aliases are \(there.joined(separator: ", "))")
    }
    let changed = distinct(there.filter { !removeAlias.contains($0) } + more)
    return changed == there ? nil : changed
  }
}
