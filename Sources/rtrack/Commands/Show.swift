import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Shows an issue and its conversation.
struct Show: Command {
  static let name = "show"
  static let summary = "Show an issue: its state, its description and its conversation"
  static let discussion = """
    Where two clones opened one number before they met, 194~p2m7xa says which: the end of the \
    opening event's name. `rtrack sync` then gives one of the two another number; 194~p2m7xa leads \
    to it for good.
    """
  static let examples = [
    Example("rtrack show 194"),
    Example("rtrack show 194 --json", "with every event"),
    Example("rtrack show 194 -q", "the names of its events"),
  ]

  @Argument(
    help: "The issue to show, such as 194",
    hint: "a shell takes `#194` for the start of a comment of its own: write 194",
    completion: .command(["list", "-q"]))
  var issue: IssueReference

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.answer { try report($0, in: context) }
  }

  private func report(_ reading: Reading, in context: Context) throws -> any Report {
    let snapshot = reading.snapshot
    let issue = try context.issue(issue, in: snapshot, conversation: true)
    let all = try snapshot.issues(everCalled: issue.number, conversation: false)
    let folder = Layout.folder(ofIssue: issue.place) + "/"
    return IssueReport(
      issue: issue, others: all.filter { $0.opening != issue.opening },
      blockedBy: try IssueList(reading).blockers(of: issue.number),
      faults: snapshot.faults.filter { $0.path.hasPrefix(folder) }, now: context.now())
  }
}

/// One issue as people and programs read it.
private struct IssueReport: Report {
  let issue: Issue
  /// Opened elsewhere under the same number; some are called otherwise by now.
  let others: [Issue]
  let blockedBy: [IssueNumber]
  let faults: [EventFault]
  let now: Timestamp

  var ids: [String] { issue.events.map(\.name.description) }

  var json: [JSON.Member] {
    [
      JSON.Member("number", .string(issue.number.description)),
      JSON.Member("ambiguous", .boolean(issue.isAmbiguous)),
      JSON.Member("opened_as", .string(issue.place.description)),
      JSON.Member("title", .string(issue.title)),
      JSON.Member("state", .string(issue.state.rawValue)),
      JSON.Member("closed_reason", .optional(issue.closedReason)),
      JSON.Member("status", .optional(issue.lastStatus)),
      JSON.Member("priority", .optional(issue.priority)),
      JSON.Member("assignees", .strings(issue.assignees)),
      JSON.Member("labels", .strings(issue.labels)),
      JSON.Member("deferred", .boolean(issue.isDeferred)),
      JSON.Member("deferred_until", .optional(issue.deferredUntil)),
      JSON.Member("blocks", .strings(issue.blocks)),
      JSON.Member("blocked_by", .strings(blockedBy)),
      JSON.Member("per", .strings(issue.per)),
      JSON.Member("pull_requests", .array(issue.pullRequests.map { .integer($0) })),
      JSON.Member("parent", .optional(issue.parent?.description)),
      JSON.Member("host_number", .optional(issue.hostNumber)),
      JSON.Member("creator", .string(issue.creator.text)),
      JSON.Member("cycle", .integer(issue.opening.cycle)),
      JSON.Member("opened", .string(issue.opened.time.description)),
      JSON.Member("opening", .string(issue.opening.description)),
      JSON.Member("text", .string(issue.text)),
      JSON.Member(
        "events",
        .array(
          issue.events.map {
            EventJSON.event($0, in: .issue(issue.number, opening: issue.opening))
          })),
      JSON.Member("also_opened", .strings(others.map(\.opening))),
      JSON.Member("unreadable", .strings(faults.map(\.text))),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let style = Style(terminal)
    var text = style.bold("\(issue.number) · \(terminalSafe(issue.title))") + "\n"
    text += facts.map { terminalSafe($0) + "\n" }.joined()
    if !issue.text.isEmpty { text += "\n" + Self.block(issue.text) }
    for event in issue.events where event.name != issue.opening {
      let cycle = event.name.cycle == 0 ? "" : " · cycle \(event.name.cycle)"
      let age = terminal.isOutput ? " (\(event.time.age(at: now)) ago)" : ""
      let head = "\(event.agent) · \(EventPhrase.what(event)) · \(event.time)\(age)\(cycle)"
      text += "\n" + style.bold(terminalSafe(head)) + "\n"
      for line in EventPhrase.details(event) { text += "  " + terminalSafe(line) + "\n" }
      if !event.body.isEmpty { text += Self.block(event.body) }
    }
    for other in others {
      text += "\nAnother clone opened \(issue.number) too, before the two met: "
      let name =
        other.isAmbiguous || other.number == issue.number
        ? "\(issue.number)~\(other.opening.suffix)" : "\(other.number)"
      text += "`rtrack show \(name)` (\(terminalSafe(other.title)))\n"
    }
    if !faults.isEmpty {
      text += "\nNot readable, and so not shown:\n"
      text += faults.map { "  " + terminalSafe($0.text) + "\n" }.joined()
    }
    return text
  }

  /// What is known of the issue beside its texts, a few facts a line.
  private var facts: [String] {
    var state = issue.state.rawValue
    if let reason = issue.closedReason { state += ": \(reason)" }
    if issue.isDeferred {
      state += ", deferred" + (issue.deferredUntil.map { " until \($0)" } ?? "")
    }
    var first = [state]
    if let status = issue.lastStatus { first.append("status \(status)") }
    if let priority = issue.priority { first.append("priority \(priority)") }
    if !issue.assignees.isEmpty { first.append("assigned to " + joined(issue.assignees)) }
    if !issue.labels.isEmpty { first.append("labels " + joined(issue.labels)) }
    var relations: [String] = []
    if !blockedBy.isEmpty { relations.append("blocked by " + joined(blockedBy)) }
    if !issue.blocks.isEmpty { relations.append("blocks " + joined(issue.blocks)) }
    if !issue.per.isEmpty { relations.append("per " + joined(issue.per)) }
    if let parent = issue.parent { relations.append("part of \(parent)") }
    if !issue.pullRequests.isEmpty { relations.append("pr " + joined(issue.pullRequests)) }
    if let host = issue.hostNumber { relations.append("number \(host) on the host") }
    let cycle = issue.opening.cycle == 0 ? "" : ", cycle \(issue.opening.cycle)"
    var origin = "opened by \(issue.creator) · \(issue.opened.time)\(cycle)"
    if case .opened(let start) = issue.opened.payload, let author = start.author {
      origin += " (by \(author))"
    }
    if let source = issue.opened.importedFrom { origin += " · from \(source)" }
    if issue.place != issue.number { origin += " · as \(issue.place)" }
    return [first.joined(separator: " · "), relations.joined(separator: " · "), origin]
      .filter { !$0.isEmpty }
  }

  private func joined(_ list: [some CustomStringConvertible]) -> String {
    list.map { "\($0)" }.joined(separator: ", ")
  }

  /// A text set in by two spaces, ending with a line's end.
  private static func block(_ text: String) -> String {
    let plain = String(text.map { $0 == "\r\n" ? "\n" : $0 })
    var lines = terminalSafe(plain).split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }
}
