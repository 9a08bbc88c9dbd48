/// A rule's no: which rule, why, and what to do instead. Exit status 1.
public struct Refusal: Error, Hashable, Sendable {
  /// The rule's name, such as `close`.
  public let rule: String
  /// Why not, naming what it is about; without a full stop.
  public let reason: String
  /// What to do instead, with a command that works as it stands.
  public let hint: String

  /// A no.
  public init(rule: String, reason: String, hint: String) {
    self.rule = rule
    self.reason = reason
    self.hint = hint
  }
}
