import ArgumentParsing
import Documents
import Execution
import Ledger

/// Asks how jobs stand.
struct CloudStatus: Command {
  static let name = "status"
  static let summary = "Ask how a job stands, or all that may have changed"
  static let discussion = """
    The states are pending, provisioning, running, completed, failed, error (its environment could \
    not be prepared), terminated (by `rtrack cloud terminate` or its --max-hours) and lost. A \
    machine that does not answer says nothing of its job: the state is then what was last known, \
    with a question mark, and the exit status 2.
    """
  static let examples = [
    Example("rtrack cloud status"), Example("rtrack cloud status 3 --json"),
  ]

  @Argument(
    name: "run", help: "The run, such as 3 or 3-7c2mxa; else all that are not recorded",
    completion: .command(["cloud", "ls", "-q"]))
  var run: String?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let shelf = JobShelf(in: try context.ledger().privateFolder)
    let watch = CloudWatch(context, shelf)
    let seen =
      try run.map { [try watch.refreshed(try shelf.job($0))] }
      ?? watch.refreshed { !$0.isRecorded }
    for fault in Set(seen.compactMap(\.fault)).sorted() {
      context.note(terminalSafe("rtrack: \(fault)"))
    }
    return CloudJobs(
      jobs: seen, status: seen.contains { $0.fault != nil } ? 2 : 0,
      nothing: "Every job of this clone is on record.")
  }
}
