internal import CSQLite

/// What a statement may do, and for how long.
extension Database {
  /// Something that a statement would do.
  public enum Access: Hashable, Sendable {
    /// It selects.
    case select
    /// It reads a column of a table or view; `within` names the view that asks for it, nil where
    /// the statement itself does.
    case read(table: String, within: String?)
    /// It calls a function; `within` as before.
    case function(String, within: String?)
    /// It changes something, or anything else.
    case other
  }

  /// From here on statements are compiled only when each of their accesses is allowed; nil lifts
  /// that.
  public func judge(by isAllowed: ((Access) -> Bool)?) {
    judge = isAllowed.map(Judge.init)
    guard let judge else {
      unsafe sqlite3_set_authorizer(handle, nil, nil)
      return
    }
    let pointer = unsafe Unmanaged.passUnretained(judge).toOpaque()
    unsafe sqlite3_set_authorizer(
      handle,
      { pointer, code, first, second, _, within in
        guard let pointer = unsafe pointer else { return SQLITE_DENY }
        let judge = unsafe Unmanaged<Judge>.fromOpaque(pointer).takeUnretainedValue()
        func text(_ words: UnsafePointer<CChar>?) -> String? {
          unsafe words.map { unsafe String(cString: $0) }
        }
        let access: Access =
          switch code {
          case SQLITE_SELECT, SQLITE_RECURSIVE: .select
          case SQLITE_READ: unsafe .read(table: text(first) ?? "", within: text(within))
          case SQLITE_FUNCTION: unsafe .function(text(second) ?? "", within: text(within))
          default: .other
          }
        return judge.isAllowed(access) ? SQLITE_OK : SQLITE_DENY
      }, pointer)
  }

  /// From here on a statement that runs asks now and then whether it is to stop; nil lifts that.
  public func stop(when isOver: (() -> Bool)?) {
    stopper = isOver.map(Stopper.init)
    guard let stopper else {
      unsafe sqlite3_progress_handler(handle, 0, nil, nil)
      return
    }
    let pointer = unsafe Unmanaged.passUnretained(stopper).toOpaque()
    unsafe sqlite3_progress_handler(
      handle, 1_000,
      { pointer in
        guard let pointer = unsafe pointer else { return 1 }
        return unsafe Unmanaged<Stopper>.fromOpaque(pointer).takeUnretainedValue().isOver() ? 1 : 0
      }, pointer)
  }

  /// No value and no row of this connection may be larger than so many bytes.
  public func limitValues(to bytes: Int) {
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32(clamping: bytes))
  }

  /// From here on SQLite may take so many bytes of memory more than it has, in the whole process;
  /// what needs more ends with ``DatabaseError/Kind/unusable``.
  public static func limitMemory(toFurther bytes: Int) {
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + Int64(bytes))
  }

  final class Judge {
    let isAllowed: (Access) -> Bool
    init(_ isAllowed: @escaping (Access) -> Bool) { self.isAllowed = isAllowed }
  }

  final class Stopper {
    let isOver: () -> Bool
    init(_ isOver: @escaping () -> Bool) { self.isOver = isOver }
  }
}
