import Research

/// What is said while a run takes longer than was thought. Nothing of it stops the run: the spec's
/// own budget is soft, and only a limit that a call gives is a limit.
struct RunClock {
  private var lines: [(seconds: Double, text: String)] = []

  /// - Parameters:
  ///   - pivot: when to say that it is time for something else, in seconds.
  ///   - elsewhere: the call that runs it on another machine, where one is set up.
  init(_ spec: Spec, pivot: Double?, elsewhere: String? = nil) {
    if let hours = spec.computeProfile?.estimatedWallHours, hours > 0 {
      let time = Self.words(hours * 3600)
      for (factor, words) in [(1.0, "has taken"), (2, "has taken twice"), (3, "three times")] {
        let call = factor > 1 ? elsewhere.map { "; another machine runs it by `\($0)`" } : nil
        lines.append(
          (
            hours * 3600 * factor,
            "the run \(words) the \(time) that its spec estimates\(call ?? "")"
          ))
      }
    }
    if let budget = spec.budget.wallClockSeconds, budget > 0 {
      lines.append(
        (
          budget,
          "the run is over the \(Self.words(budget)) of its spec's budget; it goes on, and its "
            + "notes say why"
        ))
    }
    if let pivot {
      lines.append((pivot, "\(Self.words(pivot)) have passed: time for a pivot, if this is stuck"))
    }
    lines.sort { $0.seconds < $1.seconds }
  }

  /// What is to be said by now, each once.
  mutating func due(at passed: Duration) -> [String] {
    let parts = passed.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    let due = lines.prefix { $0.seconds <= seconds }
    lines.removeFirst(due.count)
    return due.map(\.text)
  }

  /// `90 s`, `30 min`, `2 h`.
  static func words(_ seconds: Double) -> String {
    func plain(_ number: Double) -> String {
      let tenths = (number * 10).rounded() / 10
      return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }
    if seconds < 120 { return "\(plain(seconds)) s" }
    return seconds < 7200 ? "\(plain(seconds / 60)) min" : "\(plain(seconds / 3600)) h"
  }
}
