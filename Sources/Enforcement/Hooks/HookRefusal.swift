/// A hook's no: what would have been rewritten, by which rule, and what to do instead.
public struct HookRefusal: Error, Sendable {
  /// What is refused, in one sentence.
  public var summary: String
  /// Where the rules are broken.
  public var violations: [Violation]
  /// How things stand now, and how to go on.
  public var hint: String?

  /// A refusal from its parts.
  public init(_ summary: String, _ violations: [Violation] = [], hint: String? = nil) {
    self.summary = summary
    self.violations = violations
    self.hint = hint
  }

  /// How many places are told; the rest is counted.
  static let most = 10

  /// What comes below the summary, line by line.
  public var details: [String] {
    var lines: [String] = []
    var remedy: String?
    for violation in violations.prefix(Self.most) {
      // One remedy for a whole folder is said once.
      if let remedy, remedy != violation.remedy { lines.append("    instead: \(remedy)") }
      remedy = violation.remedy
      lines.append("  \(violation.path) (\(violation.rule.rawValue), \(violation.act.rawValue))")
      lines.append("    \(violation.message)")
    }
    if let remedy { lines.append("    instead: \(remedy)") }
    if violations.count > Self.most {
      lines.append("  and \(violations.count - Self.most) more paths")
    }
    if let hint { lines.append("  \(hint)") }
    return lines
  }
}
