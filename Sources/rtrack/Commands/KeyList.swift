import ArgumentParsing
import Documents
import Enforcement
import Ledger
import Research

/// Shows whose keys have authority.
struct KeyList: Command {
  static let name = "list"
  static let summary = "Show whose keys may loosen the policy, and what was refused"
  static let discussion = """
    With -q a line for each key, as ssh-keygen's allowed_signers takes it.
    """
  static let examples = [
    Example("rtrack key list"), Example("rtrack key list -q > allowed_signers"),
  ]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let standing = try Standing(of: snapshot, environment: context.environment)
    return KeyReport(
      authority: standing.authority,
      refused: try snapshot.events(in: .policy)
        .filter { standing.authority.refused.contains($0.name) })
  }
}

/// The keys, and the events that would need one and have none.
private struct KeyReport: Report {
  let authority: Authority
  let refused: [Event]

  var ids: [String] {
    authority.keys.map { "\($0.change.holder) namespaces=\"rtrack\" \($0.change.key)" }
  }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "keys",
        .array(
          authority.keys.map { event, change in
            .object([
              JSON.Member("holder", .string(change.holder.text)),
              JSON.Member("key", .string(change.key.text)),
              JSON.Member("event", .string(event.description)),
            ])
          })),
      JSON.Member("contested", .boolean(authority.isContested)),
      JSON.Member("refused", .array(refused.map { EventJSON.event($0) })),
    ]
  }

  func text(for terminal: Terminal) -> String {
    var text = ""
    if authority.isContested {
      text += "Several events claim to give the first key, so none of them has authority.\n"
    } else if authority.keys.isEmpty {
      text += "No key has authority yet; `rtrack key add FILE` gives it to the first.\n"
    } else {
      var table = Table(["HOLDER", "KEY", "SINCE"])
      for (event, change) in authority.keys {
        table.add([change.holder.text, change.key.short, event.time.description])
      }
      text += table.text(for: terminal)
    }
    if !refused.isEmpty {
      text += "Without authority, and so of no effect:\n"
      for event in refused {
        text += "  \(terminalSafe(EventPhrase.what(event))), by \(event.agent) · \(event.name)\n"
      }
    }
    return text
  }
}
