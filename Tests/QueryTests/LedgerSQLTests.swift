import Database
import Ledger
import Platform
import Research
import SeededDice
import Testing

@testable import Query

@Suite struct LedgerSQLTests {
  private func ask(_ reading: Reading, _ sql: String, limit: Int = 1_000) throws -> [[Value]] {
    try LedgerSQL(reading).answer(sql, limit: limit, until: { false }).rows
  }

  /// What SQLite says of a statement that is refused.
  private func fault(_ reading: Reading, _ sql: String) -> String? {
    do {
      _ = try ask(reading, sql)
      return nil
    } catch LedgerSQL.Fault.wrong(let message, let hint) {
      return "\(message); \(hint)"
    } catch {
      return "\(error)"
    }
  }

  @Test func `views of issues say what the folds say`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for _ in 1...150 { try office.sayAnything(&dice) }
    let reading = try office.reading()
    let snapshot = try office.again().snapshot()
    let rows = try ask(
      reading,
      """
      SELECT number, rank, title, state, priority, deferred, created, updated, opened_by, cycle,
        closed, closed_reason, status, comments, text, opening FROM issues ORDER BY number, rank
      """)
    let numbers = try snapshot.issueNumbers()
    let expected = try numbers.flatMap { number -> [[Value]] in
      let folds = try snapshot.issues(number)
      return try IssueRow.all(openedUnder: number, in: snapshot).enumerated().map { rank, row in
        let issue = row.issue
        let close = issue.events.last { $0.name.kind == .close }
        let fold = try #require(folds.first { $0.opening == issue.opening })
        return [
          .integer(number.value), .integer(rank), .text(issue.title), .text(issue.state.rawValue),
          .integer(issue.priority ?? 2), .integer(issue.isDeferred ? 1 : 0),
          .text(issue.opened.time.description), .text(row.updated.description),
          .text(issue.creator.text), .integer(issue.opening.cycle),
          issue.state == .closed ? .optional(close?.time.description) : .null,
          .optional(issue.closedReason), .optional(fold.lastStatus), .integer(row.comments),
          .text(issue.text), .text(issue.opening.description),
        ]
      }
    }
    #expect(rows == expected, "seed \(seed)")
    let labels = try ask(reading, "SELECT count(*) FROM labels JOIN issues USING (number, rank)")
    #expect(
      try labels
        == [[.integer(snapshot.allIssues().map { Set($0.labels).count }.reduce(0, +))]])
    let links = try ask(reading, "SELECT target FROM links WHERE kind = 'blocks'")
    #expect(try links.count == snapshot.allIssues().map(\.blocks.count).reduce(0, +))
  }

  @Test func `views call issues as listings do, before and after their numbers are settled`()
    throws
  {
    let office = try Office()
    func asked(_ sql: String) throws -> [[Value]] { try ask(try office.reading(), sql) }
    func check(_ line: SourceLocation = #_sourceLocation) throws {
      let listed = try office.rows().map { row -> [Value] in
        [.integer(row.issue.number.value), .text(row.issue.opening.description)]
      }
      #expect(
        try asked("SELECT number, opening FROM issues ORDER BY number, rank") == listed,
        sourceLocation: line)
      // Whatever belongs to an issue finds it by number and rank.
      for view in ["labels", "assignees", "links"] {
        let titles = try asked(
          "SELECT DISTINCT title FROM \(view) JOIN issues USING (number, rank) ORDER BY 1")
        #expect(titles == [["Two"], ["Two again"]], "\(view)", sourceLocation: line)
      }
      #expect(
        try asked("SELECT count(*) FROM (SELECT DISTINCT number, rank FROM issues)") == [[3]],
        sourceLocation: line)
    }
    let first = try issueNumber(1)
    let start = IssueOpening(title: "", assignees: [try agentName("ada")], labels: ["late"])
    try office.open(1, IssueOpening(title: "One"))
    for title in ["Two", "Two again"] {
      var start = start
      start.title = title
      try office.open(2, start)
      try office.say(2, .link, .link(IssueLink(blocks: [first])))
      try office.say(2, .comment, .comment(Comment()), body: "On \(title)")
    }
    try office.say(2, .comment, .comment(Comment()), body: "On Two again too")
    try check()
    #expect(
      try asked("SELECT number, rank FROM issues ORDER BY 1, 2") == [[1, 0], [2, 0], [2, 1]])
    #expect(try asked("SELECT comments FROM issues ORDER BY number, rank") == [[0], [1], [2]])
    let second = try #require(office.openings[try issueNumber(2)])
    try office.settle(second, from: 2, to: 3)
    try check()
    #expect(
      try asked("SELECT number, rank FROM issues ORDER BY 1, 2") == [[1, 0], [2, 0], [3, 0]])
    let said = try asked(
      """
      SELECT title, trim(comments.text, char(10)) FROM comments JOIN issues USING (number)
      ORDER BY 1, 2
      """)
    #expect(said.map { $0[0] } == ["Two", "Two again", "Two again"])
    #expect(said.map { $0[1] } == ["On Two", "On Two again", "On Two again too"])
    let events = try asked("SELECT number, count(*) FROM events WHERE number > 1 GROUP BY 1")
    #expect(events == [[2, 3], [3, 4]])
    #expect(
      try asked("SELECT number, blocked FROM blockers ORDER BY 1") == [[2, 1], [3, 1]])
  }

  @Test func `views of events say what the events say`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for _ in 1...80 { try office.sayAnything(&dice) }
    let reading = try office.reading()
    let snapshot = try office.again().snapshot()
    let all = try snapshot.eventFolders().flatMap { try snapshot.events(in: $0) }
    let rows = try ask(
      reading, "SELECT name, at, occurred, cycle, agent, kind, number, path FROM events ORDER BY 1")
    let expected = all.sorted { $0.name < $1.name }.map { event -> [Value] in
      var number = Value.null
      if case .issue(let issue, _) = event.thread { number = .integer(issue.value) }
      return [
        .text(event.name.description), .text(event.at.description),
        .text(event.time.description), .integer(event.name.cycle), .text(event.agent.text),
        .text(event.name.kind.rawValue), number, .text(Layout.path(of: event)),
      ]
    }
    #expect(rows == expected, "seed \(seed)")
    let statuses = try ask(
      reading, "SELECT name, status FROM comments WHERE status IS NOT NULL ORDER BY name")
    let given = all.sorted { $0.name < $1.name }.compactMap { event -> [Value]? in
      guard case .comment(let comment) = event.payload, let status = comment.status else {
        return nil
      }
      return [.text(event.name.description), .text(status)]
    }
    #expect(statuses == given, "seed \(seed)")
  }

  @Test func `every column of every view can be asked for`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let reading = try office.reading()
    for view in LedgerView.all {
      let list = view.columns.map(\.name).joined(separator: ", ")
      let answer = try LedgerSQL(reading).answer(
        "SELECT \(list) FROM \(view.name)", limit: 9, until: { false })
      #expect(answer.columns == view.columns.map(\.name))
      let star = try LedgerSQL(reading).answer(
        "SELECT * FROM \(view.name)", limit: 9, until: { false })
      #expect(star.columns == answer.columns && star.rows == answer.rows)
    }
    #expect(Set(LedgerView.all.map(\.name)).count == LedgerView.all.count)
  }

  @Test(arguments: [
    "DELETE FROM issues", "UPDATE issue SET state = 'open'", "INSERT INTO issue VALUES (1)",
    "DROP VIEW issues", "CREATE TABLE mine (x)", "CREATE TEMP TABLE mine (x)",
    "ATTACH 'other.sqlite' AS other", "DETACH main", "PRAGMA user_version = 7",
    "PRAGMA query_only = OFF", "PRAGMA table_info(issue)", "VACUUM INTO 'copy.sqlite'", "BEGIN",
    "COMMIT", "SAVEPOINT s", "REINDEX", "ANALYZE", "SELECT load_extension('x')",
    "SELECT * FROM issue", "SELECT count(*) FROM state", "SELECT * FROM sqlite_schema",
    "SELECT * FROM temp.sqlite_schema", "SELECT * FROM pragma_table_info('issue')",
    "SELECT ledger_issue(1, 0, 'title')", "SELECT * FROM ledger_agents",
    "SELECT * FROM nowhere", "SELECT nothing FROM issues", "SELEKT", "", " -- only words",
    "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM issues", "SELECT ?", "SELECT :name",
    "SELECT 'x\u{0}y'", "EXPLAIN DELETE FROM issue",
    "WITH issue AS (SELECT 1) DELETE FROM issue", "SELECT writefile('x', 'y')",
    "SELECT * FROM issues WHERE number = (SELECT number FROM issue)",
  ])
  func `what is no question to the views is refused, and changes nothing`(_ sql: String) throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let reading = try office.reading()
    let said = try #require(fault(reading, sql), "\(sql) was answered")
    #expect(!said.contains("DatabaseError"), "\(said)")
    #expect(try ask(reading, "SELECT title FROM issues") == [["One"]])
    #expect(try office.rows().map(\.issue.title) == ["One"])
  }

  @Test func `an unknown table is told in SQLite's words, with the views there are`() throws {
    let office = try Office()
    let said = try #require(fault(try office.reading(), "SELECT * FROM nowhere"))
    #expect(said.hasPrefix("no such table: nowhere; the views are issues, labels,"))
  }

  @Test func `what a question may use it can use`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One", labels: ["late"]))
    let reading = try office.reading()
    for (sql, answer) in [
      (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 9) SELECT sum(i) FROM n",
        45
      ),
      ("SELECT count(*) FROM json_each('[1, 2]')", 2),
      ("SELECT count(*) FROM issues i JOIN labels l ON l.number = i.number", 1),
      ("SELECT row_number() OVER (ORDER BY number) FROM issues", 1),
      ("VALUES (3)", 3), ("SELECT 4;  -- and a word", 4),
    ] { #expect(try ask(reading, sql) == [[.integer(answer)]], "\(sql)") }
    #expect(
      try ask(reading, "SELECT 1.5, NULL, x'00ff'") == [[.real(1.5), .null, .blob([0, 255])]])
  }

  @Test func `a question that never ends is ended by who asks, and one that wants all memory`()
    throws
  {
    let office = try Office()
    let reading = try office.reading()
    let forever =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
    var looks = 0
    #expect(throws: LedgerSQL.Fault.self) {
      _ = try LedgerSQL(reading).answer(forever, limit: 9) {
        looks += 1
        return looks > 100
      }
    }
    #expect(looks == 101)
    #expect(throws: LedgerSQL.Fault.self) {
      _ = try ask(reading, "SELECT length(zeroblob(1000000000))")
    }
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    let some = try LedgerSQL(reading).answer(rows, limit: 3, until: { false })
    #expect(some.rows == [[1], [2], [3]] && some.hasMore)
    let exact = try LedgerSQL(reading).answer(rows + " LIMIT 3", limit: 3, until: { false })
    #expect(exact.rows.count == 3 && !exact.hasMore)
  }
}
