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
  }
}
