#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a lock was not had.
public enum LockError: Error, Equatable, Sendable {
  /// Another process held it all the time.
  case busy(path: String, waited: Duration)
  /// The lock file could not be opened or locked at all.
  case system(SystemError)
}

/// The exclusive right to something, among processes, held while the value lives.
///
/// It is `flock(2)` on a file: the system itself releases it when the process dies, and the file
/// stays, since removing it would let two processes hold two locks of one name.
public struct FileLock: ~Copyable {
  private let file: Descriptor
  /// Whether another process has it now, through a descriptor of its own.
  var isHandedOver = false
  /// The descriptor that holds it.
  var number: Int32 { file.number }

  /// Takes the lock at `path`, made when missing, waiting at most `wait`.
  ///
  /// Throws `LockError.busy` when another holder did not let go in time.
  public init(_ path: String, wait: Duration) throws(LockError) {
    file = try Self.acquire(path, wait)
  }

  /// The lock that an open descriptor holds already.
  init(holding file: consuming Descriptor, _ path: String) throws(LockError) {
    self.file = file
    if flock(self.file.number, LOCK_EX | LOCK_NB) != 0 {
      throw errno == EWOULDBLOCK
        ? .busy(path: path, waited: .zero) : .system(SystemError("lock", path, code: errno))
    }
  }

  // A child between fork and exec still shares the lock: closing alone would not release it.
  /// Gives the lock back; what the value's end would do, where it can be seen.
  public consuming func release() {}

  deinit { if !isHandedOver { _ = flock(file.number, LOCK_UN) } }

  private static func acquire(_ path: String, _ wait: Duration) throws(LockError) -> Descriptor {
    let file = try open(path)
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      guard code == EWOULDBLOCK else { throw .system(SystemError("lock", path, code: code)) }
      return try LockQueue.wait(for: file, path, wait)
    }
    return file
  }

  private static func open(_ path: String) throws(LockError) -> Descriptor {
    do throws(SystemError) {
      do throws(SystemError) {
        return try Descriptor(path, O_RDWR | O_CREAT, mode: 0o666)
      } catch  where error.code == EACCES {
        // A file of another user locks just as well when it can only be read.
        return try Descriptor(path, O_RDONLY)
      }
    } catch {
      throw .system(error)
    }
  }
}
