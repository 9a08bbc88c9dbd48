import Experiments
import Platform
import Research

/// What a caller sees of a run at work: all that its command prints, what rtrack has to say, and
/// where the run is.
struct RunDisplay {
  private let context: Context
  private let isQuiet: Bool
  private var progress: RunProgress

  /// - Parameters:
  ///   - limit: when the command is asked to stop, in seconds.
  ///   - budget: what the spec's budget of time has left for it, in seconds.
  ///   - isQuiet: whether standard output is kept for the report; then nothing is said of progress.
  init(
    _ context: Context, of start: RunStart, by spec: Spec, limit: Double?, budget: Double?,
    isQuiet: Bool
  ) {
    self.context = context
    self.isQuiet = isQuiet
    progress = RunProgress(
      of: start, by: spec, limit: limit, budget: budget, columns: context.terminal.errorColumns)
  }

  /// Passes on what the command printed.
  mutating func relay(_ bytes: [UInt8], _ stream: Supervision.Stream) {
    let toErrors = stream == .errors || isQuiet
    let isOnTerminal =
      toErrors ? context.terminal.errorColumns != nil : context.terminal.isOutput
    if isOnTerminal {
      clear()
      progress.heard(bytes)
    }
    context.relay(bytes, toErrors)
  }

  /// Says something in a line of its own.
  mutating func note(_ line: String) {
    clear()
    context.note(line)
  }

  /// Shows where the run is, where it is time for that.
  ///
  /// - Parameter latest: the values that it told last, the very last first.
  mutating func look(at passed: Duration, _ latest: [MetricRecord]) {
    if isQuiet { return }
    let parts = passed.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    if let line = progress.due(at: seconds, latest) { context.relay(Array(line.utf8), true) }
  }

  /// The command has ended.
  mutating func end() { clear() }

  private mutating func clear() {
    let text = progress.cleared()
    if !text.isEmpty { context.relay(Array(text.utf8), true) }
  }
}
