extension Spec {
  /// What is varied, as `config.json` names it, and the values it takes.
  public struct Variable: Hashable, Sendable {
    /// One value, such as `500 (treatment)`.
    public struct Value: Hashable, Sendable {
      /// The value as written, without quotes or code marks.
      public var text: String
      /// What stands behind it in brackets.
      public var note: String?

      /// A value of a variable.
      public init(_ text: String, note: String? = nil) {
        self.text = text
        self.note = note
      }
    }

    /// The key of `config.json`; in adopted specs the words that stand for one.
    public var name: String
    /// Whether the name stands as a code span.
    public var isExact: Bool
    /// The values, in the spec's order; empty where the spec names none.
    public var values: [Value]
    /// Where it stands.
    public var place: Place

    /// A variable of a spec.
    public init(
      _ name: String, isExact: Bool = true, values: [Value] = [], at place: Place = Place(line: 1)
    ) {
      self.name = name
      self.isExact = isExact
      self.values = values
      self.place = place
    }
  }
}
