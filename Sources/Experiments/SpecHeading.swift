/// The parts of a spec, by the exact words of their headings.
///
/// A heading is recognised by its words before any bracket, in any case: adopted projects write
/// other words in the brackets.
public enum SpecHeading: String, CaseIterable, Hashable, Sendable {
  case hypothesis = "Hypothesis"
  case independentVariables = "Independent Variables"
  case controls = "Controls"
  case metrics = "Metrics (ALL must be reported)"
  case baselines = "Baselines"
  case successCriteria = "Success Criteria (immutable once RUN begins)"
  case minimumViableExperiment = "Minimum Viable Experiment"
  case fullProtocol = "Full Protocol"
  case resourceBudget = "Resource Budget"
  case abortCriteria = "Abort Criteria"
  case confounds = "Confounds to Watch For"

  /// The part that a heading of the second level begins; nil for a heading of the author's own.
  public init?(heading: String) {
    guard let found = Self.byWords[Self.plain(heading)] else { return nil }
    self = found
  }

  private static let byWords = Dictionary(
    allCases.map { (plain($0.rawValue), $0) }, uniquingKeysWith: { first, _ in first })

  /// The words before a bracket, in lower case.
  private static func plain(_ heading: String) -> String {
    heading.prefix { $0 != "(" }.split(separator: " ").joined(separator: " ").lowercased()
  }
}
