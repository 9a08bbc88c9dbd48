#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waiting in the system's own queue for a lock, with a limit.
///
/// Those who ask again and again take turns by chance: of forty, somebody has no luck for ten
/// seconds. The system wakes who came first, but knows no limit; so a thread waits there, and who
/// gives up leaves it behind, to give back at once what it may get later.
enum LockQueue {
  static func wait(
    for file: consuming Descriptor, _ path: String, _ limit: Duration
  ) throws(LockError) -> Descriptor {
    let end = Deadline(after: limit)
    if limit <= .zero { throw .busy(path: path, waited: end.elapsed) }
    let place: Place
    do {
      place = try Place(file.number)
    } catch {
      throw .system(error)
    }
    if let code = place.wait(until: end) {
      if code == 0 { return file }
      throw .system(SystemError("lock", path, code: code))
    }
    throw .busy(path: path, waited: end.elapsed)
  }
}

/// One place in the queue, shared by who waits and the thread that stands there.
///
/// The thread has a descriptor of its own: two of one opening share the lock.
@safe private final class Place {
  private let file: Descriptor
  private let bell: Pipe
  private let guardian: UnsafeMutablePointer<pthread_mutex_t>
  /// Under the guardian: the `errno` of the thread's call, 0 for success; nil while it waits.
  private let result: UnsafeMutablePointer<Int32?>
  /// Under the guardian: nobody wants the lock any more.
  private let isLeft: UnsafeMutablePointer<Bool>

  init(_ number: Int32) throws(SystemError) {
    file = Descriptor(owning: try retrying("lock", nil) { fcntl(number, F_DUPFD_CLOEXEC, 3) })
    bell = try Pipe()
    unsafe guardian = .allocate(capacity: 1)
    unsafe pthread_mutex_init(guardian, nil)
    unsafe result = .allocate(capacity: 1)
    unsafe result.initialize(to: nil)
    unsafe isLeft = .allocate(capacity: 1)
    unsafe isLeft.initialize(to: false)
    try start()
  }

  deinit {
    unsafe pthread_mutex_destroy(guardian)
    unsafe guardian.deallocate()
    unsafe result.deallocate()
    unsafe isLeft.deallocate()
  }

  private func start() throws(SystemError) {
    let argument = unsafe Unmanaged.passRetained(self)
    #if canImport(Glibc)
      var thread = pthread_t()
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          if let argument = unsafe argument {
            unsafe Unmanaged<Place>.fromOpaque(argument).takeRetainedValue().stand()
          }
          return nil
        }, argument.toOpaque())
      if code == 0 { pthread_detach(thread) }
    #else
      var thread: pthread_t?
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          unsafe Unmanaged<Place>.fromOpaque(argument).takeRetainedValue().stand()
          return nil
        }, argument.toOpaque())
      if code == 0, let thread = unsafe thread { unsafe pthread_detach(thread) }
    #endif
    if code != 0 {
      unsafe argument.release()
      throw SystemError("lock", nil, code: code)
    }
  }

  /// The thread's whole life.
  private func stand() {
    var code: Int32 = 0
    while flock(file.number, LOCK_EX) != 0 {
      code = errno
      if code != EINTR { break }
      code = 0
    }
    unsafe pthread_mutex_lock(guardian)
    if unsafe isLeft.pointee {
      if code == 0 { _ = flock(file.number, LOCK_UN) }
    } else {
      unsafe result.pointee = code
    }
    unsafe pthread_mutex_unlock(guardian)
    var byte: UInt8 = 0
    _ = unsafe withUnsafeBytes(of: &byte) { unsafe writeBytes(bell.write.number, $0) }
  }

  /// The thread's result, or nil when the limit came first and the place was left.
  func wait(until end: Deadline) -> Int32? {
    while true {
      let left = end.nanosecondsLeft
      if left == 0 { break }
      var waiting = pollfd(fd: bell.read.number, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&waiting, 1, Int32(clamping: left / 1_000_000 + 1)) > 0 { break }
    }
    unsafe pthread_mutex_lock(guardian)
    defer { unsafe pthread_mutex_unlock(guardian) }
    if let code = unsafe result.pointee { return code }
    unsafe isLeft.pointee = true
    return nil
  }
}
