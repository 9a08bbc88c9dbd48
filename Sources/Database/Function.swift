internal import CSQLite

/// A function of SQL that is written in Swift.
final class Function {
  let body: ([Value]) throws -> Value
  /// What the last call that failed failed of.
  var failure: (any Error)?

  init(_ body: @escaping ([Value]) throws -> Value) { self.body = body }
}

extension Database {
  /// Makes a function known to this connection's statements. It is asked again for the same
  /// values as often as SQLite likes.
  ///
  /// - Parameters:
  ///   - count: how many values it takes.
  ///   - body: what it gives; an error ends the statement, see ``failureOfFunction()``.
  public func define(
    _ name: String, taking count: Int, _ body: @escaping ([Value]) throws -> Value
  ) throws(DatabaseError) {
    let function = Function(body)
    functions.append(function)
    let code = unsafe sqlite3_create_function_v2(
      handle, name, Int32(count), SQLITE_UTF8 | SQLITE_INNOCUOUS,
      Unmanaged.passUnretained(function).toOpaque(),
      { call, count, values in
        guard let pointer = unsafe sqlite3_user_data(call) else { return }
        let function = unsafe Unmanaged<Function>.fromOpaque(pointer).takeUnretainedValue()
        let given = (0..<Int(count)).map { index in
          unsafe values?[index].map { unsafe Value($0) } ?? .null
        }
        do {
          unsafe Function.give(try function.body(given), to: call)
        } catch {
          function.failure = error
          unsafe sqlite3_result_error(call, "\(error)", -1)
        }
      }, nil, nil, nil)
    if code != SQLITE_OK { throw unsafe DatabaseError(code, Self.message(handle, code)) }
  }

  /// What a function failed of since it was last asked for; nil where none did.
  public func failureOfFunction() -> (any Error)? {
    defer { for function in functions { function.failure = nil } }
    return functions.lazy.compactMap(\.failure).first
  }
}

extension Function {
  fileprivate static func give(_ value: Value, to call: OpaquePointer?) {
    switch value {
    case .null: unsafe sqlite3_result_null(call)
    case .integer(let number): unsafe sqlite3_result_int64(call, Int64(number))
    case .real(let number): unsafe sqlite3_result_double(call, number)
    case .text(let text): unsafe database_give_text(call, text, Int32(text.utf8.count))
    case .blob(let bytes): unsafe database_give_blob(call, bytes, Int32(bytes.count))
    }
  }
}
