import ArgumentParsing
import Documents
import Experiments
import Ledger
import Research

/// Shows one run and its numbers.
struct ResultShow: Command {
  static let name = "show"
  static let summary = "Show the numbers of a run: the one that counts, or the one named"
  static let discussion = """
    Baseline and treatment side by side, the mean over the seeds, and what the check told when the \
    run was added. What it means is not said here.
    """
  static let examples = [
    Example("rtrack result show exp-001-lr-warmup"),
    Example("rtrack result show exp-001-lr-warmup 1-7c2mxa --json"),
  ]

  @OptionGroup var target: ExperimentTarget

  @Argument(name: "run", help: "One of its runs, such as 1 or 1-7c2mxa")
  var run: String?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let registered = try context.experiment(target.experiment, in: snapshot)
    let experiment = registered.id
    let history = try snapshot.runs(of: registered)
    guard let run = try run.map({ try snapshot.run($0, of: registered) }) ?? history.counting else {
      throw LedgerError(
        .unknownRun,
        "\(experiment) has no " + (history.runs.isEmpty ? "results yet" : "run that counts"),
        hint: history.runs.isEmpty
          ? "take some in with `rtrack result add \(experiment) DIR`"
          : "see its runs with `rtrack result list \(experiment)`")
    }
    let bytes = try snapshot.file("metrics.json", of: run.id, of: experiment)
    let file: MetricsFile?
    do throws(ResultFinding) {
      file = try bytes.map { (bytes) throws(ResultFinding) in try MetricsReader.read(bytes) }
    } catch {
      throw LedgerError(.invalid, "run \(run.id): \(error.text)", hint: error.remedy)
    }
    return RunPage(
      experiment: experiment, run: run, history: history, file: file,
      elsewhere: try snapshot.artefactsElsewhere(of: run.id, of: experiment))
  }
}

/// One run for people and programs.
private struct RunPage: Report {
  let experiment: ExperimentID
  let run: Run
  let history: RunHistory
  let file: MetricsFile?
  let elsewhere: [JSON]

  var ids: [String] { [run.id.description] }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "run", RunDocument.json(run, of: experiment, counts: history.counting?.id == run.id)),
      JSON.Member("metrics", file?.json ?? .null), JSON.Member("told", .string(run.ended.body)),
      JSON.Member("elsewhere", .array(elsewhere)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let mark = history.counting?.id == run.id ? ", which counts" : ""
    var text = "\(experiment) · run \(run.id)\(mark)\n"
    text += "\(run.end.outcome.rawValue) · \(run.ended.agent) · \(run.ended.time)\n"
    let remarks = RunDocument.remarks(run)
    if !remarks.isEmpty { text += remarks + "\n" }
    text = terminalSafe(text)
    guard let metrics = file?.metrics else { return text + "It left no metrics.\n" + lying }
    text += "\n" + table(metrics).withoutEmptyColumns(on: terminal).text(for: terminal)
    if let reason = metrics.abortReason { text += "\nstopped: \(terminalSafe(reason))\n" }
    if let notes = metrics.notes, !notes.isEmpty { text += "\nnotes: \(terminalSafe(notes))\n" }
    if !run.ended.body.isEmpty { text += "\n" + terminalSafe(run.ended.body) }
    return text + lying
  }

  /// What lies elsewhere, a line each; nothing where nothing does.
  private var lying: String {
    if elsewhere.isEmpty { return "" }
    let lines = elsewhere.map { file in
      let claim = file["claimed"]?.boolean == true ? ", which nobody here looked at" : ""
      return "  \(file["name"]?.string ?? ""): \(file["size"]?.integer ?? 0) bytes at "
        + "\(file["at"]?.string ?? "")\(claim)\n"
    }
    return terminalSafe("\nkept elsewhere:\n\(lines.joined())")
  }

  private func table(_ metrics: Metrics) -> Table {
    var table = Table(["METRIC", "BASELINE", "TREATMENT", "MEAN OF SEEDS", "SANITY CHECK"])
    var names: [String] = []
    for group in [metrics.baseline, metrics.treatment, metrics.sanityChecks] {
      names += group.entries.map(\.name)
    }
    for name in distinct(names + metrics.perSeed.flatMap { $0.metrics.entries.map(\.name) }) {
      let seeds = metrics.perSeed.compactMap { $0.metrics[name]?.number }
      let mean = seeds.isEmpty ? "" : Self.text(.number(seeds.reduce(0, +) / Double(seeds.count)))
      table.add([
        name, Self.text(metrics.baseline[name]), Self.text(metrics.treatment[name]), mean,
        Self.text(metrics.sanityChecks[name]),
      ])
    }
    return table
  }

  /// Six places behind the point are enough for people; `--json` has them all.
  private static func rounded(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
    let few = (number * 1e6).rounded() / 1e6
    return "\(abs(number) > 1e-3 && abs(number) < 1e9 ? few : number)"
  }

  private static func text(_ value: MetricValue?) -> String {
    switch value {
    case nil: ""
    case .number(let number): rounded(number)
    case .truth(let truth): truth ? "true" : "false"
    case .missing(let reason): "missing: \(reason)"
    case .other(let kind): "(\(kind))"
    }
  }
}
