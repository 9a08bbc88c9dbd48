import Ledger
public import Research

/// Nothing is dated after the commit that brings it.
public struct TimeRule {
  /// How far clocks may differ, in seconds.
  let skew: Int64

  init(skew: Int64) { self.skew = skew }

  func violation(at change: PathChange, committedAt time: Timestamp?) -> Violation? {
    guard let time, let name = Self.event(at: change.path), name.time.seconds > time.seconds + skew
    else { return nil }
    return Violation(
      .time, .added, change.path, after: change.after,
      message: "it is dated \(name.time), and was committed at \(time)",
      remedy: "set the clock right and write the event anew")
  }

  /// By how many seconds an event came later into history than it says it was written: between
  /// clones that meet seldom that is nobody's fault, but it shows nothing about the order.
  public static func lateness(of path: String, committedAt time: Timestamp) -> Int64? {
    event(at: path).map { max(0, time.seconds - $0.time.seconds) }
  }

  private static func event(at path: String) -> EventName? {
    guard case .event(_, let name)? = Layout.place(of: path) else { return nil }
    return name
  }
}
