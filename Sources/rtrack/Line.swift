import ArgumentParsing
import Ledger
import Research

/// A text of one line, such as a title, a label or a reason.
struct Line: ExpressibleByArgument, Hashable {
  /// Longer texts belong into a body.
  static let longest = 500

  let text: String

  init(argument: String) throws(ArgumentFault) {
    let trimmed = argument.drop(while: \.isWhitespace)
    let end = trimmed.lastIndex { !$0.isWhitespace }
    text = end.map { String(trimmed[...$0]) } ?? ""
    if text.isEmpty { throw ArgumentFault("expected a text that is not empty") }
    if text.contains(where: \.isNewline) { throw ArgumentFault("expected a text of one line") }
    if text.count > Self.longest {
      throw ArgumentFault("expected at most \(Self.longest) characters")
    }
  }

  var argumentText: String { text }
}

/// The elements in their first order, each once.
func distinct<Element: Hashable>(_ elements: [Element]) -> [Element] {
  var seen: Set<Element> = []
  return elements.filter { seen.insert($0).inserted }
}

extension Roster {
  /// The entry that a call names, active or not.
  func named(_ spelling: String) throws -> Agent {
    guard let agent = agent(spelled: spelling) else {
      throw try Speaker.unknown(spelling, roster: self)
    }
    return agent
  }

  /// The entry that a call names, which must be active.
  func activeNamed(_ spelling: String) throws -> Agent {
    let agent = try named(spelling)
    guard agent.isActive else {
      throw LedgerError(
        .unknownAgent, "\(agent.name) has been retired",
        hint: "bring it back with `rtrack agent add \(agent.name)`")
    }
    return agent
  }
}
