internal import CSQLite

/// A compiled statement of one ``Database``; for one use at a time.
@safe public final class Statement {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { unsafe self.handle = unsafe handle }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Runs it for what it does.
  public func run(_ values: [Value] = []) throws(DatabaseError) {
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    while try step() {}
  }

  /// Runs it for what it gives: all rows, each with its columns in order.
  public func rows(_ values: [Value] = []) throws(DatabaseError) -> [[Value]] {
    var rows: [[Value]] = []
    try forEachRow(values) { rows.append($0) }
    return rows
  }

  /// Runs it and hands on each row as it comes.
  public func forEachRow(
    _ values: [Value] = [], _ visit: ([Value]) -> Void
  ) throws(DatabaseError) {
    try takeRows(values) { row in
      visit(row)
      return true
    }
  }

  /// Runs it and hands on each row as it comes, until one is answered with false.
  public func takeRows(
    _ values: [Value] = [], while visit: ([Value]) -> Bool
  ) throws(DatabaseError) {
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    while try step() {
      let columns = unsafe sqlite3_column_count(handle)
      if !visit((0..<columns).map(value)) { return }
    }
  }

  private func step() throws(DatabaseError) -> Bool {
    switch unsafe sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      throw unsafe DatabaseError(code, Database.message(sqlite3_db_handle(handle), code))
    }
  }

  private func bind(_ values: [Value]) throws(DatabaseError) {
    precondition(
      unsafe values.count == Int(sqlite3_bind_parameter_count(handle)),
      "a statement is given as many values as it asks for")
    for (index, value) in values.enumerated() {
      let at = Int32(index + 1)
      let code =
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, at)
        case .integer(let number): unsafe sqlite3_bind_int64(handle, at, Int64(number))
        case .real(let number): unsafe sqlite3_bind_double(handle, at, number)
        case .text(let text): bind(text, at)
        case .blob(let bytes):
          // One without a byte may have no address, and would be null.
          unsafe bytes.isEmpty
            ? sqlite3_bind_zeroblob(handle, at, 0)
            : database_bind_blob(handle, at, bytes, Int32(bytes.count))
        }
      if code != SQLITE_OK {
        throw unsafe DatabaseError(code, Database.message(sqlite3_db_handle(handle), code))
      }
    }
  }

  private func bind(_ text: String, _ at: Int32) -> Int32 {
    unsafe database_bind_text(handle, at, text, Int32(text.utf8.count))
  }

  private func value(_ column: Int32) -> Value {
    guard let value = unsafe sqlite3_column_value(handle, column) else { return .null }
    return unsafe Value(value)
  }
}

extension Statement {
  /// The names of the columns that it gives, in order.
  public var columns: [String] {
    (0..<(unsafe sqlite3_column_count(handle))).map { column in
      guard let name = unsafe sqlite3_column_name(handle, column) else { return "" }
      return unsafe String(cString: name)
    }
  }

  /// How many values it has to be given.
  public var parameters: Int { Int(unsafe sqlite3_bind_parameter_count(handle)) }

  /// Whether it changes nothing but what SQLite keeps for itself.
  public var isReadOnly: Bool { unsafe sqlite3_stmt_readonly(handle) != 0 }
}

extension Value {
  /// What SQLite holds in a column or gives to a function.
  init(_ value: OpaquePointer) {
    switch unsafe sqlite3_value_type(value) {
    case SQLITE_INTEGER: self = .integer(Int(unsafe sqlite3_value_int64(value)))
    case SQLITE_FLOAT: self = .real(unsafe sqlite3_value_double(value))
    case SQLITE_TEXT:
      guard let start = unsafe sqlite3_value_text(value) else {
        self = .null
        return
      }
      let count = Int(unsafe sqlite3_value_bytes(value))
      let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
      self = .text(unsafe String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
      guard let start = unsafe sqlite3_value_blob(value) else {
        self = .blob([])
        return
      }
      let count = Int(unsafe sqlite3_value_bytes(value))
      self = .blob(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
    default: self = .null
    }
  }
}
