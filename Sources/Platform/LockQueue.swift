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
private final class Place: Sendable {
  private let file: Descriptor
  private let bell: Pipe
  private let state = Guarded(State())

  private struct State {
    /// The `errno` of the thread's call, 0 for success; nil while it waits.
    var result: Int32?
    /// Nobody wants the lock any more.
    var isLeft = false
  }

  init(_ number: Int32) throws(SystemError) {
    file = Descriptor(owning: try retrying("lock", nil) { fcntl(number, F_DUPFD_CLOEXEC, 3) })
    bell = try Pipe()
    do {
      try SystemThread { self.stand() }.detach()
    } catch {
      throw SystemError("lock", nil, code: error.code)
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
    state.with { [code] state in
      if !state.isLeft {
        state.result = code
      } else if code == 0 {
        _ = flock(file.number, LOCK_UN)
      }
    }
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
    return state.with { state in
      state.isLeft = state.result == nil
      return state.result
    }
  }
}
