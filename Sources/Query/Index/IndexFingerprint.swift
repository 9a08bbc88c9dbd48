import Database

/// What an index says, table by table, short enough to compare: how many rows, and a sum over them.
/// Good within one process.
struct IndexFingerprint: Equatable {
  private struct Table: Equatable {
    var rows = 0
    var sum = 0
  }

  private var tables: [String: Table] = [:]

  /// Reads all of it.
  ///
  /// - Parameter hasWords: whether the words of what was said are compared too.
  init(of index: LedgerIndex, hasWords: Bool) throws {
    let database = index.database
    for table in IndexSchema.tables { try add(table, "SELECT * FROM \(table)", database) }
    guard hasWords else { return }
    // The number of a text depends on when it was read; what was counted of it does not.
    try add(
      "said", "SELECT name, folder, agent, cycle, status, number, opening, experiment FROM said",
      database)
    try database.execute(
      "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)")
    try add("words", "SELECT term, doc, cnt FROM temp.vocabulary", database)
  }

  private mutating func add(_ name: String, _ sql: String, _ database: Database) throws {
    var table = Table()
    try database.statement(sql).forEachRow { row in
      table.rows += 1
      // Whatever the order of the rows is.
      table.sum &+= row.hashValue
    }
    tables[name] = table
  }

  /// The tables in which two differ, in order.
  func differences(from other: IndexFingerprint) -> [String] {
    Set(tables.keys).union(other.tables.keys).filter { tables[$0] != other.tables[$0] }.sorted()
  }
}
