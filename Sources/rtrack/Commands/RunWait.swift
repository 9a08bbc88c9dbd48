import ArgumentParsing
import Documents
import Execution
import Ledger
import Platform
import Research

/// Waits for the end of a run that is at work in this clone.
struct RunWait: Command {
  static let name = "wait"
  static let summary = "Wait for the end of a run, and answer as it did"
  static let discussion = """
    The exit status is the run's: 0 where it completed, 1 where it did not. It is 2 where nobody \
    can say yet: the run is still at work when --timeout has passed, its rtrack is gone, or it is \
    no run of this clone.
    """
  static let examples = [
    Example("rtrack run wait 1-7c2mxa"), Example("rtrack run wait 1-7c2mxa --timeout 10m --json"),
  ]

  @Argument(help: "The run, such as 1-7c2mxa", completion: .command(["run", "list", "-q"]))
  var run: RunReference

  @Option(value: "TIME", help: "Wait no longer than TIME, such as 90s, 30m or 2h")
  var timeout: TimeSpan?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let begun = MonotonicClock.nanoseconds()
    var found = try context.run(run, in: ledger.snapshot(), ledger)
    while found.state == .running {
      let waited = Double(MonotonicClock.nanoseconds() &- begun) / 1e9
      if let timeout, waited >= timeout.seconds {
        throw LedgerError(
          .busy, "run \(found.id) is still at work after \(RunClock.words(timeout.seconds))",
          hint: "see `rtrack run status \(found.id)`")
      }
      MonotonicClock.sleep(.milliseconds(50))
      found = try found.again(in: context, ledger)
    }
    if let absence = found.absence { throw absence }
    return EndedRun(run: found)
  }
}

extension KnownRun {
  /// The same run as it stands now.
  func again(in context: Context, _ ledger: Ledger) throws -> KnownRun {
    if place.isWatched { return self }
    guard let reference = try? RunReference(argument: "\(id)") else { return self }
    return try context.run(reference, in: ledger.snapshot(), ledger)
  }
}

/// How a run ended, with the exit status that is its own.
struct EndedRun: Report {
  let run: KnownRun

  var status: Int32 { run.end?.outcome == .completed ? 0 : 1 }
  var ids: [String] { [run.id.description] }

  var json: [JSON.Member] {
    [
      JSON.Member("experiment", .string(run.experiment.text)),
      JSON.Member("run", .string(run.id.description)),
      JSON.Member("outcome", .string(run.state.word)),
      JSON.Member("reason", .optional(run.end?.reason)),
      JSON.Member("started", .optional(run.started?.time.description)),
      JSON.Member("ended", .optional(run.ended?.time.description)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let reason = run.end?.reason.map { "\n  \($0)" } ?? ""
    return terminalSafe("\(run.experiment): run \(run.id) \(run.state.word)\(reason)")
  }
}
