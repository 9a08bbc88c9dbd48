import Documents
import Experiments
import Research

/// Where a run is that is at work: on one line below its output while a person looks at a terminal,
/// else as a line of its own each minute.
///
/// All that a command prints passes through this process. So the line is taken away before anything
/// else is shown, and comes back only where a new line begins: it is never mixed with what the
/// command says, whichever of its outputs the terminal shows.
struct RunProgress {
  /// How wide the terminal is; nil where standard error is none.
  private let columns: Int?
  private let run: RunID
  private let seed: Int?
  private let seeds: [Int]
  /// Until when it may take, in seconds, and what is over then; nil where nothing says.
  private let end: (seconds: Double, word: String)?
  /// The line that is on the terminal now.
  private var shown = ""
  private var isAtLineStart = true
  private var next: Double

  /// Lines where nobody looks come this often, in seconds.
  static let interval = 60.0

  /// - Parameters:
  ///   - limit: when the command is asked to stop, in seconds.
  ///   - budget: what the spec's budget of time has left for it, in seconds.
  init(
    of start: RunStart, by spec: Spec, limit: Double?, budget: Double?, columns: Int?
  ) {
    self.columns = columns
    run = start.run
    seed = start.seed
    seeds = spec.seeds
    let ends = [limit.map { ($0, "the limit") }, budget.map { ($0, "the budget's end") }]
    end = ends.compactMap { $0 }.min { $0.0 < $1.0 }
    // What is over at once needs no line.
    next = columns == nil ? Self.interval : 1
  }

  /// What takes the line away; empty where there is none.
  mutating func cleared() -> String {
    if shown.isEmpty { return "" }
    shown = ""
    return Self.clear
  }

  /// Something was shown on the terminal.
  mutating func heard(_ bytes: [UInt8]) {
    if let last = bytes.last { isAtLineStart = last == 10 }
  }

  /// What is to be shown by now; nil for nothing new.
  mutating func due(at seconds: Double, _ latest: [MetricRecord]) -> String? {
    guard seconds >= next else { return nil }
    let text = text(at: seconds, latest)
    guard let columns else {
      next = (seconds / Self.interval).rounded(.down) * Self.interval + Self.interval
      return "rtrack: \(text)\n"
    }
    guard isAtLineStart else { return nil }
    next = seconds + 0.2
    // The last column stays free: a terminal would go to the next line.
    let line = String(terminalSafe(text).prefix(max(1, columns - 1)))
    if line == shown { return nil }
    shown = line
    return Self.clear + line
  }

  private static let clear = "\r\u{1b}[K"

  /// `run 1-7c2mxa · 3:20 · seed 1 (2 of 3) · step 200 · val_acc 0.74 · 56:40 to the limit`.
  private func text(at seconds: Double, _ latest: [MetricRecord]) -> String {
    var parts = ["run \(run)", Self.clock(seconds)]
    let told = latest.first?.seed ?? seed
    if let told {
      let place = seeds.firstIndex(of: told).map { " (\($0 + 1) of \(seeds.count))" }
      parts.append("seed \(told)\(place ?? "")")
    }
    if let step = latest.first?.step { parts.append("step \(Verdict.plain(step))") }
    for record in latest.prefix(3) {
      parts.append("\(record.metric) \(record.value.number.map(Self.short) ?? "?")")
    }
    if let end {
      let left = end.seconds - seconds
      parts.append(left > 0 ? "\(Self.clock(left)) to \(end.word)" : "beyond \(end.word)")
    }
    return parts.joined(separator: " · ")
  }

  /// `3:20`, `1:02:03`.
  private static func clock(_ seconds: Double) -> String {
    let all = Int(min(max(0, seconds), 1e9))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let rest = "\(two(all % 60))"
    return all < 3600
      ? "\(all / 60):\(rest)" : "\(all / 3600):\(two(all / 60 % 60)):\(rest)"
  }

  /// Four figures behind the point are enough to look at.
  private static func short(_ number: Double) -> String {
    let isPlain = abs(number) >= 1e-3 && abs(number) < 1e9
    return Verdict.plain(isPlain ? (number * 1e4).rounded() / 1e4 : number)
  }
}
