import ArgumentParsing
import Documents
import Ledger
import Platform
import Research

/// Says where the results of an experiment lie.
struct ResultPath: Command {
  static let name = "path"
  static let summary = "Say where the results of an experiment lie"
  static let discussion = """
    The folder holds metrics.json, config.json and analysis.md of the run that counts, and a \
    folder for every run. With RUN it is that run's own folder. It is read-only: results come in \
    with `rtrack result add`. A carried copy has no files of the run that counts beside the \
    runs, so there it is that run's folder. Where no work tree shows it, it is a path of git's, \
    for `git show`.
    """
  static let examples = [
    Example("rtrack result path exp-001-lr-warmup -q"),
    Example("jq .treatment $(rtrack result path exp-001-lr-warmup -q)/metrics.json"),
  ]

  @OptionGroup var target: ExperimentTarget

  @Argument(name: "run", help: "One of its runs, such as 1 or 1-7c2mxa")
  var run: String?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let snapshot = try ledger.snapshot()
    let registered = try context.experiment(target.experiment, in: snapshot)
    let experiment = registered.id
    let history = try snapshot.runs(of: registered)
    let id = try run.map { try snapshot.run($0, of: registered).id }
    // Of two experiments of one id the first one's results lie in the folder that they share.
    let isFirst = try snapshot.experiments(experiment).first?.opening == registered.opening
    guard !history.runs.isEmpty else {
      throw LedgerError(
        .unknownRun, "\(experiment) has no results yet",
        hint: "take some in with `rtrack result add \(experiment) DIR`")
    }
    let own = (id ?? history.counting?.id).map { Layout.folder(of: $0, of: experiment) }
    let shared = Layout.folder(ofResults: experiment)
    let place = { (path: String) in Place(experiment: experiment, run: id, path: path) }
    let inGit = "\(ledger.branchName):\(own ?? shared)"
    guard let view = View(of: ledger) else { return place(inGit) }
    let root = Path.parent(view.folder)
    func isThere(_ path: String) throws -> Bool {
      try FileSystem.status(Path.join(root, path)) != nil
    }
    if try !isThere(own ?? shared) { _ = context.refreshView(of: ledger) }
    // A carried copy renders nothing, and what is not yet carried is only in git.
    if id == nil, isFirst, try isThere("\(shared)/metrics.json") || own == nil {
      return place(Path.join(root, shared))
    }
    guard let own, try isThere(own) else { return place(inGit) }
    return place(Path.join(root, own))
  }
}

private struct Place: Report {
  let experiment: ExperimentID
  let run: RunID?
  let path: String

  var ids: [String] { [path] }

  var json: [JSON.Member] {
    [
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("run", .optional(run?.description)), JSON.Member("path", .string(path)),
    ]
  }

  func text(for terminal: Terminal) -> String { terminalSafe(path) }
}
