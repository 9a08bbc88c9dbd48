import Platform

/// Calls again what failed because a machine did not answer: after 1, 2, 4 … 30 seconds, as long as
/// its time lasts. What failed on the machine itself is not called again.
public struct Persistence {
  private let limit: Duration
  private let tell: (String) -> Void

  /// - Parameters:
  ///   - limit: how long a machine may be away.
  ///   - tell: told once that it is.
  public init(_ limit: Duration, tell: @escaping (String) -> Void) {
    self.limit = limit
    self.tell = tell
  }

  /// Does it, and waits for the machine where that is away.
  ///
  /// - Throws: ``EngineFault``, also `.unreachable` once the time is over.
  public func call<Value>(
    _ body: () throws(EngineFault) -> Value
  ) throws(EngineFault) -> Value {
    let start = MonotonicClock.nanoseconds()
    var pause = Duration.seconds(1)
    var isTold = false
    while true {
      do throws(EngineFault) {
        return try body()
      } catch .unreachable(let said) {
        let passed = Duration.nanoseconds(
          Int64(clamping: MonotonicClock.nanoseconds() &- start))
        guard passed + pause <= limit else { throw EngineFault.unreachable(said) }
        if !isTold { tell("\(said); trying again for \(limit.rounded)") }
        isTold = true
        MonotonicClock.sleep(pause)
        pause = min(pause * 2, .seconds(30))
      }
    }
  }
}
