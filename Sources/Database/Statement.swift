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
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    var rows: [[Value]] = []
    while try step() {
      let columns = unsafe sqlite3_column_count(handle)
      rows.append((0..<columns).map(value))
    }
    return rows
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
    switch unsafe sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .integer(Int(unsafe sqlite3_column_int64(handle, column)))
    case SQLITE_TEXT:
      let count = Int(unsafe sqlite3_column_bytes(handle, column))
      guard let start = unsafe sqlite3_column_text(handle, column) else { return .null }
      let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
      return .text(unsafe String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
      let count = Int(unsafe sqlite3_column_bytes(handle, column))
      guard let start = unsafe sqlite3_column_blob(handle, column) else { return .blob([]) }
      return .blob(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
    default: return .null
    }
  }
}
