/// A rule's no: which rule, why, and what to do instead. Exit status 1.
public struct Refusal: Error, Hashable, Sendable {
  /// The rule's name, such as `close`.
  public let rule: String
  public let reason: String
  public let hint: String

  public init(rule: String, reason: String, hint: String) {
    self.rule = rule
    self.reason = reason
    self.hint = hint
  }
}
