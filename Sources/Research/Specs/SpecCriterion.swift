extension Spec {
  /// One line by which a result will be judged.
  public struct Criterion: Hashable, Sendable {
    /// Such as `SC-1`; nil where the author gave none.
    public var id: String?
    /// What decides it; nil where only READ can.
    public var predicate: Predicate?
    /// What the author says of it, without id and predicate.
    public var prose: String
    /// Whether it has a box at all.
    public var hasBox: Bool
    /// Whether its box is ticked, as some projects do after the run.
    public var isTicked: Bool
    /// Where it stands.
    public var place: Place

    /// A criterion of a spec.
    public init(
      id: String?, predicate: Predicate? = nil, prose: String = "", hasBox: Bool = true,
      isTicked: Bool = false, at place: Place = Place(line: 1)
    ) {
      self.id = id
      self.predicate = predicate
      self.prose = prose
      self.hasBox = hasBox
      self.isTicked = isTicked
      self.place = place
    }
  }

  /// When a run is to be stopped early.
  public struct AbortCriterion: Hashable, Sendable {
    /// What decides it; nil where the one who runs it must.
    public var predicate: Predicate?
    /// The whole line, in the author's words.
    public var prose: String
    /// Where it stands.
    public var place: Place

    /// An abort criterion of a spec.
    public init(predicate: Predicate? = nil, prose: String, at place: Place = Place(line: 1)) {
      self.predicate = predicate
      self.prose = prose
      self.place = place
    }
  }
}
