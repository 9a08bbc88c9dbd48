import Ledger
import Research

/// What was said in the ledger, by cycle, told from the names of events alone.
struct EventActs {
  /// The acts of each cycle, by its number: of each agent the one that says most, for all.
  private(set) var acts: [Int: [Act]] = [:]
  /// Notices are read, since their names do not say whom they are about.
  private(set) var notices: [Int: [NoticeGiven]] = [:]

  /// Goes through every issue, agent and cycle of the ledger once.
  ///
  /// - Parameter wanted: the cycles that are asked for.
  init(_ snapshot: Snapshot, cycles wanted: [Cycle]) throws {
    let numbers = Set(wanted.map(\.number))
    let openings = Dictionary(grouping: wanted, by: \.number).mapValues { $0.map(\.opening) }
    var folders: [Layout.EventFolder] = [.policy]
    folders += try snapshot.issueNumbers().map { .issue($0) }
    folders += try snapshot.roster().agents.map { .agent($0.name) }
    folders += wanted.map { .cycle($0.number) }
    var best: [Int: [AgentName: Act]] = [:]
    let ambiguous = Set(try numbers.filter { try snapshot.cycles($0).count > 1 })
    for folder in folders {
      for file in try snapshot.files(in: folder) where numbers.contains(file.name.cycle) {
        let name = file.name
        if name.kind == .notice {
          guard let event = try snapshot.event(in: file), case .notice(let notice) = event.payload
          else { continue }
          notices[name.cycle, default: []].append(NoticeGiven(notice: notice, event: name))
          continue
        }
        var time = name.time
        // Two cycles under one number: only the text says which is meant.
        if ambiguous.contains(name.cycle) {
          guard let event = try snapshot.event(in: file), let opening = event.cycleOpening,
            openings[name.cycle]?.contains(opening) == true
          else { continue }
          time = event.time
        }
        let act = Act(
          agent: name.agent.text, weight: name.kind == .result ? .result : .spoke, time: time,
          evidence: String(file.file.dropLast(3)))
        if best[name.cycle]?[name.agent]?.take(act) == nil {
          best[name.cycle, default: [:]][name.agent] = act
        }
      }
    }
    acts = best.mapValues { Array($0.values) }
  }
}

extension Act {
  /// Counts another act of the same agent, and becomes it where it says more.
  fileprivate mutating func take(_ other: Act) {
    let total = count + other.count
    if other.says(moreThan: self) { self = other }
    count = total
  }
}
