public import Experiments
import Platform
public import Research

/// What a run tells of metrics while it is at work, in both ways, held against the abort criteria
/// of its spec.
public struct LiveMetrics {
  /// The latest values of the few metrics that were told last, the very last first.
  public private(set) var latest: [MetricRecord] = []
  /// Why the run is to be stopped; nil while nothing speaks against it.
  public private(set) var reason: String?
  private var judge: AbortJudge
  private var isSingleRun: Bool
  private var stream: MetricStream
  /// The command that is at work; nil where the run has no other.
  private var step: RunStep?
  /// How long the run had been at work before it.
  private var before: Duration = .zero
  private var next: Duration = .zero

  private static let kept = 3

  /// What a run of a spec will tell.
  ///
  /// - Parameters:
  ///   - isSingleRun: whether it is one run in the spec's sense: with one seed.
  public init(
    of spec: Spec, in place: RunPlace, isSingleRun: Bool
  ) {
    judge = AbortJudge(spec)
    self.isSingleRun = isSingleRun
    stream = MetricStream(place.stream)
  }

  /// The longest that a command took which reproduced the baseline, in seconds: a time for a single
  /// run that is shorter is not realistic, and not judged.
  public var baselineSeconds: Double?
  /// Whether a command is at work that reproduces the baseline: what it takes is what such a time
  /// is held against, not the other way round.
  public var isBaseline = false

  /// Another command of the run begins.
  ///
  /// - Parameters:
  ///   - folder: where it tells its metrics.
  ///   - passed: how long the run has been at work.
  public mutating func begin(_ step: RunStep, in folder: String, at passed: Duration) {
    self.step = step
    before = passed
    isSingleRun = true
    stream = MetricStream(Path.join(folder, RunPlace.streamName))
  }

  /// Takes in what was printed since it was asked last, and what the stream has of new lines.
  ///
  /// - Parameter passed: how long the command has been at work.
  public mutating func look(at passed: Duration, printed: [MetricRecord]) {
    hear(printed)
    // The disk need not be asked each time that something is printed.
    if passed >= next {
      next = passed + .milliseconds(100)
      hear(stream.next())
    }
    let parts = passed.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    let own = (passed - before).components
    reason =
      reason
      ?? judge.reason(
        after: seconds, isSingleRun: isSingleRun,
        ofRun: Double(own.seconds) + Double(own.attoseconds) / 1e18,
        notBelow: isBaseline ? .infinity : baselineSeconds)
  }

  /// Takes in the last that it said, once it has ended: what a quick command told counts as well.
  public mutating func finish(printed: [MetricRecord]) {
    hear(printed)
    hear(stream.next())
  }

  /// A measurement with the arm and the seed of the command, where it names none.
  private func placed(_ record: MetricRecord) -> MetricRecord {
    guard let step, Resource(rawValue: record.metric) == nil else { return record }
    var record = record
    record.arm = record.arm ?? StepMetrics.arm(of: step)
    record.seed = record.seed ?? step.seed
    return record
  }

  private mutating func hear(_ records: [MetricRecord]) {
    for record in records.map(placed) {
      latest.removeAll { $0.metric == record.metric }
      latest.insert(record, at: 0)
      if latest.count > Self.kept { latest.removeLast() }
      // What is tried out before the budget is spent is judged by people.
      if reason == nil, step?.part != .minimumViable {
        reason = judge.reason(hearing: record)
      }
    }
  }
}

/// Follows `$RTRACK_METRICS` while it is written: each whole line once.
private struct MetricStream {
  private let path: String
  private var file: GrowingFile?
  private var rest: [UInt8] = []

  init(_ path: String) { self.path = path }

  /// What was told since it was asked last. What cannot be read is told at the run's end.
  mutating func next() -> [MetricRecord] {
    let there = (try? FileSystem.status(path)) ?? nil
    if there?.identity != file?.identity {
      // Replaced by another, which is read from its beginning.
      file = (try? GrowingFile.open(path)) ?? nil
      rest = []
    }
    guard let file, let more = try? file.readMore(), !more.isEmpty else { return [] }
    rest += more
    guard let end = rest.lastIndex(of: 10) else {
      if rest.count > MetricLine.longest { rest = [] }
      return []
    }
    let lines = rest[..<end].split(separator: 10)
    let records = lines.compactMap { line -> MetricRecord? in
      guard case .record(let record)? = try? MetricLine.json(Array(line)) else { return nil }
      return record
    }
    rest.removeFirst(end + 1)
    return records
  }
}
