public import Experiments
public import Research

/// What stops a run before its own end, beside its time and a signal: the abort criteria of its
/// spec, and whoever asks. Asked whenever something of it arrived, and at least ten times a second.
public struct RunStops {
  /// What the run tells of metrics.
  public var live: LiveMetrics
  private let place: RunPlace
  private var next: Duration = .zero

  /// What may stop the run of this place.
  ///
  /// - Parameters:
  ///   - spec: what it follows.
  ///   - isSingleRun: whether it is one run in the spec's sense: with one seed.
  public init(for place: RunPlace, by spec: Spec, isSingleRun: Bool) {
    self.place = place
    live = LiveMetrics(of: spec, in: place, isSingleRun: isSingleRun)
  }

  /// Why the run is to be stopped now, as `abort_reason` says it; nil where nothing speaks against
  /// it.
  ///
  /// - Parameters:
  ///   - passed: how long the command has been at work.
  ///   - printed: what it has printed of metrics since this was asked last.
  public mutating func reason(at passed: Duration, hearing printed: [MetricRecord]) -> String? {
    live.look(at: passed, printed: printed)
    if let reason = live.reason { return reason }
    // The disk need not be asked each time that something is printed.
    if passed < next { return nil }
    next = passed + .milliseconds(100)
    return place.abortRequest?.words
  }
}
