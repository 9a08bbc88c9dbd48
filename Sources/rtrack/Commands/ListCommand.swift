public import ArgumentParsing
import Ledger
public import Query
import Research

/// Lists issues.
struct ListCommand: Command {
  static let name = "list"
  static let summary = "List issues"
  static let discussion = """
    In a pipe the columns are separated by tabs: issue, state, priority, assignees, labels, what \
    it waits for, comments, updated, title. With --json, FIELDS chooses the keys; without FIELDS \
    there are all but text and status.
    """
  static let examples = [
    Example("rtrack list"),
    Example("rtrack list --assignee flux --sort priority"),
    Example("rtrack list --state all --label simulation --text resnet"),
    Example("rtrack list --json number,title,assignees"),
  ]

  @Argument(
    name: "fields", help: "With --json: the keys, with commas between",
    completion: .choices(IssueField.allCases.map(\.rawValue)))
  var fields: IssueFields?

  @Option(value: "STATE", help: "open, closed or all")
  var state: StateChoice = .open

  @Option(value: "LABEL", help: "Only with this label; each one given must be there")
  var label: [Line]

  @Option(
    value: "AGENT", help: "Only what is assigned to it",
    completion: .command(["agent", "list", "-q"]))
  var assignee: String?

  @Option(
    value: "AGENT", help: "Only where it took part, by any event",
    completion: .command(["agent", "list", "--all", "-q"]))
  var agent: String?

  @Option(value: "N", help: "Only where something happened in this cycle")
  var cycle: Int?

  @Option(value: "TEXT", help: "Only with this in the title or description, whatever the case")
  var text: String?

  @Option(value: "ORDER", help: "number, updated, created or priority")
  var sort: IssueFilter.Order = .number

  @Flag(help: "The other way round")
  var reverse: Bool

  @OptionGroup var paging: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let fields, !common.json {
      throw ArgumentFault(
        "FIELDS chooses the keys of --json",
        hint: "add --json, or leave `\(fields.argumentText)` out")
    }
  }

  func run(in context: Context) throws -> any Report {
    try context.answer { try report($0, in: context) }
  }

  private func report(_ reading: Reading, in context: Context) throws -> any Report {
    let snapshot = reading.snapshot
    var filter = IssueFilter()
    filter.state = state.state
    filter.labels = label.map(\.text)
    let roster = try snapshot.roster()
    filter.assignee = try assignee.map { try roster.named($0).name }
    filter.agent = try agent.map { try roster.named($0).name }
    if let cycle, try !snapshot.cycleNumbers().contains(cycle) {
      throw LedgerError(
        .unknownCycle, "there is no cycle \(cycle)", hint: "see them with `rtrack cycle list`")
    }
    filter.cycle = cycle
    filter.text = text
    filter.order = sort
    filter.isReversed = reverse
    let page = try IssueList(reading).page(filter, number: paging.page, size: paging.limit)
    let listing = try IssueListing(
      page, fields: fields?.fields ?? IssueField.usual, json: common.json, snapshot,
      now: context.now(), nothing: "No issue fits.")
    context.tell(page, of: "issues", json: common.json)
    context.tellUnreadable(snapshot)
    return listing
  }
}

/// Which issues by their state.
enum StateChoice: String, CaseIterable, ExpressibleByArgument {
  case open, closed, all

  /// Nil means either.
  var state: Issue.State? {
    switch self {
    case .open: .open
    case .closed: .closed
    case .all: nil
    }
  }
}

extension IssueFilter.Order: ExpressibleByArgument {}
