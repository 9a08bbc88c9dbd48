import ArgumentParsing
import Execution
import Ledger
import Research

/// Asks a job to stop.
struct CloudTerminate: Command {
  static let name = "terminate"
  static let summary = "Ask a job to stop; what it measured until then is pulled as ever"
  static let discussion = """
    The command and all that it started get SIGTERM, and SIGKILL ten seconds later. Its run is \
    recorded by `rtrack cloud pull`, as aborted.
    """
  static let examples = [Example("rtrack cloud terminate 3")]

  @Argument(
    name: "run", help: "The run, such as 3 or 3-7c2mxa",
    completion: .command(["cloud", "ls", "-q"]))
  var run: String

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let shelf = JobShelf(in: try context.ledger().privateFolder)
    return CloudJobs(jobs: [try CloudWatch(context, shelf).terminated(try shelf.job(run))])
  }
}
