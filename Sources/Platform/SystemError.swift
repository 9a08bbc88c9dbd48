#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A call to the operating system that failed: what was tried, on what, and why.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried, such as "open" or "rename".
  public let operation: String
  /// The file concerned, where there is one.
  public let path: String?
  /// The system's `errno`.
  public let code: Int32

  /// An error of `operation` on `path` with the system's `errno`.
  public init(_ operation: String, _ path: String?, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The system's own words for the code, such as "No such file or directory".
  public var reason: String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  /// True when the file, or a folder on the way to it, is not there.
  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  /// True when permissions or a read-only file system are the cause.
  public var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }
  /// True when the disk or the quota is used up.
  public var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
  /// True when something is there already.
  public var isTaken: Bool { code == EEXIST || code == ENOTEMPTY }

  /// True when the file system knows no such thing, such as a second name of a file.
  public var isUnsupported: Bool {
    [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EXDEV, EMLINK].contains(code)
  }

  /// "open /a/b: No such file or directory".
  public var description: String {
    path.map { "\(operation) \($0): \(reason)" } ?? "\(operation): \(reason)"
  }
}

/// Calls until no signal interrupts; a negative result becomes the error that `errno` says.
@discardableResult
func retrying<Result: SignedInteger>(
  _ operation: String, _ path: String?, _ call: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = errno
    if code != EINTR { throw SystemError(operation, path, code: code) }
  }
}

/// Refuses text that C would cut off at its first NUL.
func refuseNUL(_ text: String, _ operation: String) throws(SystemError) {
  if text.holdsNUL { throw SystemError(operation, text, code: EINVAL) }
}

extension String {
  /// Whether C would cut it off. Asked of every path, so the bytes are looked at where they lie.
  public var holdsNUL: Bool {
    unsafe utf8.withContiguousStorageIfAvailable { unsafe $0.contains(0) } ?? utf8.contains(0)
  }
}
