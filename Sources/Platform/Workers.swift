#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A value that several threads share; one at a time.
@safe public final class Guarded<Value>: @unchecked Sendable {
  private let guardian: UnsafeMutablePointer<pthread_mutex_t>
  private var value: Value

  /// Guards a value from its beginning.
  public init(_ value: sending Value) {
    unsafe guardian = .allocate(capacity: 1)
    unsafe pthread_mutex_init(guardian, nil)
    self.value = value
  }

  deinit {
    unsafe pthread_mutex_destroy(guardian)
    unsafe guardian.deallocate()
  }

  /// Reads or changes the value while no other thread does.
  public func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    unsafe pthread_mutex_lock(guardian)
    defer { unsafe pthread_mutex_unlock(guardian) }
    return try body(&value)
  }
}

/// Threads that share one piece of work.
public enum Workers {
  /// How many processors there are for this process.
  public static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Calls `body` with 0 up to `count`, each in a thread of its own, and waits for all; the last
  /// one runs in the caller's. Where a thread cannot be had, the caller does its part too.
  public static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var threads: [SystemThread] = []
    var left: [Int] = []
    for number in 0..<max(0, count - 1) {
      do {
        threads.append(try SystemThread { body(number) })
      } catch {
        left.append(number)
      }
    }
    if count > 0 { body(count - 1) }
    for number in left { body(number) }
    for thread in threads { thread.join() }
  }

  /// Does `work` in this thread while `other` runs in one beside it, and waits for both.
  ///
  /// Throws, and does neither, when the system gives no thread.
  static func run<Answer>(
    beside other: @escaping @Sendable () -> Void, _ work: () -> Answer
  ) throws(SystemError) -> Answer {
    let thread = try SystemThread(other)
    let answer = work()
    thread.join()
    return answer
  }
}
