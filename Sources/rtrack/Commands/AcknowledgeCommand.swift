import ArgumentParsing
import Enforcement
import Ledger
import Research

/// Acknowledges a finding.
struct AcknowledgeCommand: Command {
  static let name = "acknowledge"
  static let summary = "Let a finding of verify stand, with authority"
  static let discussion = """
    What was found stays listed, and no longer makes `rtrack verify` fail. Needs a signature by a \
    key that `rtrack key list` shows, or the operator's word.
    """
  static let examples = [
    Example(
      "rtrack acknowledge append-only@1f0e3dad99:results/exp-1/metrics.json "
        + "--reason \"healed the same day\" --as maya")
  ]

  @Argument(help: "The finding, as `rtrack verify` names it: rule@commit:path")
  var finding: String

  @Option(value: "TEXT", help: "Why")
  var reason: String

  @OptionGroup var authority: AuthorityOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if FindingName(finding) == nil {
      throw ArgumentFault(
        "\"\(finding)\" is no finding's name",
        hint: "`rtrack verify` prints it: rule@commit:path")
    }
  }

  func run(in context: Context) throws -> any Report {
    try context.writeAuthorised(
      .acknowledge, reason: reason, by: speaker.speaker, when, authority
    ) { _, standing, _ in
      guard let name = FindingName(finding) else { return Decision(.acknowledge(finding: finding)) }
      if let event = standing.acknowledgement(of: name) {
        throw LedgerError(.invalid, "\(finding) was acknowledged by \(event.agent) · \(event)")
      }
      return Decision(.acknowledge(finding: name.description))
    }
  }
}
