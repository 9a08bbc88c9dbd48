import ArgumentParsing
import Documents
import Ledger
import Research

/// Shows the policy.
struct PolicyShow: Command {
  static let name = "show"
  static let summary = "Show what holds for everybody, and since when"
  static let examples = [Example("rtrack policy show")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let policy = try snapshot.policy()
    var setters: [String: Event] = [:]
    for event in causalOrder(try snapshot.events(in: .policy)) {
      guard case .set(let setting) = event.payload else { continue }
      var alone = Policy()
      alone.apply(setting)
      // What is overruled by something stricter, or said without authority, has set nothing.
      if setters[setting.key] == nil
        || alone.values(of: setting.key) == policy.values(of: setting.key)
      {
        setters[setting.key] = event
      }
    }
    context.tellUnreadable(snapshot)
    return PolicyReport(policy: policy, setters: setters, unreadable: snapshot.unreadable)
  }
}

/// Every key with its value, and who set it last.
private struct PolicyReport: Report {
  let policy: Policy
  let setters: [String: Event]
  let unreadable: JSON.Member

  var ids: [String] { Policy.keys.map(\.key) }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "policy",
        .object(
          Policy.keys.map { key, _ in
            JSON.Member(
              key,
              .object([
                JSON.Member("values", .strings(policy.values(of: key))),
                JSON.Member("set_by", .optional(setters[key]?.agent.text)),
                JSON.Member("set_at", .optional(setters[key]?.time.description)),
              ]))
          })),
      JSON.Member("ledger_version", .optional(policy.ledgerVersion)), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    var table = Table(["KEY", "VALUE", "SET BY", "WHAT IT IS"])
    for (key, takes) in Policy.keys {
      table.add([
        key, policy.values(of: key).joined(separator: " "),
        setters[key]?.agent.text ?? "", takes,
      ])
    }
    return table.withoutEmptyColumns(on: terminal).text(for: terminal)
  }
}
