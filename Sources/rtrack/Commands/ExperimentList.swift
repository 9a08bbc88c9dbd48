import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Lists the experiments.
struct ExperimentList: Command {
  static let name = "list"
  static let summary = "List the experiments, the newest number first"
  static let discussion = """
    Withdrawn ones stay in the list. In a pipe the columns are separated by tabs: experiment, \
    state, what had been seen when its spec was written, runs, registered by, registered, title.
    """
  static let examples = [
    Example("rtrack experiment list"), Example("rtrack experiment list -q", "their ids"),
  ]

  @OptionGroup var paging: PageOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let page = paging.page(of: Array(try snapshot.experimentIDs().reversed()))
    let experiments = try page.elements.flatMap { try snapshot.experiments($0) }
    context.tell(page, of: "experiments", json: common.json)
    context.tellUnreadable(snapshot)
    return ExperimentListing(
      experiments: experiments,
      runs: try experiments.reduce(into: [:]) {
        $0[$1.opening] = try snapshot.runs(of: $1).runs.count
      }, page: page, unreadable: snapshot.unreadable)
  }
}

/// Experiments as a table.
private struct ExperimentListing: Report {
  let experiments: [Experiment]
  /// How many have ended, by experiment.
  let runs: [EventName: Int]
  let page: Page<ExperimentID>
  let unreadable: JSON.Member

  var ids: [String] { page.elements.map(\.text) }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "experiments",
        .array(
          experiments.map { experiment in
            .object(
              ExperimentDocument.members(of: experiment) + [
                JSON.Member("runs", .integer(runs[experiment.opening] ?? 0))
              ])
          })),
      JSON.Member("total", .integer(page.total)), JSON.Member("page", .integer(page.number)),
      JSON.Member("pages", .integer(page.count)), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    if experiments.isEmpty {
      return terminal.isOutput
        ? "No experiment was ever registered: `rtrack experiment new NAME` makes a draft." : ""
    }
    var table = Table(["EXPERIMENT", "STATE", "SEEN", "RUNS", "BY", "REGISTERED", "TITLE"])
    for experiment in experiments {
      let first = experiment.registered.event
      table.add([
        experiment.id.text, ExperimentDocument.state(experiment),
        experiment.inForce.record.seen.rawValue, String(runs[experiment.opening] ?? 0),
        first.agent.text, first.time.description, experiment.inForce.record.title,
      ])
    }
    return table.text(for: terminal)
  }
}
