/// What a result says of one metric.
public enum MetricValue: Hashable, Sendable {
  case number(Double)
  case truth(Bool)
  /// `{"status": "missing", "reason": …}`: told, and not measured.
  case missing(reason: String)
  /// Words, null, a list or an object: nothing that can be compared. Adopted results have them.
  case other(String)

  /// The value as a number; a truth value counts as 1 or 0.
  public var number: Double? {
    switch self {
    case .number(let number): number
    case .truth(let truth): truth ? 1 : 0
    case .missing, .other: nil
    }
  }

  /// Whether it says something: a value, or why there is none.
  public var isReported: Bool {
    if case .other = self { false } else { true }
  }
}

/// Metrics under their names, in the order written.
public struct MetricGroup: Hashable, Sendable {
  /// Names and values.
  public let entries: [Entry]
  private let places: [String: Int]

  /// A metric's name and its value.
  public struct Entry: Hashable, Sendable {
    /// The key as written.
    public var name: String
    /// What it says.
    public var value: MetricValue

    /// A metric and its value.
    public init(_ name: String, _ value: MetricValue) {
      self.name = name
      self.value = value
    }
  }

  /// A group of these; of a name that is there twice the first counts.
  public init(_ entries: [Entry] = []) {
    self.entries = entries
    places = Dictionary(
      entries.indices.map { (entries[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What is said of a metric; nil where nothing is.
  public subscript(name: String) -> MetricValue? { places[name].map { entries[$0].value } }

  /// The metrics that were measured.
  public var numbers: [String: Double] {
    var numbers: [String: Double] = [:]
    for entry in entries {
      if let number = entry.value.number, numbers[entry.name] == nil {
        numbers[entry.name] = number
      }
    }
    return numbers
  }
}
