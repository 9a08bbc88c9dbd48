extension Spec {
  /// A command that the protocol of a spec names.
  public struct Step: Hashable, Sendable {
    /// What it is for.
    public var part: RunStep.Part
    /// The program and its words; empty where they cannot be told apart without a shell.
    public var command: [String]
    /// The seeds that its step names, in their order.
    public var seeds: [Int]
    /// Where it stands.
    public var place: Place

    /// A command of a protocol.
    public init(_ part: RunStep.Part, _ command: [String], seeds: [Int], at place: Place) {
      self.part = part
      self.command = command
      self.seeds = seeds
      self.place = place
    }
  }
}
