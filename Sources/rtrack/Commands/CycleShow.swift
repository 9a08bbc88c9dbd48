import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Shows one cycle.
struct CycleShow: Command {
  static let name = "show"
  static let summary = "Show a cycle: whose turn it was, and what its close recorded"
  static let discussion = """
    What the close recorded does not change; `rtrack silent --cycle N` says what is known today.
    """
  static let examples = [Example("rtrack cycle show"), Example("rtrack cycle show 42")]

  @Argument(
    help: "The cycle; the only open one, or the last, when not said",
    completion: .command(["cycle", "list", "-q"]))
  var number: CycleReference?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let usual = try number?.number ?? SilenceQuery.usualCycle(in: snapshot)
    let all = try snapshot.cycles(usual)
    context.tellUnreadable(snapshot)
    let named = try number.flatMap { number in
      // Without more than its number all of them are shown.
      try number.suffix == nil && !all.isEmpty ? nil : context.cycle(named: number, in: snapshot)
    }
    guard let cycle = named ?? all.first else {
      throw LedgerError(
        .unknownCycle, "there is no cycle \(usual)", hint: "see them with `rtrack cycle list`")
    }
    return CycleReport(
      cycle: cycle, others: all.filter { $0.opening != cycle.opening },
      unreadable: snapshot.unreadable)
  }
}

/// One cycle, whole.
private struct CycleReport: Report {
  let cycle: Cycle
  /// Those that other clones opened under the same number.
  let others: [Cycle]
  let unreadable: JSON.Member

  var ids: [String] { [String(cycle.number)] }

  var json: [JSON.Member] {
    CycleDocument.members(of: cycle) + [
      JSON.Member("also_opened", .strings(others.map(\.opening))),
      unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    var text = "Cycle \(cycle.number), \(CycleDocument.state(cycle))\n"
    let origin = cycle.place == cycle.number ? "" : ", as \(cycle.place)"
    text += "opened \(cycle.opened.time) by \(cycle.opened.agent)\(origin)\n"
    if let closed = cycle.closed { text += "closed \(closed.time) by \(closed.agent)\n" }
    text += line("scheduled", cycle.start.scheduled, otherwise: "nobody")
    let others = cycle.start.roster.filter { !cycle.start.scheduled.contains($0) }
    text += line("not scheduled", others, otherwise: nil)
    text += line("may stay silent", cycle.start.exempt, otherwise: nil)
    for other in self.others {
      text += "Another clone opened cycle \(other.number) too: "
      text += "`rtrack cycle show \(other.number)~\(other.opening.suffix)`\n"
    }
    let answers = cycle.closing?.answers ?? []
    if cycle.isOpen { return text + "\nWho has spoken so far: `rtrack silent`\n" }
    if answers.isEmpty { return text }
    var table = Table(["AGENT", "RECORDED", "EVIDENCE"])
    for line in answers { table.add([line.agent.text, line.answer.rawValue, line.evidence ?? ""]) }
    return text + "\n" + table.text(for: terminal)
  }

  private func line(_ what: String, _ names: [AgentName], otherwise nobody: String?) -> String {
    if names.isEmpty { return nobody.map { "\(what): \($0)\n" } ?? "" }
    return "\(what): \(names.map(\.text).joined(separator: ", "))\n"
  }
}
