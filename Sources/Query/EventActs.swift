import Database
import Ledger
import Research

/// What was said in the ledger, by cycle, told from the names of events alone.
struct EventActs {
  /// The acts of each cycle, by its number: of each agent the one that says most, for all.
  private(set) var acts: [Int: [Act]] = [:]
  /// Notices are read, since their names do not say whom they are about.
  private(set) var notices: [Int: [NoticeGiven]] = [:]

  /// Events that say the same of who did what in which cycle: the first stands for all.
  private struct Group {
    var first: ArraySlice<UInt8>
    var count: Int
  }

  /// Goes through every issue, agent, cycle and experiment of the ledger once.
  ///
  /// - Parameter wanted: the cycles that are asked for.
  init(_ snapshot: Snapshot, cycles wanted: [Cycle]) throws {
    let numbers = Set(wanted.map(\.number))
    var folders: [Layout.EventFolder] = [.policy, .program]
    folders += try snapshot.issueNumbers().map { .issue($0) }
    folders += try snapshot.roster().agents.map { .agent($0.name) }
    folders += wanted.map { .cycle($0.number) }
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
    let ambiguous = try numbers.filter { try snapshot.cycles($0).count > 1 }
    for group in groups.values {
      guard let name = EventName(bytes: group.first), numbers.contains(name.cycle),
        !ambiguous.contains(name.cycle)
      else { continue }
      acts[name.cycle, default: []].append(
        Act(
          agent: name.agent.text, weight: Self.weight(name), time: name.time,
          evidence: String(decoding: group.first, as: UTF8.self), count: group.count))
    }
    for folder in withNotices { try readNotices(folder, snapshot, numbers) }
    if ambiguous.isEmpty { return }
    for folder in folders { try readTexts(folder, snapshot, wanted, Set(ambiguous)) }
  }

  private init() {}

  /// The same from the index, which has gone through them already.
  init(_ reading: Reading, cycles wanted: [Cycle]) throws {
    let numbers = Set(wanted.map(\.number))
    // Two cycles under one number: the texts of events have to say which is meant.
    if try numbers.contains(where: { try reading.snapshot.cycles($0).count > 1 }) {
      try self.init(reading.snapshot, cycles: wanted)
      return
    }
    self.init()
    let database = reading.index.database
    let folders = numbers.map(String.init).joined(separator: ", ")
    for number in numbers {
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
        acts[number, default: []].append(
          Act(
            agent: name.agent.text, weight: Self.weight(name), time: name.time, evidence: first,
            count: count))
      }
      for row in try database.rows(
        "SELECT name, folder FROM notice WHERE cycle = ? ORDER BY folder, name", [.integer(number)])
      {
        guard case .text(let text) = row[0], case .text(let folder) = row[1],
          case .event(let place, let name)? = Layout.place(of: "\(folder)/\(text).md")
        else { throw DatabaseError(strange: row) }
        guard let file = try reading.snapshot.file(name, in: place),
          let event = try reading.snapshot.event(in: file), case .notice(let notice) = event.payload
        else { continue }
        notices[number, default: []].append(NoticeGiven(notice: notice, event: name))
      }
    }
  }

  private static func weight(_ name: EventName) -> Act.Weight {
    name.kind == .result || name.kind == .ended ? .result : .spoke
  }

  private mutating func readNotices(
    _ folder: Layout.EventFolder, _ snapshot: Snapshot, _ numbers: Set<Int>
  ) throws {
    for file in try snapshot.files(in: folder, where: { $0 == "notice" })
    where numbers.contains(file.name.cycle) {
      guard let event = try snapshot.event(in: file), case .notice(let notice) = event.payload
      else { continue }
      notices[file.name.cycle, default: []].append(NoticeGiven(notice: notice, event: file.name))
    }
  }

  /// Two cycles under one number: only the text of an event says which is meant.
  private mutating func readTexts(
    _ folder: Layout.EventFolder, _ snapshot: Snapshot, _ wanted: [Cycle], _ ambiguous: Set<Int>
  ) throws {
    let openings = Set(wanted.map(\.opening))
    for file in try snapshot.files(in: folder, where: { $0 != "notice" })
    where ambiguous.contains(file.name.cycle) {
      guard let event = try snapshot.event(in: file), let opening = event.cycleOpening,
        openings.contains(opening)
      else { continue }
      acts[file.name.cycle, default: []].append(
        Act(
          agent: event.agent.text, weight: Self.weight(file.name), time: event.time,
          evidence: event.name.description))
    }
  }
}
