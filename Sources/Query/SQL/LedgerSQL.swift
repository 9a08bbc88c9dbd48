public import Database
import Ledger

/// Answers statements of SQL over the documented views, and changes nothing.
///
/// A statement reads those views and nothing else: the connection refuses whatever else SQL can do.
/// It is bounded in time by who asks, in memory by ``memory``, in rows by what is asked for.
public struct LedgerSQL {
  /// Why a statement has no answer.
  public enum Fault: Error {
    /// It is no statement that can be asked: SQLite's own words, and what would help.
    case wrong(String, hint: String)
    /// It was stopped by who asked.
    case stopped
    /// It needs more memory than it may have.
    case tooLarge(String)
  }

  /// What a column of a row holds.
  public typealias Cell = Value

  /// What a statement gives.
  public struct Answer: Sendable {
    /// The names of the columns, as the statement has them.
    public let columns: [String]
    /// The rows, each with its columns in order.
    public let rows: [[Cell]]
    /// There are more rows than were asked for.
    public let hasMore: Bool
  }

  /// How much memory a statement may take, in bytes.
  public static let memory = 256 << 20
  /// How long one value, and one row, may be, in bytes.
  static let longestValue = 16 << 20

  let reading: Reading

  /// Statements to one moment of the ledger. The reading serves nothing else afterwards.
  public init(_ reading: Reading) { self.reading = reading }

  /// What one statement gives.
  ///
  /// - Parameters:
  ///   - limit: no more rows than this are given.
  ///   - isOver: asked now and then whether the statement is to stop.
  /// - Throws: ``Fault``; an error of the ledger where a row cannot be read.
  public func answer(
    _ sql: String, limit: Int, until isOver: @escaping () -> Bool
  ) throws -> Answer {
    let database = reading.index.database
    try prepare(database)
    if sql.utf8.contains(0) {
      throw Fault.wrong("a statement holds no NUL", hint: "give one SELECT")
    }
    database.stop(when: isOver)
    defer {
      database.stop(when: nil)
      database.judge(by: nil)
    }
    var wanted: Set<String> = []
    _ = try compile(sql, in: database) { wanted.insert($0) }
    try fill(wanted, in: database) { if isOver() { throw Fault.stopped } }
    Database.limitMemory(toFurther: Self.memory)
    let statement = try compile(sql, in: database) { _ in }
    var rows: [[Value]] = []
    var hasMore = false
    do {
      try statement.takeRows { row in
        if rows.count == limit {
          hasMore = true
          return false
        }
        rows.append(row)
        return true
      }
    } catch {
      if let failure = database.failureOfFunction() { throw failure }
      throw Self.fault(error)
    }
    return Answer(columns: statement.columns, rows: rows, hasMore: hasMore)
  }

  /// Makes the views and what they are made of known, once a connection.
  private func prepare(_ database: Database) throws {
    let known = try database.rows(
      "SELECT 1 FROM temp.sqlite_schema WHERE name = 'issues' LIMIT 1")
    if !known.isEmpty { return }
    try LedgerFunctions(reading.snapshot).define(in: database)
    for view in LedgerView.all { try database.execute(view.definition) }
    // SQLite makes these tables when they are named first, which no statement of others may do.
    for table in StatementJudge.made { _ = try database.rows("SELECT 1 FROM \(table)('[]')") }
    database.limitValues(to: Self.longestValue)
  }

  /// One statement, compiled where it reads views alone.
  ///
  /// - Parameter reads: told each table of the ledger's that is to be filled for it.
  private func compile(
    _ sql: String, in database: Database, _ reads: @escaping (_ table: String) -> Void
  ) throws -> Statement {
    try database.execute("PRAGMA query_only = ON")
    let judge = StatementJudge(reads)
    database.judge(by: judge.isAllowed)
    defer { database.judge(by: nil) }
    let (first, rest): (Statement?, String)
    let second: Statement?
    do {
      (first, rest) = try database.compile(sql)
      second = try database.compile(rest).statement
    } catch {
      throw Self.fault(error)
    }
    guard let first, first.isReadOnly, !first.columns.isEmpty else {
      throw Fault.wrong("that is no SELECT", hint: Self.hint)
    }
    if second != nil {
      throw Fault.wrong("one statement is answered at a time", hint: "ask them one by one")
    }
    if first.parameters > 0 {
      throw Fault.wrong(
        "a value is missing: nothing stands for ? or :name here",
        hint: "write the values themselves, texts in '…'")
    }
    return first
  }

  /// Reads what the ledger has to tell for these tables.
  private func fill(
    _ tables: Set<String>, in database: Database, _ goOn: () throws -> Void
  ) throws {
    try database.execute("PRAGMA query_only = OFF")
    for view in LedgerView.all where tables.contains(view.table) {
      guard case .ledger(let rows) = view.source else { continue }
      try database.run("DELETE FROM temp.\(view.table)")
      let places = Array(repeating: "?", count: view.columns.count).joined(separator: ", ")
      for row in try rows(reading.snapshot, goOn) {
        try database.run("INSERT INTO temp.\(view.table) VALUES (\(places))", row)
      }
    }
    try database.execute("PRAGMA query_only = ON")
  }

  private static let hint = """
    the views are \(LedgerView.all.map(\.name).joined(separator: ", ")); \
    `rtrack query --schema` says what is in them
    """

  /// What went wrong with somebody's statement; what went wrong with the index stays as it is.
  private static func fault(_ error: DatabaseError) -> any Error {
    switch error.kind {
    case .stopped: Fault.stopped
    case .forbidden:
      Fault.wrong(
        "\(error.message): a query only selects, and only from the views", hint: hint)
    case .wrong: Fault.wrong(error.message, hint: hint)
    case .unusable: Fault.tooLarge(error.message)
    case .damaged, .busy: error
    }
  }
}
