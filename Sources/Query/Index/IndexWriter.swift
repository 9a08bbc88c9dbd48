import Database
import Git
import Ledger
import Research

/// Writes what the index says of one folder of the ledger, and of one issue.
struct IndexWriter {
  let database: Database

  /// Forgets everything.
  func clear() throws {
    for table in IndexSchema.tables { try database.run("DELETE FROM \(table)") }
  }

  /// Says which trees the tables stand for.
  ///
  /// - Parameter acts: what was added since this was said last; counting all of a large ledger's
  ///   events again takes longer than all else.
  func conclude(_ roots: [ObjectID], adding acts: IndexedActs) throws {
    let known = try database.rows("SELECT events FROM state")
    let before = if case .integer(let count)? = known.first?.first { count } else { 0 }
    try database.run("DELETE FROM state")
    try database.run(
      "INSERT INTO state VALUES (?, ?)",
      [.text(LedgerIndex.text(of: roots)), .integer(before + acts.events)])
  }

  /// Puts an event in by its name: who did what in which cycle.
  ///
  /// - Parameter acts: counts it, where it is new here.
  func add(
    _ name: EventName, in folder: Layout.EventFolder, to acts: inout IndexedActs
  ) throws {
    let text = Value.text(name.description)
    let place = Value.text(Snapshot.path(of: folder))
    let (agent, cycle) = (Value.text(name.agent.text), Value.integer(name.cycle))
    try database.run(
      "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?)", [text, place, agent, cycle])
    // Two lines of the ledger may bring the same one.
    if database.changes == 0 { return }
    acts.count(name, in: folder)
    if name.kind == .notice {
      try database.run("INSERT OR IGNORE INTO notice VALUES (?, ?, ?)", [cycle, text, place])
    }
    if case .issue(let number) = folder {
      try database.run(
        "INSERT OR IGNORE INTO part VALUES (?, ?, ?)", [.integer(number.key), agent, cycle])
    }
  }

  /// Adds what was counted to what is there.
  func add(_ acts: IndexedActs) throws {
    for (key, act) in acts.known {
      try database.run(
        """
        INSERT INTO act VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        first = min(first, excluded.first), last = max(last, excluded.last),
        count = count + excluded.count
        """,
        [
          .integer(key.cycle), .text(key.agent.text), .text(key.kind.rawValue),
          .integer(key.within), .text(act.first.description), .text(act.last.description),
          .integer(act.count),
        ])
    }
  }

  /// Takes the issues that were opened under one number out.
  func remove(_ number: IssueNumber) throws {
    for table in ["issue", "label", "assignee", "desk", "blocker"] {
      try database.run("DELETE FROM \(table) WHERE number = ?", [.integer(number.key)])
    }
  }

  /// Puts the issues that were opened under one number in as they are now; there may be none.
  func put(_ number: IssueNumber, from snapshot: Snapshot) throws {
    let key = Value.integer(number.key)
    for (rank, row) in try IssueRow.all(openedUnder: number, in: snapshot).enumerated() {
      let issue = row.issue
      let called = Value.integer(issue.number.key)
      let priority = Value.integer(issue.priority ?? Issue.usualPriority)
      try database.run(
        "INSERT INTO issue VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
          key, .integer(rank), called, .text(issue.opening.description),
          .text(issue.state.rawValue),
          priority, .integer(issue.isDeferred ? 1 : 0),
          .integer(Int(issue.opened.time.seconds)), .integer(Int(row.updated.seconds)),
          .text(issue.title.lowercased()), .text(issue.text.lowercased()),
        ])
      for label in issue.labels {
        try database.run(
          "INSERT OR IGNORE INTO label VALUES (?, ?, ?)", [key, .integer(rank), .text(label)])
      }
      for agent in issue.assignees {
        try database.run(
          "INSERT OR IGNORE INTO assignee VALUES (?, ?, ?)",
          [key, .integer(rank), .text(agent.text)])
      }
      // What lies on a desk can be worked on; what nobody has taken lies on that without a name.
      if issue.state == .open, !issue.isDeferred {
        let names = issue.assignees.isEmpty ? [""] : Array(Set(issue.assignees.map(\.text)))
        for name in names {
          try database.run(
            "INSERT INTO desk VALUES (?, ?, ?, ?, ?)",
            [.text(name), priority, called, key, .integer(rank)])
        }
      }
      for blocked in issue.blocks where issue.state == .open {
        try database.run(
          "INSERT OR IGNORE INTO blocker VALUES (?, ?, ?)",
          [.integer(blocked.key), called, key])
      }
    }
  }

  /// Keeps what was met that is no event, in the place of what was known below these folders.
  func keep(_ faults: [EventFault], in folders: some Sequence<Layout.EventFolder>) throws {
    for folder in folders {
      let place = Snapshot.path(of: folder)
      // Below it in the order of bytes: `/` is followed by `0`.
      try database.run(
        "DELETE FROM fault WHERE path > ? AND path < ?", [.text(place + "/"), .text(place + "0")])
    }
    for fault in faults {
      try database.run(
        "INSERT OR REPLACE INTO fault VALUES (?, ?)", [.text(fault.path), .text(fault.message)])
    }
  }
}

extension IssueNumber {
  /// The number as the index has it: a clone's own behind all others, as in every listing.
  var key: Int { isLocal ? 1 << 48 | value : value }

  /// The number of a key; nil for what is none.
  init?(key: Int) {
    self.init(key & (1 << 48 - 1), isLocal: key >= 1 << 48)
  }
}
