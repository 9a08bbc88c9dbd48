/// Where an agent says its work stands, in a comment.
public enum Status: String, CaseIterable, Sendable {
  case working, done, blocked, failed, pivot

  /// A failed experiment with documented results is still a result, so these two must say what
  /// was tried, why it did not work, and what comes next.
  public var needsAccount: Bool { self == .failed || self == .pivot }
}
