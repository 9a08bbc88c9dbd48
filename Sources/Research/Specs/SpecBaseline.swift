extension Spec {
  /// What the treatment is compared with: a value that is to be reproduced first.
  public struct Baseline: Hashable, Sendable {
    /// What it is, in the author's words.
    public var name: String
    /// The metric it is told in; nil where the spec names none.
    public var metric: String?
    /// The value that is known.
    public var value: Double?
    /// How far a reproduction may be off; absolute.
    public var tolerance: Double?
    /// Where it stands.
    public var place: Place

    /// A baseline of a spec.
    public init(
      _ name: String, metric: String? = nil, value: Double? = nil, tolerance: Double? = nil,
      at place: Place = Place(line: 1)
    ) {
      self.name = name
      self.metric = metric
      self.value = value
      self.tolerance = tolerance
      self.place = place
    }

    /// Whether a value is within the tolerance of the known one, by the rounding that predicates
    /// are judged with: 0.73 is within 0.02 of 0.71. Nil where the spec names no value or no
    /// tolerance.
    public func isReproduced(by measured: Double) -> Bool? {
      guard let value, let tolerance else { return nil }
      let distance = RoundedNumber(measured) + RoundedNumber(value).negated
      return distance.magnitude.compared(.atMost, with: RoundedNumber(tolerance))
    }
  }
}

extension Spec {
  /// How measured values are not the baselines that the spec names with a value and a tolerance;
  /// empty where all were reproduced.
  public func baselineFaults(in measured: MetricGroup) -> [String] {
    baselines.compactMap { baseline in
      guard let metric = baseline.metric, let known = baseline.value,
        let tolerance = baseline.tolerance
      else { return nil }
      guard let value = measured[metric]?.number else {
        return "baseline.\(metric) was not measured"
      }
      if baseline.isReproduced(by: value) == true { return nil }
      return "baseline.\(metric) is \(Verdict.plain(value)), not within "
        + "\(Verdict.plain(tolerance)) of \(Verdict.plain(known))"
    }
  }
}
