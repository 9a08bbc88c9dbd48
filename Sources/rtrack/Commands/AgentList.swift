import ArgumentParsing
import Documents
import Ledger
import Research

/// Lists the roster.
struct AgentList: Command {
  static let name = "list"
  static let summary = "List who is on the roster"
  static let discussion = """
    In a pipe the columns are separated by tabs: name, state, kind, role, model, warnings, since.
    """
  static let examples = [
    Example("rtrack agent list"), Example("rtrack agent list --all", "the retired too"),
  ]

  @Flag(help: "The retired too")
  var all: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let agents = try snapshot.roster().agents.filter { all || $0.isActive }
    context.tellUnreadable(snapshot)
    return RosterListing(agents: agents, unreadable: snapshot.unreadable)
  }
}

/// The roster as a table.
private struct RosterListing: Report {
  let agents: [Agent]
  let unreadable: JSON.Member

  var json: [JSON.Member] {
    [
      JSON.Member("agents", .array(agents.map { .object(AgentDocument.members(of: $0)) })),
      unreadable,
    ]
  }

  var ids: [String] { agents.map(\.name.text) }

  func text(for terminal: Terminal) -> String {
    if agents.isEmpty {
      return terminal.isOutput ? "Nobody is on the roster: `rtrack agent add NAME`." : ""
    }
    var table = Table(["NAME", "STATE", "KIND", "ROLE", "MODEL", "WARNINGS", "SINCE"])
    for agent in agents {
      table.add([
        agent.name.text, agent.isActive ? "active" : "retired", agent.kind.rawValue,
        agent.profile.role ?? "", agent.profile.model ?? "", AgentDocument.warnings(of: agent),
        AgentDocument.since(agent)?.description ?? "",
      ])
    }
    return table.withoutEmptyColumns(on: terminal).text(for: terminal)
  }
}

/// What is said of an agent, in listings and alone.
enum AgentDocument {
  static func members(of agent: Agent) -> [JSON.Member] {
    let profile = agent.profile
    return [
      JSON.Member("name", .string(agent.name.text)),
      JSON.Member("state", .string(agent.isActive ? "active" : "retired")),
      JSON.Member("kind", .string(agent.kind.rawValue)),
      JSON.Member("role", .optional(profile.role)), JSON.Member("model", .optional(profile.model)),
      JSON.Member("aliases", .strings(profile.aliases ?? [])),
      JSON.Member("exempt", .boolean(agent.isExempt)),
      JSON.Member("due", .optional(profile.due)),
      JSON.Member("reports_to", .optional(profile.reportsTo?.text)),
      JSON.Member("key", .optional(profile.key)),
      JSON.Member("manager", .boolean(agent.isManager)),
      JSON.Member("joined", .optional(agent.terms.last?.joined.time.description)),
      JSON.Member("left", .optional(agent.terms.last?.left?.time.description)),
      JSON.Member("warnings", .integer(agent.warnings.count)),
      JSON.Member("final_warning", .boolean(hasFinalWarning(agent))),
    ]
  }

  /// `1`, `2, final`, or nothing.
  static func warnings(of agent: Agent) -> String {
    if agent.warnings.isEmpty { return "" }
    return "\(agent.warnings.count)" + (hasFinalWarning(agent) ? ", final" : "")
  }

  /// When it joined, or left.
  static func since(_ agent: Agent) -> Timestamp? {
    agent.terms.last.map { ($0.left ?? $0.joined).time }
  }

  private static func hasFinalWarning(_ agent: Agent) -> Bool {
    agent.warnings.contains { if case .final = $0 { true } else { false } }
  }
}
