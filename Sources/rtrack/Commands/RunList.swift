import ArgumentParsing
import Documents
import Execution
import Ledger
import Research

/// Lists runs, also those that are at work.
struct RunList: Command {
  static let name = "list"
  static let summary = "List the runs of an experiment, or of all, also those at work"
  static let discussion = """
    A run that has no end is running where its rtrack watches it here, unwatched where that is \
    gone (`rtrack run --reap` records it), sent where it is a job of `rtrack cloud`, and elsewhere \
    where it is no run of this clone. In a pipe the columns are separated by tabs: experiment, \
    run, state, started, ended, agent, command.
    """
  static let examples = [Example("rtrack run list"), Example("rtrack run list 1 --json")]

  @Argument(
    name: "exp", help: "The experiment, such as exp-001-lr-warmup or 1",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: ExperimentReference?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.asked()
    let snapshot = try ledger.snapshot()
    let experiments =
      try experiment.map { [try context.experiment($0, in: snapshot).id] }
      ?? snapshot.experimentsWithResults()
    var rows: [RunRow] = []
    for id in experiments {
      rows += try KnownRun.all(of: id, in: snapshot, ledger).map { RunRow(run: $0) }
    }
    context.tellUnreadable(snapshot)
    return RunRows(rows: rows, unreadable: snapshot.unreadable)
  }
}

/// One run as the list shows it.
private struct RunRow {
  let run: KnownRun

  var json: JSON {
    .object([
      JSON.Member("experiment", .string(run.experiment.text)),
      JSON.Member("run", .string(run.id.description)),
      JSON.Member("state", .string(run.state.word)),
      JSON.Member("started", .optional(run.started?.time.description)),
      JSON.Member("ended", .optional(run.ended?.time.description)),
      JSON.Member("agent", .optional((run.started ?? run.ended)?.agent.text)),
      JSON.Member("host", .optional(run.start?.host)),
      JSON.Member("seed", .optional(run.start?.seed)),
      JSON.Member("commit", .optional(run.start?.commit)),
      JSON.Member("command", run.start.map { .strings($0.command) } ?? .null),
      JSON.Member("reason", .optional(run.end?.reason)),
    ])
  }

  var cells: [String] {
    [
      run.experiment.text, run.id.description, run.state.word, run.started?.time.description ?? "",
      run.ended?.time.description ?? "", (run.started ?? run.ended)?.agent.text ?? "",
      run.start?.command.joined(separator: " ") ?? "",
    ]
  }
}

private struct RunRows: Report {
  let rows: [RunRow]
  let unreadable: JSON.Member

  var ids: [String] { rows.map(\.run.id.description) }
  var json: [JSON.Member] { [JSON.Member("runs", .array(rows.map(\.json))), unreadable] }

  func text(for terminal: Terminal) -> String {
    var table = Table(["EXPERIMENT", "RUN", "STATE", "STARTED", "ENDED", "AGENT", "COMMAND"])
    for row in rows { table.add(row.cells) }
    if rows.isEmpty {
      return terminal.isOutput ? "No runs yet: `rtrack run EXP -- COMMAND`." : ""
    }
    return table.text(for: terminal)
  }
}
