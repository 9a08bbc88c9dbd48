import ArgumentParsing
import Documents
import Execution
import Experiments
import Ledger
import Platform
import Research

/// Shows how runs stand.
struct RunStatus: Command {
  static let name = "status"
  static let summary = "Show how a run stands: what it does, for how long, and what it has measured"
  static let discussion = """
    Without RUN it shows every run that has no end: running where its rtrack watches it here, \
    unwatched where that is gone (`rtrack run --reap` records it), sent where `rtrack cloud` has \
    it, elsewhere where it is no run of this clone.
    """
  static let examples = [
    Example("rtrack run status"), Example("rtrack run status 1-7c2mxa --json"),
  ]

  @Argument(help: "The run, such as 1-7c2mxa", completion: .command(["run", "list", "-q"]))
  var run: RunReference?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.asked()
    let snapshot = try ledger.snapshot()
    if let run {
      let found = try context.run(run, in: snapshot, ledger)
      return RunStandings(
        rows: [try RunStandingRow(found, in: snapshot, now: context.now())],
        unreadable: snapshot.unreadable)
    }
    var rows: [RunStandingRow] = []
    for experiment in try snapshot.experimentsWithResults() {
      for run in try KnownRun.all(of: experiment, in: snapshot, ledger) where run.end == nil {
        rows.append(try RunStandingRow(run, in: snapshot, now: context.now()))
      }
    }
    context.tellUnreadable(snapshot)
    return RunStandings(rows: rows, unreadable: snapshot.unreadable)
  }
}

/// One run as it stands.
private struct RunStandingRow {
  let run: KnownRun
  /// Seconds since its start, or from its start to its end.
  let seconds: Int64?
  /// What its command has measured so far; empty where it has ended.
  let metrics: MetricGroup
  /// Which of several commands is at work, and how many have ended.
  let step: String?
  let finished: String?
  /// What its rtrack has said.
  let said: [String]
  let process: ProcessIdentity?

  init(_ run: KnownRun, in snapshot: Snapshot, now: Timestamp) throws {
    self.run = run
    seconds = run.started.map { max(0, (run.ended?.time ?? now).seconds - $0.time.seconds) }
    guard run.end == nil, let start = run.start, let state = run.place.readState() else {
      metrics = MetricGroup([])
      said = []
      step = nil
      finished = nil
      process = nil
      return
    }
    let spec = try snapshot.spec(followedBy: start, of: run.experiment).spec
    let plan = RunPlan(start, spec)
    let step = plan.steps.first { $0.name == state.step ?? "" } ?? plan.steps[0]
    let all = run.place.metricsSoFar(of: step).metrics(for: spec).metrics
    metrics = step.part == .baseline ? all.baseline : all.treatment
    self.step = state.step
    finished = "\(state.steps.count) of \(plan.steps.count)"
    said = run.place.watcherSaid
    process = state.process
  }

  var json: JSON {
    .object([
      JSON.Member("experiment", .string(run.experiment.text)),
      JSON.Member("run", .string(run.id.description)),
      JSON.Member("state", .string(run.state.word)),
      JSON.Member("started", .optional(run.started?.time.description)),
      JSON.Member("ended", .optional(run.ended?.time.description)),
      JSON.Member("seconds", seconds.map { .integer(Int($0)) } ?? .null),
      JSON.Member("agent", .optional((run.started ?? run.ended)?.agent.text)),
      JSON.Member("host", .optional(run.start?.host)),
      JSON.Member("pid", process.map { .integer(Int($0.id)) } ?? .null),
      JSON.Member("seed", .optional(run.start?.seed)),
      JSON.Member("step", .optional(step)), JSON.Member("steps_ended", .optional(finished)),
      JSON.Member("command", run.start.map { .strings($0.command) } ?? .null),
      JSON.Member("reason", .optional(run.end?.reason)),
      JSON.Member("metrics", MetricsWriter.json(of: metrics)),
      JSON.Member("said", .strings(said)),
    ])
  }

  var text: String {
    var text = "\(run.experiment) · run \(run.id)\n"
    let time = seconds.map { " · \(RunClock.words(Double($0)))" } ?? ""
    let who = [(run.started ?? run.ended)?.agent.text, run.start?.host].compactMap { $0 }
    text += "\(run.state.word)\(time) · \(who.joined(separator: " on "))\n"
    if let command = run.start?.command { text += "  \(command.joined(separator: " "))\n" }
    if let step, let finished { text += "  at step \(step), \(finished) have ended\n" }
    if let reason = run.end?.reason { text += "  \(reason)\n" }
    for member in MetricsWriter.json(of: metrics).object ?? [] {
      text += "  \(member.key) \(member.value.serialized(pretty: false))\n"
    }
    for line in said { text += "  \(line)\n" }
    return text
  }
}

private struct RunStandings: Report {
  let rows: [RunStandingRow]
  let unreadable: JSON.Member

  var ids: [String] { rows.map(\.run.id.description) }
  var json: [JSON.Member] { [JSON.Member("runs", .array(rows.map(\.json))), unreadable] }

  func text(for terminal: Terminal) -> String {
    if rows.isEmpty { return "No run is at work." }
    return terminalSafe(rows.map(\.text).joined(separator: "\n"))
  }
}
