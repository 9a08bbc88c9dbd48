import Ledger
import Research

/// Nothing is dated after the commit that brings it.
struct TimeRule {
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

  /// By how many seconds an event came later into history than it says it was written, where that
  /// is more than clocks differ; nil where it is not. Nobody's fault, but it shows no order.
  func lateness(of event: EventName, committedAt time: Timestamp) -> Int64? {
    let lateness = time.seconds - event.time.seconds
    return lateness > skew ? lateness : nil
  }

  private static func event(at path: String) -> EventName? {
    guard case .event(_, let name)? = Layout.place(of: path) else { return nil }
    return name
  }
}
