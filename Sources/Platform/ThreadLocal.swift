#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A variable of which every thread has its own value, set for the time of a call.
///
/// Where it serves, the language's `@TaskLocal` would bring the library of concurrency into a
/// program that has no use for it.
public struct ThreadLocal<Value: AnyObject>: Sendable {
  private let key: pthread_key_t

  /// A variable that no thread has a value of yet. It lasts as long as the process: for constants.
  public init() {
    var key = pthread_key_t()
    let code = unsafe pthread_key_create(&key, nil)
    precondition(code == 0, "a process has room for a thousand variables of this kind")
    self.key = key
  }

  /// This thread's value; nil outside of `with`.
  public var value: Value? {
    guard let place = unsafe pthread_getspecific(key) else { return nil }
    return unsafe Unmanaged<Value>.fromOpaque(place).takeUnretainedValue()
  }

  /// Sets this thread's value while `work` is done.
  public func with<Answer>(_ value: Value, do work: () throws -> Answer) rethrows -> Answer {
    let before = unsafe pthread_getspecific(key)
    unsafe pthread_setspecific(key, Unmanaged.passUnretained(value).toOpaque())
    defer { unsafe pthread_setspecific(key, before) }
    return try withExtendedLifetime(value) { try work() }
  }
}
