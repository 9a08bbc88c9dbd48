import Database
import Ledger
import Platform
import Research
import SeededDice
import Testing

@testable import Query

/// An index that was damaged after it was made, or that has no good place.
@Suite struct HurtIndexTests {
  private typealias Question = @Sendable (Reading) throws -> String

  /// What listings ask, each part of the index by somebody.
  private static let questions: [Question] = [
    { try "\(IssueList($0).page(IssueFilter(), size: 1_000).elements.map(\.issue))" },
    { reading in
      var filter = IssueFilter.ready
      filter.agent = AgentName("flux")
      filter.text = "ri"
      let page = try IssueList(reading).page(filter, size: 1_000)
      return "\(page.total) \(page.elements.map(\.issue.opening)) \(page.elements.map(\.blockedBy))"
    },
    { reading in
      var filter = IssueFilter()
      filter.labels = ["late"]
      filter.order = .updated
      return try "\(IssueList(reading).page(filter, size: 1_000).elements.map(\.issue.opening))"
    },
    { reading in
      let page = try EventLog(reading).page(limit: 1_000)
      return "\(page.total) \(page.events.map(\.name))"
    },
    { reading in
      let terms = try SearchTerms(["vidur", "state:open"], now: Timestamp(seconds: 0))
      let page = try TextSearch(reading).page(terms, size: 1_000)
      return "\(page.total) \(page.elements.map(\.name).sorted())"
    },
    { reading in
      let board = try Board(reading, now: Timestamp(seconds: 1_795_300_000))
      return "\(board.desks.map(\.pile)) \(board.unassigned) \(board.deferred)"
    },
  ]

  private struct Bench {
    let office: Office
    let path: String
    /// The index, whole, in one file.
    let bytes: [UInt8]
    /// What is answered without an index.
    let answers: [String]

    init(_ dice: inout SeededDice) throws {
      office = try Office()
      for _ in 1...80 { try office.sayAnything(&dice) }
      path = try #require(IndexPlace(of: office.ledger).path)
      _ = try Reading(of: office.ledger, hasWords: true)
      let database = try Database(at: path, patience: 0)
      _ = try database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
      bytes = try FileSystem.read(path)
      let plain = try Reading(inMemory: office.again(), hasWords: true)
      answers = try questions.map { try $0(plain) }
    }

    /// Puts these bytes in the place of the index.
    func put(_ bytes: [UInt8]) throws {
      for end in ["-wal", "-shm"] { try FileSystem.remove(path + end) }
      try FileSystem.write(bytes, to: path)
    }

    /// Asks again, and tells how often something had to be said of the index.
    func ask(_ number: Int) throws -> (answer: String, remarks: [String]) {
      var remarks: [String] = []
      let answer = try Reading.answer(
        of: office.again(), hasWords: true, tell: { remarks.append($0) }, questions[number])
      return (answer, remarks)
    }
  }

  @Test func `whichever page of an index is garbled, every answer is the ledger's`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let bench = try Bench(&dice)
    let size = 4_096
    var healed = 0
    #expect(bench.bytes.count > 20 * size)
    // Each page is garbled for two of the questions, for all of them in full.
    let isFull = Machine.environment["RTRACK_PROOF"] == "full"
    for page in 0..<bench.bytes.count / size {
      let first = dice.below(Self.questions.count)
      let some = [first, (first + 1 + dice.below(Self.questions.count - 1)) % Self.questions.count]
      for number in isFull ? Array(Self.questions.indices) : some {
        var bytes = bench.bytes
        let isNoise = dice.once(in: 2)
        for at in page * size..<(page + 1) * size {
          bytes[at] = isNoise ? UInt8(dice.below(256)) : 0
        }
        try bench.put(bytes)
        let (answer, remarks) = try bench.ask(number)
        let place = "seed \(seed), page \(page), question \(number), \(isNoise ? "noise" : "zeros")"
        #expect(answer == bench.answers[number], "\(place)")
        #expect(remarks.count <= 1, "\(place): \(remarks)")
        healed += remarks.count
        // Said once: whoever asks next finds it whole.
        if !remarks.isEmpty { #expect(try bench.ask(number) == (answer, []), "\(place)") }
      }
    }
    #expect(healed > 0)
  }

  @Test func `wherever an index was cut off, every answer is the ledger's`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let bench = try Bench(&dice)
    for number in Self.questions.indices {
      for cut in [1, 99, 4_095, 4_096, 4_097].shuffled(using: &dice).prefix(2)
        + (0..<4).map({ _ in dice.below(bench.bytes.count) })
      {
        try bench.put(Array(bench.bytes.prefix(cut)))
        #expect(try bench.ask(number).answer == bench.answers[number], "seed \(seed), cut \(cut)")
      }
    }
  }

  @Test func `a damage that SQLite does not see is seen by the doctor, and mended`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let bench = try Bench(&dice)
    func diagnosis() throws -> Diagnosis {
      Diagnosis(
        of: try bench.office.again(), now: Timestamp(seconds: 1_795_300_000), environment: [:])
    }
    #expect(try diagnosis().index().map(\.level) == [.ok], "seed \(seed)")
    #expect(try diagnosis().mendIndex() == [])
    for change in [
      "UPDATE issue SET state = 'closed' WHERE number = (SELECT min(number) FROM issue)",
      "DELETE FROM event WHERE name = (SELECT max(name) FROM event)",
      "INSERT INTO words (rowid, text) VALUES (1, 'never said')",
      "UPDATE said SET agent = 'nobody' WHERE id = 1",
    ] {
      try Database(at: bench.path, patience: 0).execute(change)
      #expect(try diagnosis().index().map(\.level) == [.wrong], "\(change)")
      #expect(try !diagnosis().mendIndex().isEmpty)
      #expect(try bench.ask(0).answer == bench.answers[0])
      #expect(try bench.ask(4).answer == bench.answers[4])
      #expect(try diagnosis().index().map(\.level) == [.ok], "\(change)")
    }
  }

  @Test func `readers of a damaged index go on while another makes it anew`() throws {
    let office = try Office()
    for number in 1...40 { try office.open(number, IssueOpening(title: "Issue \(number)")) }
    let path = try #require(IndexPlace(of: office.ledger).path)
    let reader = try office.reading()
    IndexPlace(of: office.ledger).empty()
    #expect(try IssueList(reader).page(IssueFilter(), size: 9).total == 40)
    #expect(try Reading(of: office.again()).remark == nil)
    #expect(try IssueList(reader).page(IssueFilter(), size: 9).total == 40)
    #expect(try office.rows().count == 40)
    #expect(try FileSystem.status(path) != nil)
  }

  @Test func `another version of rtrack uses its index at the same time`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let path = try #require(IndexPlace(of: office.ledger).path)
    let other = Path.join(Path.parent(path), "index-\(IndexSchema.version + 1).sqlite")
    _ = try office.reading()
    let writer = try Database(at: other, patience: 0)
    try writer.execute(
      """
      PRAGMA journal_mode = WAL; CREATE TABLE issue (others); INSERT INTO issue VALUES (7);
      PRAGMA user_version = \(IndexSchema.version + 1); BEGIN IMMEDIATE
      """)
    try office.open(2, IssueOpening(title: "Two"))
    let reading = try office.reading()
    #expect(reading.remark == nil)
    #expect(try IssueList(reading).page(IssueFilter(), size: 9).total == 2)
    #expect(try writer.rows("SELECT others FROM issue") == [[7]])
  }

  @Test func `where the index can have no folder the answer is the same`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let folder = Path.parent(try #require(IndexPlace(of: office.ledger).path))
    for name in try FileSystem.entries(folder) where name.hasPrefix("index-") {
      try FileSystem.remove(Path.join(folder, name))
    }
    let aside = folder + ".aside"
    try FileSystem.rename(folder, to: aside)
    try FileSystem.write([], to: folder)
    #expect(try office.rows().map(\.issue.number.value) == [1])
    #expect(try FileSystem.read(folder) == [])
    try FileSystem.remove(folder)
    try FileSystem.rename(aside, to: folder)
  }
}
