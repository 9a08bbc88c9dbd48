#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that was started and not yet waited for.
struct RunningChild {
  let id: Int32
  let isGroup: Bool
  let deadline: Deadline?
  /// Whether a request to stop that this process gets ends the program too.
  var endsWithUs = false
  private var status: Int32?
  private var killAt: Deadline?
  private var isKilled = false

  init(id: Int32, isGroup: Bool, deadline: Deadline?) {
    self.id = id
    self.isGroup = isGroup
    self.deadline = deadline
  }

  /// Asks whether it has ended, without waiting.
  mutating func hasEnded() -> Bool {
    if status == nil { collect(WNOHANG) }
    return status != nil
  }

  /// Stops it once its time is over: a request first, then by force.
  mutating func enforceLimit() {
    if let killAt {
      if killAt.hasPassed, !isKilled {
        isKilled = true
        send(SIGKILL)
      }
    } else if deadline?.hasPassed ?? false || (endsWithUs && Interrupts.isAsked) {
      killAt = Deadline(after: .milliseconds(500))
      send(SIGTERM)
    }
  }

  /// True when the time limit came before the end.
  var isOverdue: Bool { killAt != nil }

  /// Nanoseconds until the limit has something to do; nil when it never will.
  var nanosecondsToLimit: UInt64? {
    if isKilled { return nil }
    let left = (killAt ?? deadline)?.nanosecondsLeft
    return endsWithUs ? min(left ?? .max, 50_000_000) : left
  }

  /// Waits for the end and says how it came.
  mutating func wait() -> ChildResult.End {
    var nap: UInt64 = 100_000
    while !hasEnded() {
      enforceLimit()
      guard let left = nanosecondsToLimit else {
        collect(0)
        continue
      }
      MonotonicClock.sleep(.nanoseconds(Int64(min(nap, max(left, 100_000)))))
      nap = min(nap * 2, 10_000_000)
    }
    // What it left behind in its group must not outlive the limit.
    if isOverdue, isGroup, !isKilled { kill(-id, SIGKILL) }
    let status = status ?? 0
    if isOverdue { return .timedOut }
    let signal = status & 0x7f
    return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
  }

  private mutating func collect(_ options: Int32) {
    var found: Int32 = 0
    let result = unsafe waitpid(id, &found, options)
    if result == id {
      status = found
    } else if result < 0, errno != EINTR {
      // Somebody else has waited for it: how it ended is lost.
      status = 127 << 8
    }
  }

  private func send(_ signal: Int32) {
    // Once waited for, the number may be another process's; the group lives on with its members.
    if isGroup { kill(-id, signal) } else if status == nil { kill(id, signal) }
  }
}
