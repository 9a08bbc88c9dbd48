#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Stops a process group when its time is over or somebody asks, in a thread of its own: whoever
/// passes on the group's output may be held up by a reader that is slow.
final class Watch: Sendable {
  let id: Int32
  private let limit: Deadline?
  private let grace: Duration
  private let state = Guarded(State())

  private struct State {
    var stop: Supervision.Stop?
    /// When force follows the request to stop; nil before a request.
    var killAt: Deadline?
    var isKilled = false
    /// The command itself has ended and was waited for.
    var isOrphaned = false
    /// Nothing of the group is left.
    var isQuiet = false
    var isOver = false
  }

  init(of id: Int32, limit: Duration?, grace: Duration) {
    self.id = id
    self.limit = limit.map { Deadline(after: $0) }
    self.grace = grace
  }

  /// Why it was stopped, where it was.
  var stop: Supervision.Stop? { state.with { $0.stop } }
  /// Whether nothing of the group is left.
  var isQuiet: Bool { state.with { $0.isQuiet } }

  /// The thread's whole life.
  func stand() {
    let begun = Deadline(after: .zero)
    while !state.with({ $0.isOver }) {
      if let signal = Interrupts.take() {
        // Who asks twice does not want to wait.
        if stop != nil { hurry() } else { ask(.interrupt(signal)) }
      }
      if let limit, limit.hasPassed { ask(.timeLimit) }
      state.with { state in
        if let killAt = state.killAt, killAt.hasPassed, !state.isKilled, !state.isQuiet {
          state.isKilled = true
          kill(-id, SIGKILL)
        }
        if state.isOrphaned, !state.isQuiet, isGroupGone { state.isQuiet = true }
      }
      // Who watches a short command is not to be the one that is waited for.
      let isShort = isOrphaned || begun.elapsed < .seconds(1)
      MonotonicClock.sleep(.milliseconds(isShort ? 1 : 20))
    }
  }

  /// Asks the group to stop, and remembers the first reason; force follows after the grace.
  func ask(_ reason: Supervision.Stop) {
    state.with { state in
      if state.isOver || state.isOrphaned || state.stop != nil { return }
      state.stop = reason
      state.killAt = Deadline(after: grace)
      kill(-id, SIGTERM)
    }
  }

  private func hurry() { state.with { $0.killAt = Deadline(after: .zero) } }

  /// Told when the command itself was waited for; asks what it left behind to stop. Gives back
  /// whether something was left.
  func leaderHasEnded() -> Bool {
    state.with { state in
      state.isOrphaned = true
      state.isQuiet = isGroupGone
      if state.isQuiet { return false }
      kill(-id, SIGTERM)
      if state.killAt == nil { state.killAt = Deadline(after: grace) }
      return true
    }
  }

  /// Waits until nothing of the group is left, at most a second beyond the grace.
  func waitForQuiet() {
    let deadline = Deadline(after: grace + .seconds(1))
    while !isQuiet, !deadline.hasPassed { MonotonicClock.sleep(.milliseconds(2)) }
  }

  /// The watch is over.
  func end() { state.with { $0.isOver = true } }

  private var isOrphaned: Bool { state.with { $0.isOrphaned } }

  /// Once its leader was waited for, a group lives with its members; its number is nobody else's
  /// as long as it has one.
  private var isGroupGone: Bool { kill(-id, 0) != 0 || isGroupOver(id) }
}
