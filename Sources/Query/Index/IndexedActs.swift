import Ledger
import Research

/// Who did what how often in which cycle, counted while names are read.
struct IndexedActs {
  /// What stands for all that says the same.
  struct Key: Hashable {
    let cycle: Int
    let agent: AgentName
    let kind: EventKind
    /// The cycle in whose own folder it lies, since it belongs to the query of that one alone; 0
    /// anywhere else.
    let within: Int
  }

  /// The names of the first and the last, and how many there are.
  struct Act {
    var first: EventName
    var last: EventName
    var count: Int
  }

  private(set) var known: [Key: Act] = [:]
  /// How many events there were, notices among them.
  private(set) var events = 0

  /// Counts an event by its name. A notice is nobody's act.
  mutating func count(_ name: EventName, in folder: Layout.EventFolder) {
    events += 1
    if name.kind == .notice { return }
    let within = if case .cycle(let number) = folder { number } else { 0 }
    let key = Key(cycle: name.cycle, agent: name.agent, kind: name.kind, within: within)
    guard var act = known[key] else {
      known[key] = Act(first: name, last: name, count: 1)
      return
    }
    act.first = min(act.first, name)
    act.last = max(act.last, name)
    act.count += 1
    known[key] = act
  }
}
