import ArgumentParsing
import Execution
import Ledger

/// Prints what a job has written so far.
struct CloudLogs: Command {
  static let name = "logs"
  static let summary = "Print what a job has written so far, from a byte on"
  static let discussion = """
    What the command wrote to its standard output, or with --errors to its standard error, or with \
    --setup what preparing its environment said. When its run is recorded, `output.log` of the \
    run has it.
    """
  static let examples = [
    Example("rtrack cloud logs 3"), Example("rtrack cloud logs 3 --errors --offset 4096"),
  ]

  @Argument(
    name: "run", help: "The run, such as 3 or 3-7c2mxa",
    completion: .command(["cloud", "ls", "-q"]))
  var run: String

  @Option(value: "N", help: "Begin behind so many bytes (0)")
  var offset: Int?

  @Option(value: "N", help: "Of the task of this seed, where there are several")
  var seed: Int?

  @Flag(help: "Standard error")
  var errors: Bool

  @Flag(help: "What preparing the environment said")
  var setup: Bool

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if errors && setup { throw ArgumentFault("--errors and --setup exclude each other") }
    if let offset, offset < 0 { throw ArgumentFault("--offset takes a number of bytes") }
  }

  func run(in context: Context) throws -> any Report {
    let job = try JobShelf(in: try context.ledger().privateFolder).job(run)
    if job.isCollected {
      throw LedgerError(
        .invalid, "the folder of run \(job.run) is removed",
        hint: "its log is in the ledger: output.log of the run")
    }
    let task = try job.task(seed)
    let log: JobLog = errors ? .errors : setup ? .setup : .output
    var at = offset ?? 0
    let following = CloudWaiting(context, task, isQuiet: common.json)
    while case let count = try following.relay(log, from: at), count > 0 { at += count }
    return CloudLogged(job: job, log: log, end: at)
  }
}

extension JobHandle {
  /// The task whose logs a call means.
  fileprivate func task(_ seed: Int?) throws -> JobHandle {
    if seeds.isEmpty, seed == nil { return self }
    let found = zip(seeds, tasks).first { $0.0 == seed }
    if let found { return found.1 }
    let names = seeds.map(String.init).joined(separator: ", ")
    throw LedgerError(
      .invalid, "run \(run) has \(seeds.isEmpty ? "no tasks of seeds" : "a task for each seed")",
      hint: seeds.isEmpty ? "leave --seed out" : "say which: --seed, of \(names)")
  }
}
