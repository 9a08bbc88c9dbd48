internal import CSQLite

/// What SQLite could not do.
public struct DatabaseError: Error, Hashable, Sendable {
  /// What a caller can do about it.
  public enum Kind: Hashable, Sendable {
    /// Others hold it for longer than was waited.
    case busy
    /// The file is no database, or a damaged one.
    case damaged
    /// It cannot be opened or written to: rights, a full disk, a disk that fails.
    case unusable
    /// It was stopped while it ran, see ``Database/stop(when:)``.
    case stopped
    /// The statement asks for what it may not have.
    case forbidden
    /// The statement itself is wrong.
    case wrong
  }

  /// What a caller can do about it.
  public let kind: Kind
  /// SQLite's own words.
  public let message: String

  /// An error that SQLite itself does not see, such as a row that cannot be what was put in.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  init(_ code: Int32, _ message: String) {
    self.message = message
    kind =
      switch code & 0xff {
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT, SQLITE_SCHEMA: .damaged
      case SQLITE_INTERRUPT: .stopped
      case SQLITE_AUTH: .forbidden
      case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_FULL, SQLITE_IOERR, SQLITE_PERM, SQLITE_NOLFS,
        SQLITE_PROTOCOL, SQLITE_NOMEM:
        .unusable
      default: .wrong
      }
  }
}
