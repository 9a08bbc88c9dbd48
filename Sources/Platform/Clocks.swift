#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The time of day, which an administrator can set back.
public enum WallClock {
  /// Time since 1970 in UTC.
  public static func now() -> (seconds: Int64, nanoseconds: Int32) {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return (Int64(time.tv_sec), Int32(truncatingIfNeeded: time.tv_nsec))
  }
}

/// A clock that only goes forward, for measuring how long something takes.
public enum MonotonicClock {
  /// Nanoseconds since some moment in the past.
  public static func nanoseconds() -> UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
  }

  /// Sleeps all of `duration`, also when signals arrive.
  public static func sleep(_ duration: Duration) {
    let end = Deadline(after: duration)
    while true {
      let left = end.nanosecondsLeft
      if left == 0 { return }
      var time = timespec(
        tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
      _ = unsafe nanosleep(&time, nil)
    }
  }
}

extension Duration {
  /// As people say it: `40 ms`, `10 s`, `2 min`.
  public var rounded: String {
    let parts = components
    let milliseconds = parts.attoseconds / 1_000_000_000_000_000
    if parts.seconds == 0, milliseconds < 100 { return "\(milliseconds) ms" }
    if parts.seconds == 0, milliseconds < 995 { return "\((milliseconds + 5) / 10 * 10) ms" }
    // 9.9999 s is what a wait of ten seconds measures.
    let seconds = parts.seconds + (milliseconds >= 500 ? 1 : 0)
    return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
  }
}

/// A moment on the monotonic clock.
struct Deadline {
  private let start = MonotonicClock.nanoseconds()
  private let length: UInt64

  init(after duration: Duration) {
    let parts = duration.components
    let seconds = UInt64(clamping: parts.seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let rest = UInt64(clamping: parts.attoseconds / 1_000_000_000)
    let sum = seconds.partialValue.addingReportingOverflow(rest)
    length = seconds.overflow || sum.overflow ? .max : sum.partialValue
  }

  private var passed: UInt64 {
    let now = MonotonicClock.nanoseconds()
    return now > start ? now - start : 0
  }

  var elapsed: Duration { .nanoseconds(Int64(clamping: passed)) }

  var nanosecondsLeft: UInt64 {
    let passed = passed
    return passed >= length ? 0 : length - passed
  }

  var hasPassed: Bool { nanosecondsLeft == 0 }
}
