import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Closes a cycle, and records who was silent in it.
struct CycleClose: Command {
  static let name = "close"
  static let summary = "Close the cycle, and record each agent's answer with what proves it"
  static let examples = [
    Example("rtrack cycle close"),
    Example("rtrack cycle close --failed", "it broke as a whole, and counts for nobody"),
  ]

  @Argument(help: "The cycle; the only open one when not said")
  var number: CycleReference?

  @Flag(help: "The cycle failed as a whole, and counts for nobody")
  var failed: Bool

  @Option(
    value: "TIME",
    help: "When it really closed, such as 2026-11-21T05:33:12Z, where that was not now")
  var occurredAt: Timestamp?

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    return try context.write(
      { try compose($0, ledger, context) },
      saying: { events in
        guard let event = events.first, case .cycleClosed(let closing) = event.payload,
          case .cycle(let number, _) = event.thread
        else { return "" }
        let silent = closing.answers.filter { $0.answer == .silent }.map(\.agent.text)
        let unknown = closing.answers.filter { $0.answer == .notKnown }.map(\.agent.text)
        if closing.failed { return "Cycle \(number) is closed as failed; it counts for nobody." }
        var text = "Cycle \(number) is closed"
        text +=
          silent.isEmpty ? "; nobody was silent" : "; silent: " + silent.joined(separator: ", ")
        if !unknown.isEmpty { text += "; not known: " + unknown.joined(separator: ", ") }
        return text + "."
      })
  }

  private func compose(
    _ composer: Composer, _ ledger: Ledger, _ context: Context
  ) throws -> Composition {
    let snapshot = composer.snapshot
    let cycle = try wanted(snapshot, context)
    let author = try Speaker(context, snapshot).orSystem(speaker.speaker)
    if let occurredAt, occurredAt < cycle.opened.time {
      throw LedgerError(
        .invalid, "cycle \(cycle.number) opened at \(cycle.opened.time), after \(occurredAt)",
        hint: "give a time after its opening")
    }
    let answers = try SilenceQuery(
      of: ledger, snapshot: snapshot, now: occurredAt ?? composer.now
    ).closing(cycle)
    let closing = CycleClosing(
      failed: failed,
      answers: answers.lines.map {
        RecordedAnswer(agent: $0.agent, answer: $0.answer, evidence: $0.evidence)
      })
    let event = try composer.event(
      .cycleClosed(closing), .closed, by: author, in: cycle,
      thread: .cycle(cycle.place, opening: cycle.opening), folder: .cycle(cycle.place),
      occurredAt: occurredAt)
    return Composition(
      [event], speaker: author, act: "cycle \(cycle.number) " + (failed ? "failed" : "closed"))
  }

  private func wanted(_ snapshot: Snapshot, _ context: Context) throws -> Cycle {
    guard let number else {
      let hint = "name one: `rtrack cycle close N`"
      if let cycle = try context.onlyOpenCycle(in: snapshot, hint: hint) { return cycle }
      throw LedgerError(.unknownCycle, "no cycle is open", hint: "open one: `rtrack cycle open`")
    }
    let cycle = try context.cycle(named: number, in: snapshot)
    guard cycle.isOpen else {
      throw LedgerError(
        .invalid, "cycle \(number.argumentText) is closed already",
        hint: "open the next: `rtrack cycle open`")
    }
    return cycle
  }
}
