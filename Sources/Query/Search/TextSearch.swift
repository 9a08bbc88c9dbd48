import Database
import Ledger
public import Research

/// Finds what was said by its words: in the index, and read from the ledger.
public struct TextSearch {
  let reading: Reading

  /// A search of one moment of the ledger; its reading has words.
  public init(_ reading: Reading) { self.reading = reading }

  /// One page of what fits: the best fit first, by BM25 as SQLite's FTS5 ranks it; without words
  /// the newest first.
  ///
  /// - Parameters:
  ///   - agent: whom the terms' agent is on the roster.
  ///   - number: from 1.
  ///   - size: how many are on a page.
  /// - Throws: ``Ledger/LedgerError`` where no cycle is open to be silent in.
  public func page(
    _ terms: SearchTerms, agent: AgentName? = nil, number: Int = 1, size: Int
  ) throws -> Page<Event> {
    let question = try question(terms, agent)
    let database = reading.index.database
    let (number, size) = (max(1, number), max(1, size))
    let (start, overflow) = (number - 1).multipliedReportingOverflow(by: size)
    let rows = try database.rows(
      "SELECT said.name, said.folder FROM \(question.clause) ORDER BY \(question.order) "
        + "LIMIT ? OFFSET ?", question.values + [.integer(overflow ? 0 : size), .integer(start)])
    let total = try database.rows("SELECT count(*) FROM \(question.clause)", question.values)
    guard case .integer(let count)? = total.first?.first else { throw DatabaseError(strange: []) }
    let events = try rows.compactMap { row -> Event? in
      guard case .text(let name) = row[0], case .text(let folder) = row[1],
        case .event(let place, let event)? = Layout.place(of: "\(folder)/\(name).md"),
        let file = try reading.snapshot.file(event, in: place)
      else { throw DatabaseError(strange: row) }
      return try reading.snapshot.event(in: file)
    }
    return Page(elements: events, total: count, number: number, size: size)
  }

  private struct Question {
    var clause = "said"
    var order = "said.name DESC, said.folder DESC"
    var values: [Value] = []
  }

  private func question(_ terms: SearchTerms, _ agent: AgentName?) throws -> Question {
    var question = Question()
    var conditions: [String] = []
    func add(_ condition: String, _ values: Value...) {
      conditions.append(condition)
      question.values += values
    }
    if !terms.words.isEmpty {
      question.clause = "words JOIN said ON said.id = words.rowid"
      question.order = "bm25(words), said.name DESC"
      add("words MATCH ?", .text(Self.match(terms.words)))
    }
    let issue =
      "SELECT 1 FROM issue WHERE issue.number = said.number AND issue.opening = said.opening"
    if let state = terms.state { add("EXISTS (\(issue) AND state = ?)", .text(state.rawValue)) }
    for label in terms.labels {
      add(
        "EXISTS (\(issue) AND EXISTS (SELECT 1 FROM label WHERE label.number = issue.number "
          + "AND label.rank = issue.rank AND label = ?))", .text(label))
    }
    if let agent { add("said.agent = ?", .text(agent.text)) }
    if let cycles = terms.cycles {
      add("said.cycle BETWEEN ? AND ?", .integer(cycles.lowerBound), .integer(cycles.upperBound))
    }
    if let status = terms.status { add("said.status = ?", .text(status)) }
    if let since = terms.since { add("said.name >= ?", .text(since.compact)) }
    if let experiment = terms.experiment {
      add(
        "(said.experiment = ? OR substr(said.experiment, 1, ?) = ?)", .text(experiment),
        .integer(experiment.unicodeScalars.count + 1), .text(experiment + "-"))
    }
    if terms.isSilent {
      let open = try openCycles()
      add("EXISTS (\(issue) AND state = 'open')")
      for cycle in open {
        add(
          "NOT EXISTS (SELECT 1 FROM part WHERE part.number = said.number AND part.cycle = ?)",
          .integer(cycle))
      }
    }
    if !conditions.isEmpty { question.clause += " WHERE " + conditions.joined(separator: " AND ") }
    return question
  }

  /// The cycles to be silent in.
  func openCycles() throws -> [Int] {
    let open = try reading.snapshot.openCycles().map(\.number)
    if open.isEmpty {
      throw LedgerError(
        .unknownCycle, "no cycle is open, so no issue is silent in it",
        hint: "open one with `rtrack cycle open`, or leave is:silent out")
    }
    return open
  }

  /// Whether what an event says has all of the words.
  func hasWords(_ terms: SearchTerms, _ event: EventName) throws -> Bool {
    try !reading.index.database.rows(
      """
      SELECT 1 FROM said JOIN words ON words.rowid = said.id
      WHERE said.name = ? AND words MATCH ? LIMIT 1
      """, [.text(event.description), .text(Self.match(terms.words))]
    ).isEmpty
  }

  /// The words as FTS5 reads them: each a string of its own, so that none is an operator.
  private static func match(_ words: [SearchTerms.Word]) -> String {
    words.map { word in
      let text = word.text.split(separator: "\"").joined(separator: " ")
      return "\"\(text)\"" + (word.isPrefix ? "*" : "")
    }.joined(separator: " AND ")
  }
}
