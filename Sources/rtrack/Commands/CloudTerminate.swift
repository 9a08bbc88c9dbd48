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
    recorded by `rtrack cloud pull`, as aborted. A run of CI, which nobody here reaches, is given \
    up: it is recorded as lost at once, whatever CI makes of it; stop it there too.
    """
  static let examples = [Example("rtrack cloud terminate 3")]

  @Argument(
    name: "run", help: "The run, such as 3 or 3-7c2mxa",
    completion: .command(["cloud", "ls", "-q"]))
  var run: String

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let shelf = JobShelf(in: try context.ledger().privateFolder)
    let job = try shelf.job(run)
    if job.engine == .ci {
      let pulling = try CloudPulling(context, speaker: nil, cycle: nil)
      return CloudJobs(jobs: [try pulling.givenUp(job)])
    }
    return CloudJobs(jobs: [try CloudWatch(context, shelf).terminated(job)])
  }
}
