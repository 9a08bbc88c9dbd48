import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Lists events, newest first.
struct Log: Command {
  static let name = "log"
  static let summary = "List what was said and done, the newest first"
  static let examples = [
    Example("rtrack log --limit 50"),
    Example("rtrack log --agent flux --cycle 42"),
    Example("rtrack log --since-branch main", "since HEAD left main"),
    Example("rtrack log --since 2026-11-21T05:00:00Z --json"),
  ]

  @Option(
    value: "AGENT", help: "Only what this agent did", completion: .command(["agent", "list", "-q"]))
  var agent: String?

  @Option(value: "N", help: "Only what belongs to this cycle; 0 is outside of any")
  var cycle: Int?

  @Option(value: "TIME", help: "Only what was written since, such as 2026-11-21T05:33:12Z")
  var since: Timestamp?

  @Option(value: "BRANCH", help: "Only what was written since HEAD left this branch")
  var sinceBranch: String?

  @Option(value: "N", help: "At most so many; 0 means all")
  var limit: Int = 20

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if limit < 0 { throw ArgumentFault("--limit takes a number from 0") }
    if since != nil && sinceBranch != nil {
      throw ArgumentFault("--since and --since-branch exclude each other", hint: "give one of them")
    }
  }

  func run(in context: Context) throws -> any Report {
    try context.answer { try report($0, in: context) }
  }

  private func report(_ reading: Reading, in context: Context) throws -> any Report {
    let snapshot = reading.snapshot
    let roster = try snapshot.roster()
    let name = try agent.map { spelling -> AgentName in
      if spelling == AgentName.system.text { return .system }
      guard let agent = roster.agent(spelled: spelling) else {
        throw try Speaker.unknown(spelling, roster: roster)
      }
      return agent.name
    }
    if let cycle, cycle != 0, try snapshot.cycles(cycle).isEmpty {
      throw LedgerError(
        .unknownCycle, "there is no cycle \(cycle)", hint: "see them with `rtrack cycle list`")
    }
    let point = try sinceBranch.map { try BranchPoint(of: $0, in: reading.ledger) }
    let page = try EventLog(reading).page(
      agent: name, cycle: cycle, since: since ?? point?.time,
      limit: limit == 0 ? .max : limit)
    return LogReport(
      page: page, threads: try page.events.map { try snapshot.called($0.thread) }, point: point,
      faults: snapshot.faults)
  }
}

/// Events as a table, one a line.
private struct LogReport: Report {
  let page: EventLog.Page
  /// Where each event belongs, as that is called.
  let threads: [Thread]
  let point: BranchPoint?
  let faults: [EventFault]

  var ids: [String] { page.events.map(\.name.description) }

  var json: [JSON.Member] {
    [
      JSON.Member("events", .array(zip(page.events, threads).map(EventJSON.event))),
      JSON.Member("total", .integer(page.total)),
      JSON.Member("since_commit", .optional(point?.commit)),
      JSON.Member("since", .optional(point?.time.description)),
      JSON.Member("unreadable", .strings(faults.map(\.text))),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let table = EventTable.text(page.events, in: threads, for: terminal)
    guard terminal.isOutput else { return table }
    var text = ""
    if let point { text += "Since \(point.commit), \(point.time)\n\n" }
    text += page.events.isEmpty ? "No events.\n" : table
    let more = page.total - page.events.count - faults.count
    if more > 0 { text += "\n\(more) more: `--limit 0` shows all\n" }
    if !faults.isEmpty {
      text +=
        "\n\(counted(faults.count, "file")) of the ledger could not be read: `rtrack doctor`\n"
    }
    return text
  }
}
