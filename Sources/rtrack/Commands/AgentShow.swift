import ArgumentParsing
import Documents
import Ledger
import Research

/// Shows one entry of the roster.
struct AgentShow: Command {
  static let name = "show"
  static let summary = "Show an agent: its profile, its warnings, its page"
  static let examples = [Example("rtrack agent show flux")]

  @Argument(help: "Whom to show", completion: .command(["agent", "list", "--all", "-q"]))
  var agent: String

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let agent = try snapshot.roster().named(agent)
    let events = try snapshot.events(in: .agent(agent.name))
    context.tellUnreadable(snapshot)
    return AgentReport(agent: agent, events: causalOrder(events), unreadable: snapshot.unreadable)
  }
}

/// One agent, whole.
private struct AgentReport: Report {
  let agent: Agent
  /// Its own thread, oldest first.
  let events: [Event]
  let unreadable: JSON.Member

  var ids: [String] { [agent.name.text] }

  var json: [JSON.Member] {
    AgentDocument.members(of: agent) + [
      JSON.Member("page", .string(agent.page)),
      JSON.Member("retired_because", .optional(agent.isActive ? nil : agent.retirementReason)),
      JSON.Member(
        "events",
        .array(
          events.map { event in
            .object([
              JSON.Member("event", .string(event.name.description)),
              JSON.Member("kind", .string(event.name.kind.rawValue)),
              JSON.Member("by", .string(event.agent.text)),
              JSON.Member("time", .string(event.time.description)),
              JSON.Member("text", .string(event.body)),
            ])
          })),
      unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    let profile = agent.profile
    var words = [agent.kind.rawValue]
    if let role = profile.role { words.append(role) }
    if let model = profile.model { words.append(model) }
    if agent.isExempt { words.append("may stay silent") }
    if let due = profile.due { words.append("owes a result by the end of cycle \(due)") }
    if let superior = profile.reportsTo { words.append("reports to \(superior)") }
    var text = "\(agent.name)\(agent.isActive ? "" : " (retired)"): "
    text += words.joined(separator: ", ") + "\n"
    if let aliases = profile.aliases, !aliases.isEmpty {
      text += "also spelled \(aliases.joined(separator: ", "))\n"
    }
    if let key = profile.key { text += "signs with \(key)\n" }
    text += "\n"
    for event in events {
      text += "\(event.time)  \(EventPhrase.what(event)) by \(event.agent)"
      if event.name.cycle != 0 { text += ", cycle \(event.name.cycle)" }
      text += "\n"
      if case .warned = event.payload { text += indented(event.body) }
      if case .retired = event.payload { text += indented(event.body) }
    }
    if !agent.page.isEmpty { text += "\n" + agent.page }
    return terminalSafe(text)
  }

  private func indented(_ body: String) -> String {
    body.split(whereSeparator: \.isNewline).map { "  \($0)\n" }.joined()
  }
}
