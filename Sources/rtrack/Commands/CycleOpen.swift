import ArgumentParsing
import Ledger
import Research

/// Opens a cycle.
struct CycleOpen: Command {
  static let name = "open"
  static let summary = "Open a cycle, and record who is on the roster and whose turn it is"
  static let examples = [
    Example("rtrack cycle open", "everybody's turn"),
    Example("rtrack cycle open --scheduled flux,sage", "the turn of these two"),
  ]

  @Option(value: "A,B", help: "Whose turn it is; all active agents when not said")
  var scheduled: String?

  @Option(value: "N", help: "The cycle's number; the next one when not said")
  var number: Int?

  @Option(
    value: "TIME",
    help: "When it really opened, such as 2026-11-21T05:33:12Z, where that was not now")
  var occurredAt: Timestamp?

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let number, !(1...999_999).contains(number) {
      throw ArgumentFault("--number takes a number from 1 to 999999")
    }
  }

  func run(in context: Context) throws -> any Report {
    try context.write(
      { try compose($0, context) },
      saying: { events in
        guard let event = events.first, case .cycleOpened(let start) = event.payload,
          case .cycle(let number, _) = event.thread
        else { return "" }
        let names = start.scheduled.map(\.text).joined(separator: ", ")
        return "Cycle \(number) is open; scheduled: \(names.isEmpty ? "nobody" : names)."
      },
      ids: { events in
        events.compactMap { if case .cycle(let number, _) = $0.thread { "\(number)" } else { nil } }
      })
  }

  private func compose(_ composer: Composer, _ context: Context) throws -> Composition {
    let snapshot = composer.snapshot
    let roster = try snapshot.roster()
    let moment = occurredAt ?? composer.now
    let members = roster.agents.filter { $0.kind != .system && $0.wasActive(at: moment) }
    let agents = members.filter { $0.kind == .agent }
    var turn = agents.map(\.name)
    if let scheduled {
      turn = try scheduled.split(separator: ",").map { spelling in
        let name = spelling.filter { $0 != " " }
        guard let agent = roster.agent(spelled: name) else {
          throw try Speaker.unknown(name, roster: roster)
        }
        guard members.contains(where: { $0.name == agent.name }) else {
          throw LedgerError(
            .unknownAgent, "\(agent.name) is not active, so it cannot be scheduled",
            hint: "bring it back with `rtrack agent add \(agent.name)`")
        }
        return agent.name
      }
    }
    let taken = try snapshot.cycleNumbers()
    let next = try snapshot.nextNumber(in: .cycle).value
    let number = number ?? next
    if taken.contains(number) {
      throw LedgerError(
        .invalid, "cycle \(number) was opened before",
        hint: "leave --number out for the next one, \(next)")
    }
    let author = try Speaker(context, snapshot).orSystem(speaker.speaker)
    var name = composer.name(.opened, by: author, in: nil)
    name = EventName(
      time: name.time, cycle: number, agent: author, kind: .opened, suffix: name.suffix)
    let start = CycleOpening(
      roster: agents.map(\.name), scheduled: unique(turn),
      exempt: agents.filter(\.isExempt).map(\.name))
    let event = Event(
      name: name, thread: .cycle(number, opening: name), cycleOpening: name,
      occurredAt: occurredAt, payload: .cycleOpened(start))
    return Composition(
      [event], speaker: author, act: "cycle \(number) opened",
      about: "scheduled \(turn.map(\.text).joined(separator: ", "))")
  }

  private func unique(_ names: [AgentName]) -> [AgentName] {
    var seen: Set<AgentName> = []
    return names.filter { seen.insert($0).inserted }.sorted()
  }
}
