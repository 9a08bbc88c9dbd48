public import Research

/// Holds the abort criteria of a spec against measurements as they come, each by itself: what is
/// found depends on their order, not on when somebody looked.
///
/// While a run is at work `treatment.x` is the value that the seed told which told something last;
/// where that seed told none, one that was told without a seed. Of another arm than the one told
/// last it is else the mean of what its seeds told. `per_seed` is judged while all seeds that told
/// anything stand at one step. What is missing, or no number, decides nothing.
public struct AbortJudge: Sendable {
  private let criteria: [(number: Int, criterion: Spec.AbortCriterion)]
  private var values: LiveValues
  private var notANumber: [Series: Int] = [:]

  private struct Series: Hashable {
    let criterion: Int
    let seed: Int?
  }

  /// A judge by the criteria of a spec.
  public init(_ spec: Spec) {
    criteria = spec.abortCriteria.enumerated().map { ($0.offset + 1, $0.element) }
    let names = criteria.flatMap {
      ($0.criterion.predicate?.metrics ?? []) + ($0.criterion.notANumber.map { [$0.metric] } ?? [])
    }
    let sanity = spec.metrics.filter { $0.role == .sanity }.map(\.name)
    values = LiveValues(of: Set(names), sanity: Set(sanity))
  }

  /// Why the run is to be stopped now that this was told; nil where nothing speaks against it.
  public mutating func reason(hearing record: MetricRecord) -> String? {
    guard values.take(record) else { return nil }
    for (number, criterion) in criteria {
      if let found = judged(criterion, number, by: record) {
        return Self.words(number, criterion, found + Self.place(of: record))
      }
    }
    return nil
  }

  /// Why the run is to be stopped now that so much time has passed; nil where nothing speaks
  /// against it.
  ///
  /// - Parameters:
  ///   - isSingleRun: whether a run in the spec's sense is at work, not several at once.
  ///   - own: how long that one has been, where it is one of several; nil where it is the only one.
  ///   - measured: the longest that one took which reproduced the baseline: a shorter time for one
  ///     is not realistic, and not judged. Nil where none was measured.
  public func reason(
    after seconds: Double, isSingleRun: Bool, ofRun own: Double? = nil,
    notBelow measured: Double? = nil
  ) -> String? {
    for (number, criterion) in criteria {
      guard let limit = criterion.time else { continue }
      let seconds = limit.isOfSingleRun ? own ?? seconds : seconds
      guard seconds > limit.seconds,
        isSingleRun && limit.seconds >= measured ?? 0 || !limit.isOfSingleRun
      else { continue }
      return Self.words(number, criterion, "\(Int(seconds)) s have passed")
    }
    return nil
  }

  private mutating func judged(
    _ criterion: Spec.AbortCriterion, _ number: Int, by record: MetricRecord
  ) -> String? {
    if let predicate = criterion.predicate {
      guard predicate.metrics.contains(record.metric) else { return nil }
      // Looking at every seed at every step is left to those that compare seeds.
      let isOverSeeds = predicate.text.contains("per_seed")
      let judgement = predicate.judged(
        by: values.measurements(after: record, overSeeds: isOverSeeds))
      return judgement.outcome == .holds ? Self.words(judgement) : nil
    }
    guard let sign = criterion.notANumber, sign.metric == record.metric,
      record.arm ?? .treatment == .treatment
    else { return nil }
    let series = Series(criterion: number, seed: record.seed)
    let count = record.isNotANumber ? (notANumber[series] ?? 0) + 1 : 0
    notANumber[series] = count
    guard count >= sign.count, case .missing(let reason) = record.value else { return nil }
    return reason + (count > 1 ? ", \(count) times in a row" : "")
  }

  private static func words(
    _ number: Int, _ criterion: Spec.AbortCriterion, _ found: String
  ) -> String {
    "abort criterion \(number) (\(shortened(criterion.prose, to: 200))): \(found)"
  }

  /// `treatment.train_loss is 12.5 vs. 9`.
  private static func words(_ judgement: Judgement) -> String {
    func plain(_ number: Double?) -> String { number.map(Verdict.plain) ?? "nothing" }
    return judgement.observations.filter { $0.holds != nil }
      .map { "observed \(plain($0.left)) vs. threshold \(plain($0.right))" }
      .joined(separator: "; ")
  }

  private static func place(of record: MetricRecord) -> String {
    let parts = [
      record.seed.map { "seed \($0)" }, record.step.map { "step \(Verdict.plain($0))" },
    ].compactMap { $0 }
    return parts.isEmpty ? "" : " at \(parts.joined(separator: ", "))"
  }
}
