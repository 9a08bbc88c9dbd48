extension Spec {
  /// What an experiment may cost. What the spec does not say is nil.
  public struct Budget: Hashable, Sendable {
    /// How large an experiment is meant to be.
    public enum Tier: String, CaseIterable, Hashable, Sendable {
      case quick = "Quick"
      case standard = "Standard"
      case heavy = "Heavy"

      /// The longest it may take, in seconds.
      public var longestSeconds: Double {
        switch self {
        case .quick: 15 * 60
        case .standard: 2 * 3600
        case .heavy: 24 * 3600
        }
      }

      /// The most seeds a configuration may have; nil where there is no limit.
      public var mostSeeds: Int? {
        switch self {
        case .quick: 2
        case .standard: 5
        case .heavy: nil
        }
      }
    }

    /// Where the budget's heading stands; nil where there is none.
    public var place: Place?
    /// The tier, where it is one of the three.
    public var tier: Tier?
    /// The tier as written, also when it is another word.
    public var tierText: String?
    /// Where the tier stands.
    public var tierPlace: Place?
    /// The most GPU-hours, over all runs.
    public var gpuHours: Double?
    /// The longest it may take, in seconds.
    public var wallClockSeconds: Double?
    /// The most training runs.
    public var runs: Int?
    /// The most seeds for each configuration.
    public var seeds: Int?

    /// A budget that says nothing yet.
    public init() {}
  }
}
