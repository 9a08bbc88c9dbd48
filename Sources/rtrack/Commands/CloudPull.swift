import ArgumentParsing
import Execution
import Ledger
import Research

/// Brings a job's results here and records them.
struct CloudPull: Command {
  static let name = "pull"
  static let summary = "Bring what a job left, and record it as its run"
  static let discussion = """
    Every file is held against the SHA-256 that the job wrote down at its end; only then the run \
    is recorded, in one commit, as `rtrack run` records its own. A machine that is away for some \
    minutes is waited for. A run that is recorded is not recorded again. The exit status is 0 for \
    a run that completed, 1 for one that did not or is not over.
    """
  static let examples = [
    Example("rtrack cloud pull 3"),
    Example("rtrack cloud pull 3 --from ~/Downloads/rtrack-job"),
    Example("rtrack cloud pull 3-7c2mxa --output-dir results/exp-001-lr-warmup/"),
  ]

  @Argument(
    name: "run", help: "The run, such as 3 or 3-7c2mxa",
    completion: .command(["cloud", "ls", "-q"]))
  var run: String

  @Option(
    value: "DIR", help: "Put the results there too (else where `cloud run` said)",
    completion: .directories)
  var outputDir: String?

  @Option(
    value: "DIR", help: "Take what the job left from this folder, such as CI's artefact",
    completion: .directories)
  var from: String?

  @OptionGroup var speaker: SpeakerOptions

  @Option(
    value: "N", help: "The cycle this belongs to (else RTRACK_CYCLE, else the only open one)")
  var cycle: CycleReference?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let pulling = try CloudPulling(context, speaker: speaker.speaker, cycle: cycle)
    return try pulling.report(on: try pulling.shelf.job(run), outputFolder: outputDir, from: from)
  }
}
