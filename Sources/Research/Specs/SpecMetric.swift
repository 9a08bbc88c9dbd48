extension Spec {
  /// What a result must report.
  public struct Metric: Hashable, Sendable {
    /// What a metric is for.
    public enum Role: String, CaseIterable, Hashable, Sendable {
      /// Judges the hypothesis; one or two.
      case primary
      /// Helps to understand.
      case secondary
      /// Tells whether the run can be believed.
      case sanity
    }

    /// Which way is better.
    public enum Direction: String, CaseIterable, Hashable, Sendable {
      case higher = "higher is better"
      case lower = "lower is better"
    }

    /// The name that results use as a key; in adopted specs the words that stand for one.
    public var name: String
    /// Whether the name stands as a code span, so that it is exactly a key of the results.
    public var isExact: Bool
    /// What it is for.
    public var role: Role
    /// The values it can have at all.
    public var range: ValueRange?
    /// Which way is better, where one is.
    public var direction: Direction?
    /// What the author says of it.
    public var note: String
    /// Where it stands.
    public var place: Place

    /// A metric of a spec.
    public init(
      _ name: String, isExact: Bool = true, role: Role = .primary, range: ValueRange? = nil,
      direction: Direction? = nil, note: String = "", at place: Place = Place(line: 1)
    ) {
      self.name = name
      self.isExact = isExact
      self.role = role
      self.range = range
      self.direction = direction
      self.note = note
      self.place = place
    }
  }
}
