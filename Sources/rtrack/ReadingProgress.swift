import Platform

/// How far the first reading of a large ledger is, on a terminal, once it has taken a second.
struct ReadingProgress {
  private let context: Context
  private let start = MonotonicClock.nanoseconds()
  private var next: UInt64 = 1_000_000_000
  private var isShown = false

  init(_ context: Context) { self.context = context }

  /// Tells how many of the ledger's folders were read.
  mutating func tell(_ done: Int, of total: Int) {
    guard context.terminal.errorColumns != nil, total > 0 else { return }
    let elapsed = MonotonicClock.nanoseconds() - start
    guard elapsed >= next else { return }
    next = elapsed + 100_000_000
    isShown = true
    let width = 30
    let bar = String(repeating: "#", count: width * done / total)
    let rest = String(repeating: ".", count: width - bar.count)
    show("rtrack: reading the ledger [\(bar)\(rest)] \(100 * done / total) %")
  }

  /// Takes the line away.
  mutating func end() {
    if isShown { show("") }
    isShown = false
  }

  /// In the place of what the line said before.
  private func show(_ text: String) { context.relay(Array("\r\u{1b}[K\(text)".utf8), true) }
}
