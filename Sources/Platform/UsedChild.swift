#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a process and the children that it waited for used, by `wait4(2)`.
public struct ProcessUsage: Hashable, Sendable {
  /// Processor time of its own, in seconds.
  public let userSeconds: Double
  /// Processor time of the system on its behalf, in seconds.
  public let systemSeconds: Double
  /// The most memory that one of them held at once, in bytes.
  public let peakMemory: Int64
  /// Whether it is only known that they held no more: between fork and exec a child counts as
  /// large as the process that starts it, and the system remembers the largest.
  public var isPeakBound: Bool { peakMemory <= Self.ownPeak }

  /// The most memory that this process held.
  private static var ownPeak: Int64 {
    var usage = rusage()
    _ = unsafe getrusage(ownUsage, &usage)
    return Int64(usage.ru_maxrss) * residentUnit
  }

  /// What was used.
  public init(userSeconds: Double, systemSeconds: Double, peakMemory: Int64) {
    self.userSeconds = userSeconds
    self.systemSeconds = systemSeconds
    self.peakMemory = peakMemory
  }

  init(_ usage: rusage) {
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    userSeconds = seconds(usage.ru_utime)
    systemSeconds = seconds(usage.ru_stime)
    peakMemory = Int64(usage.ru_maxrss) * residentUnit
  }
}

/// A child whose end tells what it used.
struct UsedChild {
  let id: Int32
  private var status: Int32?
  private(set) var usage = ProcessUsage(userSeconds: 0, systemSeconds: 0, peakMemory: 0)

  init(id: Int32) { self.id = id }

  /// Asks whether it has ended, without waiting.
  mutating func hasEnded() -> Bool {
    if status == nil { collect() }
    return status != nil
  }

  /// Waits for its end, at most so many milliseconds.
  mutating func wait(atMost milliseconds: Int64) {
    let deadline = Deadline(after: .milliseconds(milliseconds))
    while !hasEnded(), !deadline.hasPassed { MonotonicClock.sleep(.milliseconds(1)) }
  }

  /// How it ended; asked once it has.
  var end: ChildResult.End {
    let status = status ?? 0
    let signal = status & 0x7f
    return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
  }

  private mutating func collect() {
    var found: Int32 = 0
    var used = rusage()
    let result = waitForUsage(id, &found, WNOHANG, &used)
    if result == id {
      status = found
      usage = ProcessUsage(used)
    } else if result < 0, errno != EINTR {
      // Somebody else has waited for it: how it ended is lost.
      status = 127 << 8
    }
  }
}
