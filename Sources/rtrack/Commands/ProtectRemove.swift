import ArgumentParsing
import Enforcement
import Ledger
import Research

/// Takes a protection back.
struct ProtectRemove: Command {
  static let name = "remove"
  static let summary = "Take a protection back, with authority"
  static let discussion = """
    What the ledger itself holds stays protected always. Needs a signature by a key that \
    `rtrack key list` shows, or the operator's word.
    """
  static let examples = [
    Example("rtrack protect remove \"cache/**\" --reason \"it holds no results\" --as maya")
  ]

  @Argument(help: "The pattern, as `rtrack protect list` shows it")
  var pattern: String

  @Option(value: "TEXT", help: "Why")
  var reason: String

  @OptionGroup var authority: AuthorityOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.writeAuthorised(
      .unprotect, reason: reason, by: speaker.speaker, when, authority
    ) { _, standing, _ in
      guard standing.policy.protections.contains(where: { $0.pattern == pattern }) else {
        throw LedgerError(
          .invalid, "\"\(pattern)\" is no pattern that protects anything",
          hint: "see them with `rtrack protect list`")
      }
      return Decision(.unprotect(pattern: pattern))
    }
  }
}
