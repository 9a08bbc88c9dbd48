import Database
import Ledger
import Platform
import Research
import SeededDice
import Testing

@testable import Query

@Suite struct LedgerIndexTests {
  /// All that an index says, table by table.
  private func content(_ index: LedgerIndex) throws -> [String: [[Value]]] {
    var content: [String: [[Value]]] = [:]
    for table in IndexSchema.tables {
      content[table] = try index.database.rows("SELECT * FROM \(table)").sorted {
        "\($0)" < "\($1)"
      }
    }
    return content
  }

  /// What an index would say that is made from nothing.
  private func fresh(_ office: Office) throws -> [String: [[Value]]] {
    let index = try LedgerIndex(at: nil)
    #expect(try index.follow(try office.again().snapshot()))
    return try content(index)
  }

  private func path(_ office: Office) throws -> String {
    try #require(IndexPlace(of: office.ledger).path)
  }

  /// Has SQLite put all it wrote into the one file.
  private func settle(_ office: Office) throws {
    let database = try Database(at: try path(office), patience: 0)
    _ = try database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  @Test func `what follows the ledger step by step is what is made from nothing`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for step in 1...60 {
      for _ in 0...dice.below(3) { try office.sayAnything(&dice) }
      let followed = try content(office.reading().index)
      #expect(try followed == fresh(office), "seed \(seed), step \(step)")
    }
  }

  @Test func `what two clones said counts once, before and after they are united`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for step in 1...12 {
      for _ in 0...dice.below(3) { try office.sayAnything(&dice) }
      if dice.once(in: 2) { _ = try office.reading() }
      try office.elsewhere { for _ in 0...dice.below(3) { try office.sayAnything(&dice) } }
      if dice.once(in: 2) { try office.sayAnything(&dice) }
      let apart = try Reading(of: office.again(), hasWords: true)
      #expect(apart.snapshot.roots.count == 2, "seed \(seed), step \(step)")
      #expect(try content(apart.index) == fresh(office), "seed \(seed), step \(step), apart")
      try office.unite()
      let united = try Reading(of: office.again(), hasWords: true)
      #expect(united.snapshot.roots.count == 1)
      #expect(try content(united.index) == fresh(office), "seed \(seed), step \(step), united")
      let said = try united.index.database.rows("SELECT count(*), count(DISTINCT id) FROM said")
      let words = try united.index.database.rows(
        "SELECT count(*) FROM words WHERE words MATCH 'run'")
      #expect(said[0][0] == said[0][1], "seed \(seed), step \(step)")
      #expect(
        try words
          == Reading(of: office.again(), hasWords: true).index.database.rows(
            "SELECT count(DISTINCT rowid) FROM words WHERE words MATCH 'run'"))
    }
  }

  @Test func `every filter finds what a look at each issue finds`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for _ in 1...150 { try office.sayAnything(&dice) }
    let reading = try office.reading()
    let all = try reading.snapshot.issueNumbers().flatMap {
      try IssueRow.all(openedUnder: $0, in: reading.snapshot)
    }
    for _ in 1...200 {
      let filter = try Office.anyFilter(&dice)
      let found = try IssueList(reading).page(filter, size: 1_000)
      let expected = try all.filter { try fits($0, filter, all, reading.snapshot) }
      #expect(
        Set(found.elements.map(\.issue.opening)) == Set(expected.map(\.issue.opening)),
        "seed \(seed): \(filter)")
      #expect(found.total == expected.count)
      #expect(found.elements.map(\.issue.opening) == sorted(expected, filter), "seed \(seed)")
    }
  }

  private func sorted(_ rows: [IssueRow], _ filter: IssueFilter) -> [EventName] {
    func key(_ row: IssueRow) -> (Int64, IssueNumber) {
      let issue = row.issue
      return switch filter.order {
      case .number: (0, issue.number)
      case .updated: (-row.updated.seconds, issue.number)
      case .created: (-issue.opened.time.seconds, issue.number)
      case .priority: (Int64(issue.priority ?? Issue.usualPriority), issue.number)
      }
    }
    let ordered = rows.enumerated().sorted { a, b in
      let (x, y) = (key(a.element), key(b.element))
      return x == y ? a.offset < b.offset : x < y
    }
    let names = ordered.map(\.element.issue.opening)
    return filter.isReversed ? names.reversed() : names
  }

  /// Whether an issue fits, asked of itself.
  private func fits(
    _ row: IssueRow, _ filter: IssueFilter, _ all: [IssueRow], _ snapshot: Snapshot
  ) throws -> Bool {
    let issue = row.issue
    let names = try snapshot.files(in: .issue(issue.number)).map(\.name)
    let isBlocked = all.contains {
      $0.issue.state == .open && $0.issue.blocks.contains(issue.number)
    }
    let tookPart = names.contains { name in
      filter.agent.map { $0 == name.agent } ?? true && filter.cycle.map { $0 == name.cycle } ?? true
    }
    let text = filter.text?.lowercased()
    return filter.state.map { $0 == issue.state } ?? true
      && filter.labels.allSatisfy(issue.labels.contains)
      && filter.assignee.map(issue.assignees.contains) ?? true
      && filter.isDeferred.map { $0 == issue.isDeferred } ?? true
      && !(filter.isUnblocked && isBlocked) && tookPart
      && text.map { (issue.title + "\n" + issue.text).lowercased().contains($0) } ?? true
  }

  @Test func `a ledger whose history was made anew is read anew`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let before = try #require(try office.ledger.tip())
    try office.open(2, IssueOpening(title: "Two"))
    #expect(try office.rows().count == 2)
    try office.move(to: before)
    #expect(try office.rows().map(\.issue.number.value) == [1])
    #expect(try content(office.reading().index) == fresh(office))
  }

  @Test(arguments: ["", "no database, by far\n", "SQLite format 3\u{0} and then nothing"])
  func `a damaged index is made anew, and that is told once`(_ bytes: String) throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    #expect(try office.reading().remark == nil)
    try settle(office)
    try FileSystem.write(Array(bytes.utf8), to: try path(office))
    #expect(try (office.reading().remark == nil) == bytes.isEmpty)
    let again = try office.reading()
    #expect(again.remark == nil)
    #expect(try content(again.index) == fresh(office))
    #expect(try office.rows().count == 1)
  }

  @Test func `half of an index is made anew`() throws {
    let office = try Office()
    for number in 1...40 { try office.open(number, IssueOpening(title: "Issue \(number)")) }
    _ = try office.reading()
    try settle(office)
    let path = try path(office)
    let bytes = try FileSystem.read(path)
    try FileSystem.write(Array(bytes.prefix(bytes.count / 2)), to: path)
    #expect(try office.rows().count == 40)
    #expect(try content(office.reading().index) == fresh(office))
  }

  @Test func `where nothing can be written the answer is the same`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    // A folder in its place: no index can be there, and nothing of it is removed.
    try FileSystem.makeDirectory(Path.join(try path(office), "kept"))
    #expect(try office.rows().map(\.issue.number.value) == [1])
    #expect(try FileSystem.status(Path.join(try path(office), "kept")) != nil)
  }

  @Test func `a process that saw less does not put the index back`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let old = try office.ledger.snapshot()
    try office.open(2, IssueOpening(title: "Two"))
    let index = try office.reading().index
    #expect(try index.database.rows("SELECT count(*) FROM issue") == [[2]])
    let late = try LedgerIndex(at: try path(office))
    #expect(try late.follow(old) == false)
    #expect(try office.rows().count == 2)
  }

  @Test func `readers and one who fills the index do not wait for each other`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let reader = try office.reading()
    try office.open(2, IssueOpening(title: "Two"))
    #expect(try office.rows().count == 2)
    // The first still sees its own moment.
    #expect(try IssueList(reader).page(IssueFilter(), size: 9).total == 1)
  }

  @Test func `what another program left in its place is made anew`() throws {
    let office = try Office()
    let path = try path(office)
    #expect(path.hasSuffix("index-\(IndexSchema.version).sqlite"))
    try Database(at: path, patience: 0).execute(
      "CREATE TABLE issue (value); PRAGMA user_version = 99")
    try office.open(1, IssueOpening(title: "One"))
    #expect(try office.reading().remark != nil)
    #expect(try office.rows().count == 1)
  }

  @Test func `what is no event is told by every reading`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    try office.plant(".research/issues/0/1/note.txt")
    try office.plant(".research/issues/0/x/note.txt")
    for _ in 1...2 {
      #expect(
        try office.reading().snapshot.faults.map(\.path)
          == [".research/issues/0/1/note.txt", ".research/issues/0/x"])
    }
  }
}
