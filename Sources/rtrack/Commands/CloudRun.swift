import ArgumentParsing
import Execution
import Ledger
import Platform
import Research

/// Runs an experiment's command on another machine.
struct CloudRun: Command {
  static let name = "run"
  static let summary = "Run a command for an experiment on the machine that is set up"
  static let discussion = """
    The machine is what `git config rtrack.cloud.engine` says: local (a process of this machine \
    that survives its terminal; so where nothing is set up), ssh with rtrack.cloud.host, or slurm, \
    whose sbatch is called here or on that host, or ci (see `rtrack cloud execute`). The \
    start is on record before anything goes out: a snapshot of the commit, the folders of \
    --data-dirs, and the command, which sh -c gets there as it is. A requirements.txt is installed \
    into a virtual environment there. With --container or --image, and where rtrack.cloud.image is \
    set, the command runs in a container there, by docker or podman. After --max-hours the job \
    ends by itself, whatever becomes \
    of this machine. Without --detach the call waits for the end and pulls it.

    A second run of an experiment while one is alive is refused. With --fallback local the command \
    is run here where the machine does not answer.
    """
  static let examples = [
    Example(
      "rtrack cloud run \"python train.py --full\" --spec experiments/exp-001-lr-warmup.md "
        + "--data-dirs data/ --output-dir results/exp-001-lr-warmup/ --detach"),
    Example("rtrack cloud run ./experiment.sh --spec 1 --max-hours 2 --env DEPTH=3"),
  ]

  @Argument(help: "What sh -c is to run, in quotes")
  var command: String

  @Option(value: "FILE", help: "The spec's file, or the experiment, such as 1", completion: .files)
  var spec: String

  @Option(value: "DIRS", help: "Folders to send along with the code, parted by commas")
  var dataDirs: String?

  @Option(
    value: "DIR", help: "Put the results there too, once they are pulled",
    completion: .directories)
  var outputDir: String?

  @Flag(help: "Come back as soon as the job was started")
  var detach: Bool

  @Option(value: "HOURS", help: "End the job after so many hours (12)")
  var maxHours: Double?

  @Option(value: "NAME=VALUE", help: "A variable for the command; secrets are not recorded")
  var env: [String]

  @Option(value: "local", help: "Run it here where the machine does not answer")
  var fallback: Fallback?

  @OptionGroup var box: ContainerOptions

  @Option(value: "NAME", help: "The partition of Slurm that it goes to")
  var partition: BatchWord?

  @Option(value: "LIST", help: "What of Slurm's resources it takes, such as gpu:1")
  var gres: BatchWord?

  @Option(value: "N", help: "The seed that the command gets as RTRACK_SEED")
  var seed: Int?

  @Option(
    value: "LIST",
    help: "Run the command once for each of these seeds, as one Slurm array and one run")
  var seeds: SeedList?

  @Option(
    value: "N", help: "The issue that is told when the time was over",
    completion: .command(["list", "-q"]))
  var issue: IssueReference?

  @Option(value: "REASON", help: "Run although the spec's budget is used up, and record why")
  var overBudget: Line?

  @OptionGroup var speaker: SpeakerOptions

  @Option(
    value: "N", help: "The cycle this belongs to (else RTRACK_CYCLE, else the only open one)")
  var cycle: CycleReference?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if seed != nil, seeds != nil { throw ArgumentFault("--seed and --seeds exclude each other") }
    if command.isEmpty { throw ArgumentFault("missing COMMAND: what to run, in quotes") }
    if let maxHours, !(maxHours >= 1.0 / 3600 && maxHours <= 366 * 24) {
      throw ArgumentFault("--max-hours takes a number of hours above 0, up to 366 days")
    }
  }

  func run(in context: Context) throws -> any Report {
    let hours = maxHours ?? 12
    let order = CloudOrder(
      command: command, spec: spec,
      data: (dataDirs ?? "").split(separator: ",").map(String.init), outputFolder: outputDir,
      hours: hours, variables: env,
      batch: [partition.map { "--partition=\($0.text)" }, gres.map { "--gres=\($0.text)" }]
        .compactMap { $0 },
      fallsBack: fallback != nil, container: box)
    let run = RunOrder(
      command: ["sh", "-c", command], seed: seed, seeds: seeds?.seeds ?? [], limit: hours * 3600,
      grace: 10, pivot: nil,
      issue: issue, isConcurrent: false, overBudget: overBudget?.text, variables: [],
      speaker: speaker.speaker, cycle: cycle, isQuiet: common.json || common.quiet)
    let job = try CloudSending(context, order, run).send()
    if detach || job.engine == .ci { return CloudSent(job: job) }
    return try CloudWaiting(context, job, isQuiet: common.json || common.quiet)
      .run(speaker: speaker.speaker, cycle: cycle)
  }
}

/// Where a job goes when its machine does not answer.
enum Fallback: String, CaseIterable, ExpressibleByArgument { case local }

/// A word for Slurm: letters, digits and `_ - . : , =`.
struct BatchWord: ExpressibleByArgument, Hashable {
  let text: String

  init(argument: String) throws(ArgumentFault) {
    let isPlain = argument.utf8.allSatisfy { byte in
      (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 58)
        || [44, 45, 46, 61, 95].contains(byte)
    }
    guard isPlain, !argument.isEmpty else {
      throw ArgumentFault("expected a word such as long or gpu:1")
    }
    text = argument
  }

  var argumentText: String { text }
}
