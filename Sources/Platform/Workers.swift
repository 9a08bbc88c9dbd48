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
    var threads: [pthread_t] = []
    var left: [Int] = []
    for number in 0..<max(0, count - 1) {
      if let thread = start(Work(number: number, body: body)) {
        threads.append(thread)
      } else {
        left.append(number)
      }
    }
    if count > 0 { body(count - 1) }
    for number in left { body(number) }
    for thread in threads { wait(for: thread) }
  }

  private static func wait(for thread: pthread_t) {
    #if canImport(Glibc)
      pthread_join(thread, nil)
    #else
      unsafe pthread_join(thread, nil)
    #endif
  }

  private final class Work: Sendable {
    let number: Int
    let body: @Sendable (Int) -> Void

    init(number: Int, body: @escaping @Sendable (Int) -> Void) {
      self.number = number
      self.body = body
    }
  }

  private static func start(_ work: Work) -> pthread_t? {
    let argument = unsafe Unmanaged.passRetained(work)
    #if canImport(Glibc)
      var thread = pthread_t()
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          if let argument = unsafe argument {
            let work = unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
            work.body(work.number)
          }
          return nil
        }, argument.toOpaque())
      if code == 0 { return thread }
    #else
      var thread: pthread_t?
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          let work = unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
          work.body(work.number)
          return nil
        }, argument.toOpaque())
      if code == 0, let thread = unsafe thread { return unsafe thread }
    #endif
    unsafe argument.release()
    return nil
  }
}
