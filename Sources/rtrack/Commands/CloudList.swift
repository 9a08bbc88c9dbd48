import ArgumentParsing
import Execution
import Ledger

/// Lists the jobs that were sent out.
struct CloudList: Command {
  static let name = "ls"
  static let summary = "List the jobs that this clone sent out, as they were last known"
  static let examples = [Example("rtrack cloud ls"), Example("rtrack cloud ls --json")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let (jobs, unreadable) = JobShelf(in: try context.ledger().privateFolder).all()
    for path in unreadable { context.note("rtrack: \(path) cannot be read") }
    return CloudJobs(jobs: jobs.map { CloudWatch.Seen(job: $0) })
  }
}
