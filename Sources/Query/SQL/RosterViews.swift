import Database
import Ledger
import Research

/// Agents and cycles.
extension LedgerView {
  static let agents = LedgerView(
    name: "agents", meaning: "somebody who is or was on the roster",
    columns: [
      Column("agent", "the name"), Column("kind", "agent, human or system"),
      Column("role", "what it is there for; NULL where nobody said"),
      Column("model", "the model behind it; NULL where nobody said"),
      Column("active", "1 while it is on the roster"),
      Column("joined", "when it came, the last time"),
      Column("left_at", "when it was retired; NULL while it is there"),
      Column("warnings", "how many it was given since it last joined"),
      Column("exempt", "1 where it may stay silent"),
      Column("reports_to", "to whom it answers; NULL where nobody said"),
    ],
    source: .ledger { snapshot, _ in
      try snapshot.roster().agents.map { agent -> [Value] in
        [
          .text(agent.name.text), .text(agent.kind.rawValue), .optional(agent.profile.role),
          .optional(agent.profile.model), .integer(agent.isActive ? 1 : 0),
          .optional(agent.terms.last?.joined.time.description),
          .optional(agent.terms.last?.left?.time.description), .integer(agent.warnings.count),
          .integer(agent.isExempt ? 1 : 0), .optional(agent.profile.reportsTo?.text),
        ]
      }
    })

  static let cycles = LedgerView(
    name: "cycles", meaning: "a cycle",
    columns: [
      Column("cycle", "its number"), Column("state", "open, closed or failed"),
      Column("opened", "when"), Column("opened_by", "by whom"),
      Column("closed", "when; NULL while it is open"), Column("closed_by", "by whom"),
      Column("scheduled", "how many agents it was the turn of"),
      Column("opening", "the name of the event that opened it"),
    ],
    source: .ledger { snapshot, goOn in
      try allCycles(snapshot, goOn).map { cycle -> [Value] in
        [
          .integer(cycle.number),
          .text(cycle.isOpen ? "open" : cycle.isFailed ? "failed" : "closed"),
          .text(cycle.opened.time.description), .text(cycle.opened.agent.text),
          .optional(cycle.closed?.time.description), .optional(cycle.closed?.agent.text),
          .integer(cycle.start.scheduled.count), .text(cycle.opening.description),
        ]
      }
    })

  static let answers = LedgerView(
    name: "answers",
    meaning: "who spoke in a closed cycle, as its close recorded it; `rtrack silent` says it anew",
    columns: [
      Column("cycle", "the cycle"), Column("agent", "the agent"),
      Column("answer", "such as spoke, result, silent, exempt: the words of `rtrack silent`"),
      Column("evidence", "an event's name or commit:<id>; NULL where there was none"),
      Column("counts", "0 where the cycle failed as a whole"),
    ],
    source: .ledger { snapshot, goOn in
      try allCycles(snapshot, goOn).flatMap { cycle -> [[Value]] in
        (cycle.closing?.answers ?? []).map { line in
          [
            .integer(cycle.number), .text(line.agent.text), .text(line.answer.rawValue),
            .optional(line.evidence), .integer(cycle.isFailed ? 0 : 1),
          ]
        }
      }
    })

  private static func allCycles(
    _ snapshot: Snapshot, _ goOn: () throws -> Void
  ) throws -> [Cycle] {
    try snapshot.cyclePlaces().flatMap { place in
      try goOn()
      return try snapshot.cycles(openedUnder: place)
    }
  }
}
