import Git
import Ledger
import Platform
import Research
import SeededDice
import Testing

@testable import Query

@Suite struct LedgerChangesTests {
  private func all(_ snapshot: Snapshot) throws -> Set<EventName> {
    Set(try snapshot.eventFolders().flatMap { try snapshot.events(in: $0).map(\.name) })
  }

  @Test func `who polls by cursors is told everything once, also what was said elsewhere before`()
    throws
  {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for _ in 0...dice.below(9) { try office.sayAnything(&dice) }
    var cursor = LedgerCursor(of: try office.again().snapshot())
    var told = try Array(all(office.again().snapshot()))
    func poll() throws {
      // As a script has it, between two calls.
      cursor = try #require(LedgerCursor(cursor.description))
      let changes = try LedgerChanges(since: cursor, in: office.again().snapshot())
      #expect(changes.gone == [])
      told += changes.events.map(\.name)
      cursor = changes.next
    }
    for step in 1...12 {
      if dice.once(in: 2) {
        try office.elsewhere { for _ in 0...dice.below(3) { try office.sayAnything(&dice) } }
        if dice.once(in: 2) { try poll() }
        for _ in 0...dice.below(3) { try office.sayAnything(&dice) }
        if dice.once(in: 2) { try poll() }
        try office.unite()
      } else {
        for _ in 0...dice.below(3) { try office.sayAnything(&dice) }
      }
      if dice.once(in: 2) { try poll() }
      if step == 12 { try poll() }
      #expect(Set(told).count == told.count, "seed \(seed), step \(step): told twice")
    }
    #expect(try Set(told) == all(office.again().snapshot()), "seed \(seed): left out")
    let nothing = try LedgerChanges(since: cursor, in: office.again().snapshot())
    #expect(nothing.events.isEmpty && nothing.next == cursor)
  }

  @Test func `what commits brought comes in their order, whatever the clocks say`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let cursor = LedgerCursor(of: try office.again().snapshot())
    try office.elsewhere { try office.open(2, IssueOpening(title: "Said first, elsewhere")) }
    try office.open(3, IssueOpening(title: "Said later, here"))
    let tip = try #require(try office.ledger.tip())
    let here = try LedgerCursor(of: office.again().snapshot(of: [tip]))
    try office.unite()
    let late = try LedgerChanges(since: here, in: office.again().snapshot())
    #expect(late.events.map(\.name.agent.text) == ["ada"])
    #expect(late.events.map { Layout.path(of: $0).contains("/issues/0/2/") } == [true])
    let both = try LedgerChanges(since: cursor, in: office.again().snapshot())
    #expect(both.events.count == 2)
  }

  @Test func `what was taken out since is told, and what is no cursor is refused`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let before = try #require(try office.ledger.tip())
    try office.open(2, IssueOpening(title: "Two"))
    let cursor = LedgerCursor(of: try office.again().snapshot())
    try office.move(to: before)
    let changes = try LedgerChanges(since: cursor, in: office.again().snapshot())
    #expect(changes.events.isEmpty)
    #expect(changes.gone.count == 1 && changes.gone[0].hasPrefix(".research/issues/0/2/"))
    let zeros = try #require(LedgerCursor(String(repeating: "0", count: 40)))
    #expect(throws: LedgerError.self) {
      _ = try LedgerChanges(since: zeros, in: office.again().snapshot())
    }
    for text in [
      "", "+", "HEAD", before.hex + "+", "+" + before.hex, String(before.hex.dropLast()),
    ] {
      #expect(LedgerCursor(text) == nil, "\(text)")
    }
  }

  @Test func `counts are those of a look at every event`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for _ in 1...120 { try office.sayAnything(&dice) }
    let reading = try office.reading()
    let snapshot = try office.again().snapshot()
    let events = try snapshot.issueNumbers().flatMap { try snapshot.events(in: .issue($0)) }
    for range in [nil, 0...0, 1...2] as [ClosedRange<Int>?] {
      let stats = try LedgerStats(reading, cycles: range)
      let asked = events.filter { range?.contains($0.name.cycle) ?? true }
      func count(_ events: [Event], _ kinds: EventKind...) -> Int {
        events.count { kinds.contains($0.name.kind) }
      }
      for (agent, acts) in stats.byAgent {
        let own = asked.filter { $0.agent == agent }
        #expect(acts.opened == count(own, .opened), "seed \(seed), \(agent)")
        #expect(acts.closed == count(own, .close), "seed \(seed), \(agent)")
        #expect(acts.comments == count(own, .comment, .result), "seed \(seed), \(agent)")
      }
      #expect(
        stats.byCycle.values.map(\.comments).reduce(0, +) == count(asked, .comment, .result))
      let issues = try snapshot.allIssues()
      #expect(stats.issues.open == issues.count { $0.state == .open }, "seed \(seed)")
      #expect(stats.issues.closed == issues.count { $0.state == .closed }, "seed \(seed)")
    }
    #expect([3, 1, 2].median == 2 && [4, 1, 2, 3].median == 2 && [Int64]().median == nil)
  }
}
