/// What the threads still have to do of a row of things, such as commits from the newest on.
///
/// Each goes along a stretch of its own, since it is quick where it has just been and slow where it
/// begins. Who is done takes half of what the slowest still has before it.
struct Shares {
  private var stretches: [Range<Int>]
  private(set) var isStopped = false
  /// So many are handed out at once.
  private static let step = 64
  /// Less is left to the one that has it.
  private static let fewest = 1_024

  init(_ count: Int, _ workers: Int) {
    stretches = (0..<workers).map { number in
      (count * number / workers)..<(count * (number + 1) / workers)
    }
  }

  /// The next few for a thread; nil when nothing is left for it.
  mutating func take(_ worker: Int) -> Range<Int>? {
    if isStopped { return nil }
    if stretches[worker].isEmpty {
      guard let slowest = stretches.indices.max(by: { stretches[$0].count < stretches[$1].count }),
        case let left = stretches[slowest], left.count > Self.fewest
      else { return nil }
      let middle = left.lowerBound + left.count / 2
      stretches[slowest] = left.lowerBound..<middle
      stretches[worker] = middle..<left.upperBound
    }
    let own = stretches[worker]
    let end = min(own.lowerBound + Self.step, own.upperBound)
    stretches[worker] = end..<own.upperBound
    return own.lowerBound..<end
  }

  /// Nobody takes any more.
  mutating func stop() { isStopped = true }
}
