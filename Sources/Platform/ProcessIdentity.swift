#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One process of one boot of one machine: its number alone is given to others later.
public struct ProcessIdentity: Hashable, Sendable {
  /// The process's number.
  public let id: Int32
  /// When it started, in the system's own ticks since its boot.
  public let start: UInt64
  /// What names this boot of the machine; empty where the system does not say.
  public let boot: String

  /// A process as it was noted down.
  public init(id: Int32, start: UInt64, boot: String) {
    self.id = id
    self.start = start
    self.boot = boot
  }

  /// The process that has this number now; nil when there is none.
  public init?(of id: Int32) {
    guard let start = processStart(id) else { return nil }
    self.init(id: id, start: start, boot: Self.bootName)
  }

  /// Whether this very process still runs.
  public var isAlive: Bool { ProcessIdentity(of: id) == self }

  /// Asks the process's whole group to stop, and stops by force what has not ended after `grace`.
  /// Gives back whether something was there to be stopped.
  @discardableResult
  public func stopGroup(grace: Duration) -> Bool {
    guard id > 1, kill(-id, SIGTERM) == 0 else { return false }
    let deadline = Deadline(after: grace)
    while !deadline.hasPassed {
      // A member that nobody waits for yet is there in name only.
      if kill(-id, 0) != 0 || isGroupOver(id) { return true }
      MonotonicClock.sleep(.milliseconds(10))
    }
    kill(-id, SIGKILL)
    return true
  }

  private static let bootName: String = {
    let bytes = try? FileSystem.read("/proc/sys/kernel/random/boot_id", limit: 100)
    return String(decoding: (bytes ?? []).prefix { $0 != 10 }, as: UTF8.self)
  }()
}
