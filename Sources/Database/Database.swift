internal import CSQLite

/// One connection to an SQLite database; for one thread at a time.
@safe public final class Database {
  let handle: OpaquePointer
  private var statements: [String: Statement] = [:]
  // What SQLite calls back lives as long as the connection.
  var judge: Judge?
  var stopper: Stopper?
  var functions: [Function] = []

  /// Opens a database, and makes one where there is none.
  ///
  /// - Parameters:
  ///   - path: its file; nil for one that lies in memory and ends with this value.
  ///   - patience: how long to wait for others, in milliseconds.
  /// - Throws: ``DatabaseError``.
  public init(at path: String?, patience: Int) throws(DatabaseError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = unsafe sqlite3_open_v2(path ?? ":memory:", &handle, flags, nil)
    guard let opened = unsafe handle, code == SQLITE_OK else {
      let error = DatabaseError(code, unsafe Self.message(handle, code))
      unsafe sqlite3_close_v2(handle)
      throw error
    }
    unsafe self.handle = unsafe opened
    unsafe sqlite3_busy_timeout(opened, Int32(clamping: patience))
    unsafe _ = database_be_defensive(opened)
    unsafe _ = database_keep_log(opened)
    // A page that was garbled is found out when it is read, not when it is too late.
    unsafe sqlite3_exec(opened, "PRAGMA cell_size_check = ON", nil, nil, nil)
  }

  deinit {
    statements = [:]
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs statements that give nothing back.
  public func execute(_ sql: String) throws(DatabaseError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw unsafe DatabaseError(code, Self.message(handle, code)) }
  }

  /// A statement, compiled once and kept.
  public func statement(_ sql: String) throws(DatabaseError) -> Statement {
    if let known = statements[sql] { return known }
    var pointer: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
    guard let compiled = unsafe pointer, code == SQLITE_OK else {
      throw unsafe DatabaseError(code, Self.message(handle, code))
    }
    let statement = unsafe Statement(compiled)
    statements[sql] = statement
    return statement
  }

  /// A statement that is not kept.
  ///
  /// - Returns: nil where there is nothing but space and comments, and what of `sql` follows the
  ///   statement.
  public func compile(_ sql: String) throws(DatabaseError) -> (statement: Statement?, rest: String)
  {
    var pointer: OpaquePointer?
    var code = SQLITE_OK
    let rest = unsafe sql.withCString { start in
      var tail: UnsafePointer<CChar>?
      code = unsafe sqlite3_prepare_v2(handle, start, -1, &pointer, &tail)
      return unsafe tail.map { unsafe String(cString: $0) } ?? ""
    }
    if code != SQLITE_OK { throw unsafe DatabaseError(code, Self.message(handle, code)) }
    return unsafe (pointer.map { unsafe Statement($0) }, rest)
  }

  /// Runs one statement that gives nothing back.
  public func run(_ sql: String, _ values: [Value] = []) throws(DatabaseError) {
    try statement(sql).run(values)
  }

  /// How many rows the last statement put in, changed or took out.
  public var changes: Int { unsafe Int(sqlite3_changes(handle)) }

  /// What one statement gives, row by row.
  public func rows(_ sql: String, _ values: [Value] = []) throws(DatabaseError) -> [[Value]] {
    try statement(sql).rows(values)
  }

  /// Makes a database an empty one whatever its file holds, also one that is no database any more.
  /// Others may have it open meanwhile: they go on with what they see, or find it empty.
  public func reset() throws(DatabaseError) {
    statements = [:]
    // SQLite asks for a look at the tables first, whatever comes of it.
    unsafe sqlite3_exec(handle, "SELECT 1 FROM sqlite_schema", nil, nil, nil)
    unsafe _ = database_begin_reset(handle)
    defer { unsafe _ = database_end_reset(handle) }
    try execute("VACUUM")
  }

  static func message(_ handle: OpaquePointer?, _ code: Int32) -> String {
    if let text = unsafe sqlite3_errmsg(handle) { return unsafe String(cString: text) }
    return unsafe String(cString: sqlite3_errstr(code))
  }
}
