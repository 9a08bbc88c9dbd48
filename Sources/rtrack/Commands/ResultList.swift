import ArgumentParsing
import Documents
import Ledger
import Research

/// Lists runs.
struct ResultList: Command {
  static let name = "list"
  static let summary = "List the runs of an experiment, or of all"
  static let discussion = """
    Every run is kept and listed, also those that failed or that another stands in for; the mark * \
    is on the one that counts. In a pipe the columns are separated by tabs: experiment, run, mark, \
    outcome, ended, agent, and what else there is to say.
    """
  static let examples = [
    Example("rtrack result list"), Example("rtrack result list exp-001-lr-warmup --json"),
  ]

  @Argument(
    name: "exp", help: "The experiment, such as exp-001-lr-warmup or 1",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: ExperimentReference?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let named = try experiment.map { try context.experiment($0, in: snapshot) }
    let ids = try named.map { [$0.id] } ?? snapshot.experimentsWithResults()
    let histories = try ids.map { id in
      // All under the id, whichever experiment of that id they belong to.
      let runs = try named.map { try snapshot.runs(of: $0) } ?? snapshot.runs(of: id)
      return RunListing.Row(id: id, runs: runs.runs, counting: try snapshot.countingRuns(of: id))
    }
    context.tellUnreadable(snapshot)
    return RunListing(histories: histories, unreadable: snapshot.unreadable)
  }
}

/// Runs as a table.
private struct RunListing: Report {
  /// The runs under one id, and those of them that count.
  struct Row {
    let id: ExperimentID
    let runs: [Run]
    let counting: Set<RunID>
  }

  let histories: [Row]
  let unreadable: JSON.Member

  var ids: [String] { histories.filter { !$0.runs.isEmpty }.map(\.id.text) }

  var json: [JSON.Member] {
    let runs = histories.flatMap { row in
      row.runs.map { RunDocument.json($0, of: row.id, counts: row.counting.contains($0.id)) }
    }
    return [JSON.Member("runs", .array(runs)), unreadable]
  }

  func text(for terminal: Terminal) -> String {
    var table = Table(["EXPERIMENT", "RUN", "", "OUTCOME", "ENDED", "AGENT", ""])
    for row in histories {
      for run in row.runs {
        table.add([
          row.id.text, run.id.description, row.counting.contains(run.id) ? "*" : "",
          run.end.outcome.rawValue, run.ended.time.description, run.ended.agent.text,
          RunDocument.remarks(run),
        ])
      }
    }
    if table.rows.isEmpty {
      return terminal.isOutput ? "No results yet: `rtrack result add EXP DIR`." : ""
    }
    return table.text(for: terminal)
  }
}

/// What is said of a run, in listings and alone.
enum RunDocument {
  static func remarks(_ run: Run) -> String {
    var parts: [String] = []
    if run.end.isDeviated { parts.append("deviated") }
    if let old = run.end.supersedes { parts.append("supersedes \(old)") }
    if let other = run.supersededBy { parts.append("superseded by \(other)") }
    if let reason = run.end.reason { parts.append(reason) }
    return parts.joined(separator: "; ")
  }

  static func json(_ run: Run, of experiment: ExperimentID, counts: Bool) -> JSON {
    .object([
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("run", .string(run.id.description)),
      JSON.Member("counts", .boolean(counts)),
      JSON.Member("outcome", .string(run.end.outcome.rawValue)),
      JSON.Member("ended", .string(run.ended.time.description)),
      JSON.Member("agent", .string(run.ended.agent.text)),
      JSON.Member("event", .string(run.ended.name.description)),
      JSON.Member("deviated", .boolean(run.end.isDeviated)),
      JSON.Member("spec", .optional(run.end.spec)),
      JSON.Member("manifest", .optional(run.end.manifest)),
      JSON.Member("supersedes", .optional(run.end.supersedes?.description)),
      JSON.Member("superseded_by", .optional(run.supersededBy?.description)),
      JSON.Member("reason", .optional(run.end.reason)),
      JSON.Member("path", .string(Layout.folder(of: run.id, of: experiment))),
    ])
  }
}
