import ArgumentParsing
import Enforcement
import Ledger
import Research

/// Changes the policy.
struct PolicySet: Command {
  static let name = "set"
  static let summary = "Change what holds for everybody"
  static let discussion = """
    A human or a manager does this; while nobody is on the roster, anybody. A change is an event \
    as everything else; of changes that did not know of each other the stricter holds. Where keys \
    have authority (`rtrack key list`), what makes a limit milder is signed by one.
    """
  static let examples = [
    Example("rtrack policy set silence.warn 2 --as athena"),
    Example("rtrack policy set silence.notes \"notes/**\" \"**/journal.md\" --as athena"),
  ]

  @Argument(help: "What to set", choices: Policy.keys.map(\.key))
  var key: String

  @Argument(name: "value", help: "What it is from now on", required: true)
  var values: [String]

  @OptionGroup var authority: AuthorityOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    var policy = Policy()
    if let wrong = policy.apply(PolicySetting(key: key, values: values)) {
      throw ArgumentFault(wrong, hint: "see what is set with `rtrack policy show`")
    }
  }

  func run(in context: Context) throws -> any Report {
    let setting = PolicySetting(key: key, values: values)
    let value = values.joined(separator: " ")
    var isWaiting = false
    return try context.write(
      { composer in
        let snapshot = composer.snapshot
        let author = try context.policyAuthor(speaker.speaker, of: key, in: snapshot)
        var changed = try snapshot.policy()
        changed.apply(setting)
        if try changed == snapshot.policy() {
          throw LedgerError(.invalid, "\(key) is \(value) already")
        }
        let cycle = try context.cycle(when.cycle, in: snapshot)
        let event = try composer.event(
          .set(setting), .set, by: author, in: cycle, thread: .policy, folder: .policy,
          occurredAt: when.occurredAt)
        var composition = Composition(
          [event], speaker: author, act: "policy \(key) set", about: value)
        let signing = try Signing(snapshot, environment: context.environment)
        if let file = try context.sign(event, signing, authority) { composition.files = [file] }
        isWaiting =
          composition.files.isEmpty && !signing.held.authority.keys.isEmpty
          && signing.held.policy.isLoosened(by: event)
        return composition
      },
      saying: { events in
        guard let event = events.first else { return "" }
        if !isWaiting { return "\(key) is now \(value), by \(event.agent) · \(event.name)" }
        return "\(key) is to be \(value), by \(event.agent) · \(event.name)\n  "
          + Context.unsigned(event.name)
      })
  }
}
