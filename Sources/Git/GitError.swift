internal import CLibgit2
internal import Platform

/// What git, or libgit2, could not do.
public struct GitError: Error, Sendable, CustomStringConvertible {
  /// What a caller may want to tell apart.
  public enum Kind: Equatable, Sendable {
    /// There is no repository here.
    case notRepository
    /// The repository belongs to another user, and git does not trust it.
    case foreignOwner(path: String)
    /// The repository uses something that cannot be read, such as "SHA-256 objects".
    case unsupported(String)
    /// The reference no longer, or already, points elsewhere: somebody else was quicker.
    case moved
    /// Another process holds the lock, or a process that died left it.
    case locked(path: String)
    /// An object or a reference is not there.
    case missing
    /// An object is not what it should be.
    case corrupt
    /// libgit2 or git itself cannot be started.
    case libraryMissing
    /// Anything else; the message says what.
    case other
  }

  /// The sort of error.
  public let kind: Kind
  /// What was being done, such as "read tree 1f7a…".
  public let doing: String
  /// The words of libgit2, of git or of the system.
  public let message: String

  /// An error from its parts.
  public init(_ kind: Kind, doing: String, message: String) {
    self.kind = kind
    self.doing = doing
    self.message = message
  }

  /// "cannot read tree 1f7a…: object not found".
  public var description: String { "cannot \(doing): \(message)" }

  /// The error of the libgit2 call that has just failed with `code`.
  init(code: Int32, doing: String, in library: Library) {
    let kind: Kind
    switch code {
    case GIT_ENOTFOUND.rawValue: kind = .missing
    case GIT_EMODIFIED.rawValue: kind = .moved
    default: kind = .other
    }
    self.init(kind, doing: doing, message: library.lastMessage(code: code))
  }

  /// The error of a call to the operating system.
  init(_ error: SystemError, doing: String) {
    let cause =
      if error.isDiskFull {
        "the disk is full"
      } else if error.isForbidden {
        "permission denied, or a read-only file system"
      } else {
        error.reason
      }
    let detail = cause == error.reason ? "" : " (\(error.reason))"
    let place = error.path.map { " \($0)" } ?? ""
    self.init(.other, doing: doing, message: "\(cause)\(detail): \(error.operation)\(place)")
  }
}
