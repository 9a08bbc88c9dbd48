/// What is wrong with a result, or worth telling, and what to do about it.
public struct ResultFinding: Error, Hashable, Sendable {
  /// How much it matters.
  public enum Level: String, CaseIterable, Hashable, Sendable {
    /// Worth knowing.
    case note
    /// Not as it should be, and recorded all the same.
    case warning
    /// The result is refused for it.
    case error
  }

  /// The rule's name, such as `seeds`.
  public var rule: String
  /// How much it matters.
  public var level: Level
  /// The file within the result's folder, such as `metrics.json`.
  public var file: String
  /// From 1; nil where the whole file is meant.
  public var line: Int?
  /// From 1; nil where the whole line is meant.
  public var column: Int?
  /// What is wrong, naming what it is about, without a full stop.
  public var message: String
  /// What to write or to do instead.
  public var remedy: String

  /// A finding of a rule.
  public init(
    _ rule: String, _ level: Level, in file: String = "metrics.json", line: Int? = nil,
    column: Int? = nil, _ message: String, remedy: String
  ) {
    self.rule = rule
    self.level = level
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.remedy = remedy
  }

  /// `metrics.json:3:7: seeds: seed 2 is not in per_seed`.
  public var text: String {
    var place = file
    if let line {
      place += ":\(line)"
      if let column { place += ":\(column)" }
    }
    return "\(place): \(rule): \(message)"
  }
}

/// How much a check asks for.
public enum ResultProfile: String, CaseIterable, Hashable, Sendable {
  /// Everything that the protocol promises: for what is recorded from now on.
  case strict
  /// What can be read: for results of adopted projects; what they lack is a warning.
  case legacy
}
