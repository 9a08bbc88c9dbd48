import ArgumentParsing
import Documents
import Enforcement
import Ledger
import Research

/// Shows what is protected beside the code.
struct ProtectList: Command {
  static let name = "list"
  static let summary = "Show which paths beside the code may not change"
  static let discussion = "The ledger itself is protected always, and its carried copy too."
  static let examples = [Example("rtrack protect list")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    var setters: [String: Event] = [:]
    for event in causalOrder(try snapshot.events(in: .policy)) {
      if case .protect(let rule, _) = event.payload { setters[rule.pattern] = event }
    }
    context.tellUnreadable(snapshot)
    return ProtectionReport(
      rules: try Standing(of: snapshot, environment: context.environment).policy.protections,
      setters: setters, unreadable: snapshot.unreadable)
  }
}

/// Every pattern with what it means, and who protected it last.
private struct ProtectionReport: Report {
  let rules: [Protection]
  let setters: [String: Event]
  let unreadable: JSON.Member

  var ids: [String] { rules.map(\.pattern) }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "protections",
        .array(
          rules.map { rule in
            .object([
              JSON.Member("pattern", .string(rule.pattern)),
              JSON.Member("holds", .string(rule.content.rawValue)),
              JSON.Member("freeze", .string(rule.freeze.rawValue)),
              JSON.Member("set_by", .optional(setters[rule.pattern]?.agent.text)),
              JSON.Member("set_at", .optional(setters[rule.pattern]?.time.description)),
            ])
          })), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    if rules.isEmpty {
      return "Nothing beside the code is protected; the ledger itself always is."
    }
    var table = Table(["PATTERN", "HOLDS", "FROM", "SET BY"])
    for rule in rules {
      table.add([
        rule.pattern, rule.content.rawValue, rule.freeze.rawValue,
        setters[rule.pattern]?.agent.text ?? "",
      ])
    }
    return table.text(for: terminal)
  }
}
