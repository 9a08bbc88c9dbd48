import ArgumentParsing
import Documents
import Execution
import Ledger
import Platform
import Research

/// Prints what a run's command has printed.
struct RunLogs: Command {
  static let name = "logs"
  static let summary = "Print what a run's command printed, or prints"
  static let discussion = """
    Of a run that has ended it is the log that the ledger keeps; of one at work in this clone what \
    is kept so far. With --follow it goes on until the run has ended. The values of variables that \
    are called as secrets are replaced by their names.
    """
  static let examples = [Example("rtrack run logs 1-7c2mxa --follow")]

  @Argument(help: "The run, such as 1-7c2mxa", completion: .command(["run", "list", "-q"]))
  var run: RunReference

  @Flag(short: "f", help: "Go on until the run has ended")
  var follow: Bool

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if follow, common.json {
      throw ArgumentFault("--follow has no end that --json could wait for; leave one of them out")
    }
  }

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let snapshot = try ledger.snapshot()
    let found = try context.run(run, in: snapshot, ledger)
    if case .ended = found.state {
      guard let log = try snapshot.file("output.log", of: found.id, of: found.experiment) else {
        throw LedgerError(
          .invalid, "run \(found.id) has no log", hint: "`rtrack run` keeps one of what it runs")
      }
      return RunLog(run: found, bytes: log)
    }
    if [.elsewhere, .sent].contains(found.state), let absence = found.absence { throw absence }
    if !follow || found.state != .running {
      let bytes = OutputLog.text(in: found.place.folder, covering: context.environment)
      return RunLog(run: found, bytes: bytes)
    }
    var follower = LogFollower(in: found.place.folder, covering: context.environment)
    while found.place.isWatched {
      context.relay(try follower.next(), common.quiet)
      MonotonicClock.sleep(.milliseconds(100))
    }
    context.relay(try follower.finish(), common.quiet)
    let end = try found.again(in: context, ledger)
    context.note(terminalSafe("rtrack: run \(end.id) \(end.state.word)"))
    return Words(words: "")
  }
}

private struct RunLog: Report {
  let run: KnownRun
  let bytes: [UInt8]

  private var log: String { String(decoding: bytes, as: UTF8.self) }
  var isVerbatim: Bool { true }

  var json: [JSON.Member] {
    [
      JSON.Member("experiment", .string(run.experiment.text)),
      JSON.Member("run", .string(run.id.description)), JSON.Member("log", .string(log)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    terminal.isOutput ? terminalSafe(log) : log
  }
}
