import ArgumentParsing
import Ledger
import Research

/// Changes whom an issue is assigned to.
struct IssueAssign: Command {
  static let name = "assign"
  static let summary = "Assign an issue to agents, or take it from them"
  static let examples = [
    Example("rtrack issue assign 194 flux"),
    Example("rtrack issue assign 194 flux --remove sage", "from one to the other"),
  ]

  @OptionGroup var target: IssueTarget

  @Argument(
    name: "agent", help: "Whom it is assigned to now, beside those that have it",
    completion: .command(["agent", "list", "-q"]))
  var agents: [String]

  @Option(
    value: "AGENT", help: "Whom it is taken from", completion: .command(["agent", "list", "-q"]))
  var remove: [String]

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if agents.isEmpty && remove.isEmpty {
      throw ArgumentFault("nobody is named", hint: "give AGENT, or --remove AGENT")
    }
  }

  func run(in context: Context) throws -> any Report {
    try context.change(target, by: speaker, when) { change in
      let assignees = change.issue.assignees
      let added = try distinct(agents.map { try change.roster.activeNamed($0).name })
      let removed = try distinct(remove.map { try change.roster.named($0).name })
      if let both = added.first(where: removed.contains) {
        throw change.cannot("cannot be given to \(both) and taken from it", hint: "name it once")
      }
      let new = added.filter { !assignees.contains($0) }
      let gone = removed.filter(assignees.contains)
      if new.isEmpty && gone.isEmpty {
        let names = assignees.map(\.text).joined(separator: ", ")
        throw change.cannot(
          "would not change: it is assigned to \(names.isEmpty ? "nobody" : names)")
      }
      return try change.saying(.assign, .assign(add: new, remove: gone))
    }
  }
}
