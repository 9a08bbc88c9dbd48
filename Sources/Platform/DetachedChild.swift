#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that lives on when this process and its terminal are gone.
public enum DetachedChild {
  /// The number under which it finds the lock that it was handed.
  static let lockNumber: Int32 = 3

  /// Starts a program in a session of its own, and hands it the lock: at no moment is the lock
  /// anybody's else. Its standard input is empty; what it says goes to the end of `log`.
  ///
  /// - Throws: `SystemError` when it could not be started; the lock is still held here then.
  static func start(
    _ command: [String], in directory: String, environment: [String: String], log: String,
    handing lock: inout FileLock
  ) throws(SystemError) {
    let program = try Child.program(of: command, environment: environment)
    let nothing = try Descriptor("/dev/null", O_RDONLY)
    let said = try Descriptor(log, O_WRONLY | O_CREAT | O_APPEND, mode: 0o600)
    _ = try Spawn.start(
      program, command, in: directory, environment,
      streams: (nothing.number, said.number, said.number), handing: lock.number)
    lock.isHandedOver = true
  }
}

extension FileLock {
  /// Takes over the lock at `path` that the process which started this one handed it.
  ///
  /// - Throws: `LockError.busy` when it was handed none, or another.
  public init(handedOver path: String) throws(LockError) {
    let number = DetachedChild.lockNumber
    var own = stat()
    let isOpen = unsafe fstat(number, &own) == 0
    let place: FileStatus?
    do throws(SystemError) {
      place = try FileSystem.status(path)
    } catch {
      throw .system(error)
    }
    guard isOpen, let place, FileStatus(own).identity == place.identity else {
      throw .busy(path: path, waited: .zero)
    }
    // What this process starts does not get it.
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    try self.init(holding: Descriptor(owning: number, path: path), path)
  }

  /// Starts a program that lives on when this process and its terminal are gone, and that has the
  /// lock from then on: at no moment is it anybody's else.
  ///
  /// It gets a session of its own, no standard input, and the end of the file `log` for what it
  /// says. It takes the lock over by ``init(handedOver:)``.
  ///
  /// - Throws: `SystemError` when it could not be started; the lock is still held here then.
  public mutating func handOver(
    to command: [String], in directory: String, environment: [String: String], log: String
  ) throws(SystemError) {
    try DetachedChild.start(
      command, in: directory, environment: environment, log: log, handing: &self)
  }
}
