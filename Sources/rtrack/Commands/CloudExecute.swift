import ArgumentParsing
import Ledger

/// Does here, in a code host's CI, what `rtrack cloud run` put on record for it.
struct CloudExecute: Command {
  static let name = "execute"
  static let summary = "In CI: do a run that `rtrack cloud run` put on record for it"
  static let discussion = """
    The run's start in the ledger says the commit, the command, the variables and the hours; \
    nothing else does. What the job leaves lies in DIR: its files, its logs without the values \
    of secret variables, and the SHA-256 of each. Nothing is recorded or pushed: `rtrack cloud \
    pull RUN --from DIR` does that, where the run was started. The exit status is 0 when the \
    command completed. --template prints a workflow that calls this.
    """
  static let examples = [
    Example("rtrack cloud execute 3-7c2mxa rtrack-job"),
    Example("rtrack cloud execute --template github"),
  ]

  @Argument(name: "run", help: "The run, such as 3-7c2mxa")
  var run: RunReference?

  @Argument(name: "dir", help: "The folder that it makes", completion: .directories)
  var folder: String?

  @Option(value: "HOST", help: "Print a workflow for the host's CI instead: github or gitlab")
  var template: CITemplate?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if template == nil, run == nil || folder == nil {
      throw ArgumentFault(
        "missing RUN and DIR", hint: "rtrack cloud execute 3-7c2mxa rtrack-job")
    }
  }

  func run(in context: Context) throws -> any Report {
    if let template { return Words(words: template.experiment) }
    guard let run, let folder else { throw ArgumentFault("missing RUN and DIR") }
    return try CloudExecution(context, run, in: folder).perform()
  }
}
