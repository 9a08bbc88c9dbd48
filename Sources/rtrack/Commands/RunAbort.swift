import ArgumentParsing
import Documents
import Execution
import Ledger
import Platform
import Research

/// Stops a run that is at work, and records why.
struct RunAbort: Command {
  static let name = "abort"
  static let summary = "Stop a run that is at work here, and record by which criterion and why"
  static let discussion = """
    The command and all that it started are asked to stop (SIGTERM), and killed after the run's \
    grace. What was measured is kept, with `abort_triggered` and the reason; the run is recorded \
    as aborted by whoever watches it, and this call waits for that. Exit status 1 where the run \
    ended otherwise before it could be stopped.
    """
  static let examples = [
    Example("rtrack run abort 2-7c2mxa --criterion 1 --reason \"loss is NaN since step 40\""),
    Example("rtrack run abort 2-7c2mxa --reason \"wrong data set\" --as flux"),
  ]

  @Argument(help: "The run, such as 1-7c2mxa", completion: .command(["run", "list", "-q"]))
  var run: RunReference

  @Option(value: "N", help: "Which of the spec's abort criteria is met, counted from 1")
  var criterion: Int?

  @Option(value: "REASON", help: "What was seen, in a line")
  var reason: Line?

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if reason == nil { throw ArgumentFault("missing --reason: what was seen, in a line") }
  }

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let snapshot = try ledger.snapshot()
    var found = try context.run(run, in: snapshot, ledger)
    let agent = try Speaker(context, snapshot).required(speaker.speaker).name
    if let absence = found.absence { throw absence }
    guard found.state == .running, let start = found.start else {
      throw Refusal(
        rule: "ended", reason: "run \(found.id) has ended already: \(found.state.word)",
        hint: "see it with `rtrack result show \(found.experiment) \(found.id)`")
    }
    let criteria = try snapshot.spec(followedBy: start, of: found.experiment).spec.abortCriteria
    var named: AbortRequest.Criterion?
    if let criterion {
      guard criteria.indices.contains(criterion - 1) else {
        let list = criteria.enumerated().map { "\($0.offset + 1) \($0.element.prose)" }
        throw LedgerError(
          .invalid, "the spec of run \(found.id) has no abort criterion \(criterion)",
          hint: "it has: \(list.joined(separator: " · "))")
      }
      named = AbortRequest.Criterion(criterion, criteria[criterion - 1].prose)
    }
    let request = AbortRequest(by: agent, reason?.text ?? "", criterion: named)
    try found.place.ask(request)
    while found.state == .running {
      MonotonicClock.sleep(.milliseconds(20))
      found = try found.again(in: context, ledger)
    }
    if let absence = found.absence { throw absence }
    return AbortedRun(run: found, request: request)
  }
}

private struct AbortedRun: Report {
  let run: KnownRun
  let request: AbortRequest

  private var isDone: Bool { run.end?.outcome == .aborted && run.end?.reason == request.words }
  var status: Int32 { isDone ? 0 : 1 }
  var ids: [String] { [run.id.description] }
  var json: [JSON.Member] { EndedRun(run: run).json }

  func text(for terminal: Terminal) -> String {
    let text = EndedRun(run: run).text(for: terminal)
    return isDone ? text : text + "\n  it had ended, or was stopping, before it could be asked"
  }
}
