public import Git

/// What a violation in history is called, so that it can be acknowledged: the rule, the commit that
/// broke it, and the path, such as `append-only@1f0e3dad99:results/exp-1/metrics.json`.
public struct FindingName: Hashable, Sendable, CustomStringConvertible {
  /// The rule's word.
  public let rule: String
  /// The first ten digits of the commit's id.
  public let commit: String
  /// From the repository's root.
  public let path: String

  /// The name of a violation that a commit brought.
  public init(_ rule: EnforcedRule, in commit: ObjectID, at path: String) {
    self.rule = rule.rawValue
    self.commit = commit.short
    self.path = path
  }

  /// Reads a name as it was printed; nil for anything else.
  public init?(_ text: String) {
    guard let at = text.firstIndex(of: "@"),
      let colon = text[at...].firstIndex(of: ":"), colon < text.index(before: text.endIndex)
    else { return nil }
    let commit = text[text.index(after: at)..<colon]
    guard !text[..<at].isEmpty,
      text[..<at].allSatisfy({ $0.isASCII && ($0.isLowercase || $0 == "-") }),
      commit.utf8.count == 10, commit.allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return nil }
    rule = String(text[..<at])
    self.commit = commit.lowercased()
    path = String(text[text.index(after: colon)...])
  }

  /// `rule@commit:path`.
  public var description: String { "\(rule)@\(commit):\(path)" }
}
