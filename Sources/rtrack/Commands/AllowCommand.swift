import ArgumentParsing
import Enforcement
import Ledger
import Platform
import Research

/// Allows one change of what is protected.
struct AllowCommand: Command {
  static let name = "allow"
  static let summary = "Let one protected path change or go, with authority"
  static let discussion = """
    The path stays protected: only what is named here may stand there. Needs a signature by a key \
    that `rtrack key list` shows, or the operator's word; hooks and servers know of it once they \
    have the ledger that holds it.
    """
  static let examples = [
    Example("rtrack allow data/split.json --file data/split.json --reason \"it leaked\" --as maya"),
    Example("rtrack allow results/exp-1/cache.bin --gone --reason \"no result\" --as maya"),
  ]

  @Argument(help: "The path, from the repository's root", completion: .files)
  var path: String

  @Option(value: "FILE", help: "The new version, byte for byte", completion: .files)
  var file: String?

  @Option(value: "ID", help: "The new version, by its blob's id")
  var blob: String?

  @Flag(help: "It may be gone")
  var gone: Bool

  @Option(value: "TEXT", help: "Why")
  var reason: String

  @OptionGroup var authority: AuthorityOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if [file != nil, blob != nil, gone].filter({ $0 }).count != 1 {
      throw ArgumentFault(
        "it is not said what may become of \(path)",
        hint: "give one of --file FILE, --blob ID and --gone")
    }
    if let blob, blob.utf8.count != 40 || !blob.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
      throw ArgumentFault(
        "--blob takes an id of forty digits", hint: "`git hash-object FILE` prints it")
    }
  }

  func run(in context: Context) throws -> any Report {
    let bytes = try file.map { try FileSystem.read(context.path($0)) }
    return try context.writeAuthorised(
      .allow, reason: reason, by: speaker.speaker, when, authority
    ) { composer, standing, _ in
      if path == Layout.root || path.hasPrefix(Layout.root + "/") {
        throw LedgerError(
          .invalid, "the ledger is never changed, so \(path) cannot be allowed to",
          hint: "what must not be read again is taken out by `rtrack redact`")
      }
      guard standing.protections.protection(of: path) != nil else {
        throw LedgerError(
          .invalid, "\(path) is not protected, so it needs no leave",
          hint: "paths begin at the repository's root; see `rtrack protect list`")
      }
      let id = try bytes.map { try composer.snapshot.id(ofBlob: $0) } ?? blob?.lowercased()
      return Decision(.allow(Allowance(path: path, blob: id)))
    }
  }
}
