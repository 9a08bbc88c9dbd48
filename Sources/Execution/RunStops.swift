public import Experiments

/// What stops a run before its own end, beside its time and a signal: asked whenever something of
/// it arrived, and at least ten times a second.
public struct RunStops {
  private let place: RunPlace
  private var next: Duration = .zero

  /// What may stop the run of this place.
  public init(for place: RunPlace) { self.place = place }

  /// Why the run is to be stopped now, as `abort_reason` says it; nil where nothing speaks against
  /// it.
  ///
  /// - Parameters:
  ///   - passed: how long the command has been at work.
  ///   - fold: what it has told of metrics so far.
  public mutating func reason(at passed: Duration, knowing fold: MetricsFold) -> String? {
    // The disk need not be asked each time that something is printed.
    if passed < next { return nil }
    next = passed + .milliseconds(100)
    return place.abortRequest?.words
  }
}
