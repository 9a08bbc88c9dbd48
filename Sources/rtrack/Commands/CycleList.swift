import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Lists the cycles.
struct CycleList: Command {
  static let name = "list"
  static let summary = "List the cycles, the newest first"
  static let discussion = """
    Who was silent is told as the close recorded it; `rtrack silent` says it anew. In a pipe the \
    columns are separated by tabs: cycle, state, opened, closed, scheduled, silent.
    """
  static let examples = [Example("rtrack cycle list"), Example("rtrack cycle list --limit 5")]

  @OptionGroup var paging: PageOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let page = paging.page(of: Array(try snapshot.cycleNumbers().reversed()))
    let cycles = try page.elements.flatMap { try snapshot.cycles($0) }
    context.tell(page, of: "cycles", json: common.json)
    context.tellUnreadable(snapshot)
    return CycleListing(cycles: cycles, page: page, unreadable: snapshot.unreadable)
  }
}

/// Cycles as a table.
private struct CycleListing: Report {
  let cycles: [Cycle]
  let page: Page<Int>
  let unreadable: JSON.Member

  var ids: [String] { page.elements.map { String($0) } }

  var json: [JSON.Member] {
    [
      JSON.Member("cycles", .array(cycles.map { .object(CycleDocument.members(of: $0)) })),
      JSON.Member("total", .integer(page.total)), JSON.Member("page", .integer(page.number)),
      JSON.Member("pages", .integer(page.count)), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    if cycles.isEmpty {
      return terminal.isOutput ? "No cycle was ever opened: `rtrack cycle open`." : ""
    }
    var table = Table(["CYCLE", "STATE", "OPENED", "CLOSED", "SCHEDULED", "SILENT"])
    for cycle in cycles {
      table.add([
        String(cycle.number), CycleDocument.state(cycle), cycle.opened.time.description,
        cycle.closed?.time.description ?? "",
        cycle.start.scheduled.map(\.text).joined(separator: ","),
        CycleDocument.silent(in: cycle).joined(separator: ","),
      ])
    }
    return table.withoutEmptyColumns(on: terminal).text(for: terminal)
  }
}

/// What is said of a cycle, in listings and alone.
enum CycleDocument {
  static func state(_ cycle: Cycle) -> String {
    cycle.isOpen ? "open" : cycle.isFailed ? "failed" : "closed"
  }

  /// The names that the close recorded as silent; none of a cycle that counts for nobody.
  static func silent(in cycle: Cycle) -> [String] {
    cycle.isFailed
      ? [] : cycle.closing?.answers.filter { $0.answer == .silent }.map(\.agent.text) ?? []
  }

  static func members(of cycle: Cycle) -> [JSON.Member] {
    [
      JSON.Member("cycle", .integer(cycle.number)),
      JSON.Member("ambiguous", .boolean(cycle.isAmbiguous)),
      JSON.Member("state", .string(state(cycle))),
      JSON.Member("opened", .string(cycle.opened.time.description)),
      JSON.Member("opened_by", .string(cycle.opened.agent.text)),
      JSON.Member("opening", .string(cycle.opening.description)),
      JSON.Member("closed", .optional(cycle.closed?.time.description)),
      JSON.Member("closed_by", .optional(cycle.closed?.agent.text)),
      JSON.Member("roster", .strings(cycle.start.roster)),
      JSON.Member("scheduled", .strings(cycle.start.scheduled)),
      JSON.Member("exempt", .strings(cycle.start.exempt)),
      JSON.Member(
        "recorded",
        .array(
          (cycle.closing?.answers ?? []).map { line in
            .object([
              JSON.Member("agent", .string(line.agent.text)),
              JSON.Member("answer", .string(line.answer.rawValue)),
              JSON.Member("evidence", .optional(line.evidence)),
            ])
          })),
    ]
  }
}
