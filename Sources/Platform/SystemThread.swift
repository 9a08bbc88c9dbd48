#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A thread of the system, for work that waits in the system's own calls.
///
/// Swift's concurrency would bring its pool of threads into each call's start, and a task that
/// blocks bars the others of that pool. Either `join` or `detach` is called once.
@safe struct SystemThread {
  private let thread: pthread_t

  /// What a new thread is given.
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts a thread that does the work and ends.
  ///
  /// - Throws: ``SystemError`` where the system gives no more threads.
  init(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    let argument = unsafe Unmanaged.passRetained(Work(body))
    #if canImport(Glibc)
      var thread = pthread_t()
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          if let argument = unsafe argument {
            unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
          }
          return nil
        }, argument.toOpaque())
      if code == 0 {
        self.thread = thread
        return
      }
    #else
      var thread: pthread_t?
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
          return nil
        }, argument.toOpaque())
      if code == 0, let thread = unsafe thread {
        unsafe self.thread = thread
        return
      }
    #endif
    unsafe argument.release()
    throw SystemError("start a thread", nil, code: code)
  }

  /// Waits for its end.
  func join() {
    #if canImport(Glibc)
      pthread_join(thread, nil)
    #else
      unsafe pthread_join(thread, nil)
    #endif
  }

  /// Leaves it to itself.
  func detach() {
    #if canImport(Glibc)
      pthread_detach(thread)
    #else
      unsafe pthread_detach(thread)
    #endif
  }
}
