import ArgumentParsing
import Enforcement
import Ledger
import Research

/// Takes a key's authority.
struct KeyRemove: Command {
  static let name = "remove"
  static let summary = "Take an ssh key's authority, with authority"
  static let discussion = """
    What it signed before stays; what it signed without knowing of this does not count. A lost \
    key is removed with another one, so have two.
    """
  static let examples = [
    Example("rtrack key remove old.pub --reason \"lost with a laptop\" --as maya")
  ]

  @Argument(
    help: "The public key, the file that holds it, or the end of it that the list shows",
    completion: .files)
  var key: String

  @Option(value: "TEXT", help: "Why")
  var reason: String

  @OptionGroup var authority: AuthorityOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.writeAuthorised(
      .key, reason: reason, by: speaker.speaker, when, authority
    ) { _, standing, _ in
      let known = standing.authority.keys.map(\.change)
      let fitting = key.utf8.count >= 8 ? known.filter { $0.key.text.hasSuffix(key) } : []
      let wanted = try fitting.first?.key ?? context.publicKey(key)
      guard let change = known.first(where: { $0.key == wanted }) else {
        throw LedgerError(
          .invalid, "\(wanted.short) has no authority",
          hint: "see whose keys have with `rtrack key list`")
      }
      return Decision(.key(KeyChange(holder: change.holder, key: change.key, removes: true)))
    }
  }
}
