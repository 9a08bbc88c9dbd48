import ArgumentParsing
import Enforcement
import Ledger
import Research

/// Gives a key authority.
struct KeyAdd: Command {
  static let name = "add"
  static let summary = "Give an ssh key authority to loosen the policy"
  static let discussion = """
    What loosens the policy counts only with a signature by a key that the policy held before: \
    taking a protection back, `allow`, `redact`, `acknowledge`, further keys. The first key is \
    trusted as it comes; every other is signed by one that has authority.
    """
  static let examples = [Example("rtrack key add ~/.ssh/id_ed25519.pub --as maya")]

  @Argument(help: "The public key, or the file that holds it", completion: .files)
  var key: String

  @Option(value: "AGENT", help: "Whose key it is, where it is not the speaker's")
  var holder: String?

  @OptionGroup var authority: AuthorityOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let key = try context.publicKey(key)
    return try context.writeAuthorised(
      .key, reason: "", by: speaker.speaker, when, authority
    ) { composer, standing, author in
      if standing.authority.signingKeys.contains(key) {
        throw LedgerError(.invalid, "\(key.short) has authority already")
      }
      let holder = try holder.map { try composer.snapshot.roster().named($0).name } ?? author
      return Decision(.key(KeyChange(holder: holder, key: key)))
    }
  }
}
