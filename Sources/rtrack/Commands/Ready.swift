import ArgumentParsing
import Ledger
import Query
import Research

/// Lists what can be worked on now.
struct Ready: Command {
  static let name = "ready"
  static let summary = "List what can be worked on now, the most urgent first"
  static let discussion = """
    Open issues that no open issue blocks and nobody put off, by priority, then by number.
    """
  static let examples = [
    Example("rtrack ready"),
    Example("rtrack ready --assignee flux --limit 1 -q", "the number of what is next"),
  ]

  @Option(
    value: "AGENT", help: "Only what is assigned to it",
    completion: .command(["agent", "list", "-q"]))
  var assignee: String?

  @OptionGroup var paging: PageOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.answer { try report($0, in: context) }
  }

  private func report(_ reading: Reading, in context: Context) throws -> any Report {
    let snapshot = reading.snapshot
    var filter = IssueFilter.ready
    filter.assignee = try assignee.map { try snapshot.roster().named($0).name }
    let page = try IssueList(reading).page(filter, number: paging.page, size: paging.limit)
    let listing = try IssueListing(
      page, fields: IssueField.usual, json: common.json, snapshot, now: context.now(),
      nothing: "Nothing is ready.")
    context.tell(page, of: "issues", json: common.json)
    context.tellUnreadable(snapshot)
    return listing
  }
}
