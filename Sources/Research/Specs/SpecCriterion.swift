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
    /// How long something may take at most.
    public struct TimeLimit: Hashable, Sendable {
      /// The most, in seconds.
      public var seconds: Double
      /// Whether it is about a single run, of which a call may make several.
      public var isOfSingleRun: Bool

      /// How long something may take at most.
      public init(seconds: Double, isOfSingleRun: Bool) {
        self.seconds = seconds
        self.isOfSingleRun = isOfSingleRun
      }
    }

    /// A metric that is to be a number.
    public struct NotANumber: Hashable, Sendable {
      /// Its name.
      public var metric: String
      /// How often in a row it may not be one.
      public var count: Int

      /// A metric that is to be a number.
      public init(_ metric: String, count: Int = 1) {
        self.metric = metric
        self.count = count
      }
    }

    /// What decides it; nil where none stands there.
    public var predicate: Predicate?
    /// The time that decides it; nil where it speaks of none.
    public var time: TimeLimit?
    /// The metric that decides it by not being a number; nil where it speaks of none.
    public var notANumber: NotANumber?
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
