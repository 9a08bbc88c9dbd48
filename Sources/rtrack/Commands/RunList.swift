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
    gone (`rtrack run --reap` records it), and elsewhere where it is no run of this clone. In a \
    pipe the columns are separated by tabs: experiment, run, state, started, ended, agent, command.
    """
  static let examples = [Example("rtrack run list"), Example("rtrack run list 1 --json")]

  @Argument(
    name: "exp", help: "The experiment, such as exp-001-lr-warmup or 1",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: ExperimentReference?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let snapshot = try ledger.snapshot()
    let experiments =
      try experiment.map { [try context.experiment($0, in: snapshot).id] }
      ?? snapshot.experimentsWithResults()
    var rows: [RunRow] = []
    for id in experiments {
      let history = try snapshot.runs(of: id)
      rows += history.runs.map { RunRow($0, of: id) }
      rows += history.unfinished.map { run in
        let place = RunPlace(of: run.id, in: ledger.privateFolder)
        let state: RunRow.State =
          place.isWatched ? .running : place.readState() == nil ? .elsewhere : .unwatched
        return RunRow(run, state, of: id)
      }
    }
    context.tellUnreadable(snapshot)
    return RunRows(rows: rows, unreadable: snapshot.unreadable)
  }
}

/// One run as the list shows it.
private struct RunRow {
  /// Where a run stands that has no end.
  enum State: String { case running, unwatched, elsewhere }

  let experiment: ExperimentID
  let run: RunID
  let state: String
  let started: Event?
  let ended: Event?
  let start: RunStart?
  let reason: String?

  init(_ run: Run, of experiment: ExperimentID) {
    self.experiment = experiment
    self.run = run.id
    state = run.end.outcome.rawValue
    started = run.started
    ended = run.ended
    if case .runStarted(let start)? = run.started?.payload {
      self.start = start
    } else {
      start = nil
    }
    reason = run.end.reason
  }

  init(_ run: StartedRun, _ state: State, of experiment: ExperimentID) {
    self.experiment = experiment
    self.run = run.id
    self.state = state.rawValue
    started = run.event
    ended = nil
    start = run.start
    reason = nil
  }

  var json: JSON {
    .object([
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("run", .string(run.description)), JSON.Member("state", .string(state)),
      JSON.Member("started", .optional(started?.time.description)),
      JSON.Member("ended", .optional(ended?.time.description)),
      JSON.Member("agent", .optional((started ?? ended)?.agent.text)),
      JSON.Member("host", .optional(start?.host)), JSON.Member("seed", .optional(start?.seed)),
      JSON.Member("commit", .optional(start?.commit)),
      JSON.Member("command", start.map { .strings($0.command) } ?? .null),
      JSON.Member("reason", .optional(reason)),
    ])
  }

  var cells: [String] {
    [
      experiment.text, run.description, state, started?.time.description ?? "",
      ended?.time.description ?? "", (started ?? ended)?.agent.text ?? "",
      start?.command.joined(separator: " ") ?? "",
    ]
  }
}

private struct RunRows: Report {
  let rows: [RunRow]
  let unreadable: JSON.Member

  var ids: [String] { rows.map(\.run.description) }
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
