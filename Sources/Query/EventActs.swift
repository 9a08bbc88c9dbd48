import Database
import Ledger
import Research

/// What was said in the ledger, by cycle, told from the names of events alone; where several cycles
/// had one number, from the texts of the events that name it.
struct EventActs {
  /// The acts of each cycle, by its opening: of each agent the one that says most, for all.
  private(set) var acts: [EventName: [Act]] = [:]
  /// Notices are read, since their names do not say whom they are about.
  private(set) var notices: [EventName: [NoticeGiven]] = [:]

  /// Events that say the same of who did what in which cycle: the first stands for all.
  private struct Group {
    var first: ArraySlice<UInt8>
    var count: Int
  }

  /// Goes through every issue, agent, cycle and experiment of the ledger once.
  ///
  /// - Parameter wanted: the cycles that are asked for.
  init(_ snapshot: Snapshot, cycles wanted: [Cycle]) throws {
    let cycles = try WantedCycles(wanted, in: snapshot)
    var folders: [Layout.EventFolder] = [.policy, .program, .numbers]
    folders += try snapshot.issueNumbers().map { .issue($0) }
    folders += try snapshot.roster().agents.map { .agent($0.name) }
    folders += Set(wanted.map(\.place)).sorted().map { .cycle($0) }
    folders += try snapshot.experimentsWithResults().map { .results($0) }
    folders += try snapshot.experimentIDs().map { .experiment($0) }
    // The middle of a name, `c42-flux-comment`, is what counts; the rest is told apart only once.
    var groups: [ArraySlice<UInt8>: Group] = [:]
    var withNotices: [Layout.EventFolder] = []
    let notice = Array("-notice".utf8)
    for folder in folders {
      try snapshot.forEachEventName(in: folder) { name in
        let middle = name.dropFirst(17).dropLast(7)
        if middle.suffix(notice.count).elementsEqual(notice) {
          if withNotices.last != folder { withNotices.append(folder) }
          return
        }
        guard var group = groups[middle] else {
          groups[middle] = Group(first: name, count: 1)
          return
        }
        group.count += 1
        if name.lexicographicallyPrecedes(group.first) { group.first = name }
        groups[middle] = group
      }
    }
    for group in groups.values {
      guard let name = EventName(bytes: group.first), let opening = cycles.plain[name.cycle]
      else { continue }
      add(name, count: group.count, of: opening)
    }
    for folder in withNotices {
      for file in try snapshot.files(in: folder, where: { $0 == "notice" }) {
        if let opening = cycles.plain[file.name.cycle] {
          try addNotice(file, of: opening, snapshot)
        }
      }
    }
    if cycles.shared.isEmpty { return }
    for folder in folders {
      for file in try snapshot.files(in: folder)
      where cycles.sharedNumbers.contains(file.name.cycle) {
        try addText(file, cycles.shared, snapshot)
      }
    }
  }

  /// The same from the index, which has gone through them already.
  init(_ reading: Reading, cycles wanted: [Cycle]) throws {
    let snapshot = reading.snapshot
    let cycles = try WantedCycles(wanted, in: snapshot)
    let database = reading.index.database
    let folders = Set(wanted.map(\.place)).map(String.init).joined(separator: ", ")
    for (number, opening) in cycles.plain {
      let rows = try database.rows(
        """
        SELECT min(first), sum(count) FROM act
        WHERE cycle = ? AND within IN (0, \(folders))
        GROUP BY agent, kind
        """, [.integer(number)])
      for row in rows {
        guard case .text(let first) = row[0], case .integer(let count) = row[1],
          let name = EventName(first)
        else { throw DatabaseError(strange: row) }
        add(name, count: count, of: opening)
      }
      for row in try database.rows(
        "SELECT name, folder FROM notice WHERE cycle = ? ORDER BY folder, name", [.integer(number)])
      {
        if let file = try Self.file(row, snapshot) { try addNotice(file, of: opening, snapshot) }
      }
    }
    if cycles.shared.isEmpty { return }
    let numbers = cycles.sharedNumbers.map(String.init).joined(separator: ", ")
    for table in ["event", "notice"] {
      for row in try database.rows(
        "SELECT name, folder FROM \(table) WHERE cycle IN (\(numbers)) ORDER BY name, folder")
      {
        guard let file = try Self.file(row, snapshot) else { continue }
        if table == "event", file.name.kind == .notice { continue }
        if case .cycle(let place) = file.folder, !wanted.contains(where: { $0.place == place }) {
          continue
        }
        try addText(file, cycles.shared, snapshot)
      }
    }
  }

  private static func file(_ row: [Value], _ snapshot: Snapshot) throws -> Snapshot.File? {
    guard case .text(let text) = row[0], case .text(let folder) = row[1],
      case .event(let place, let name)? = Layout.place(of: "\(folder)/\(text).md")
    else { throw DatabaseError(strange: row) }
    return try snapshot.file(name, in: place)
  }

  private mutating func add(_ name: EventName, count: Int, of opening: EventName) {
    acts[opening, default: []].append(
      Act(
        agent: name.agent.text, weight: Self.weight(name), time: name.time,
        evidence: name.description, count: count))
  }

  private mutating func addNotice(
    _ file: Snapshot.File, of opening: EventName, _ snapshot: Snapshot
  ) throws {
    guard let event = try snapshot.event(in: file), case .notice(let notice) = event.payload
    else { return }
    notices[opening, default: []].append(NoticeGiven(notice: notice, event: file.name))
  }

  /// Several cycles under one number: only the text of an event says which is meant.
  private mutating func addText(
    _ file: Snapshot.File, _ shared: Set<EventName>, _ snapshot: Snapshot
  ) throws {
    guard let event = try snapshot.event(in: file), let opening = event.cycleOpening,
      shared.contains(opening)
    else { return }
    if case .notice(let notice) = event.payload {
      notices[opening, default: []].append(NoticeGiven(notice: notice, event: file.name))
      return
    }
    acts[opening, default: []].append(
      Act(
        agent: event.agent.text, weight: Self.weight(file.name), time: event.time,
        evidence: event.name.description))
  }

  private static func weight(_ name: EventName) -> Act.Weight {
    name.kind == .result || name.kind == .ended ? .result : .spoke
  }
}

/// The cycles that are asked for: those whose number says in an event's name which is meant, and
/// those that share theirs with another.
private struct WantedCycles {
  /// By number.
  var plain: [Int: EventName] = [:]
  var shared: Set<EventName> = []
  /// All numbers that the names of events in these may hold.
  var sharedNumbers: Set<Int> = []

  init(_ wanted: [Cycle], in snapshot: Snapshot) throws {
    let claims = try snapshot.settled().claims
    for cycle in wanted {
      let given = claims.filter { $0.settlement.opening == cycle.opening }
        .map(\.settlement.number.value)
      let rivals = claims.contains { claim in
        claim.settlement.number == cycle.call && claim.settlement.opening != cycle.opening
      }
      let isAlone = try snapshot.cycles(openedUnder: cycle.place).count == 1
      if isAlone, given.isEmpty, !rivals {
        plain[cycle.place] = cycle.opening
      } else {
        shared.insert(cycle.opening)
        sharedNumbers.formUnion(given + [cycle.place])
      }
    }
  }
}
