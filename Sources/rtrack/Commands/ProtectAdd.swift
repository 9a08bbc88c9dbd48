import ArgumentParsing
import Enforcement
import Ledger
import Research

/// Protects paths beside the code.
struct ProtectAdd: Command {
  static let name = "add"
  static let summary = "Let paths beside the code not change once they are committed"
  static let discussion = """
    The pattern begins at the repository's root; `*` stays within a folder, `**` crosses folders, \
    and what fits a folder protects all below it. A human or a manager does this; while nobody is \
    on the roster, anybody. Who that is comes from RTRACK_AGENT or --by, since --as says here what \
    the paths hold. Quote the pattern, or the shell spells it out. To take a protection back needs \
    authority.
    """
  static let examples = [
    Example("rtrack protect add \"experiments/*.md\" --as specs --freeze first-result"),
    Example("rtrack protect add \"results/**\" --as results --by athena"),
  ]

  @Argument(help: "Which paths, such as 'data/evaluation/**'")
  var pattern: String

  @Option(name: "as", help: "What they hold: specs, results, or other files")
  var content: ProtectedContent = .files

  @Option(help: "From when on: at-once, or first-result (of a spec's experiment)")
  var freeze: Freeze = .atOnce

  @Option(
    name: "by", value: "AGENT", help: "Who speaks (else RTRACK_AGENT, else git's rtrack.agent)",
    completion: .command(["agent", "list", "-q"]))
  var speaker: String?

  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let fault = Protection.fault(in: pattern) {
      throw ArgumentFault(fault, hint: "such as `rtrack protect add \"results/**\" --as results`")
    }
    if freeze == .firstResult, content != .specs {
      throw ArgumentFault(
        "only specs are free until their first result", hint: "give --as specs with it")
    }
  }

  func run(in context: Context) throws -> any Report {
    let rule = Protection(pattern: pattern, content: content, freeze: freeze)
    let tips = try context.ledger().codeTips()
    return try context.write(
      { composer in
        let snapshot = composer.snapshot
        let author = try context.policyAuthor(speaker, of: "what is protected", in: snapshot)
        let policy = try Standing(of: snapshot, environment: context.environment).policy
        if let there = policy.protections.first(where: { $0.pattern == pattern }) {
          if there == rule { throw LedgerError(.invalid, "\(pattern) is protected so already") }
          if there.stricter(with: rule) == there {
            throw LedgerError(
              .invalid,
              "\(pattern) is protected more strictly: as \(there.content.rawValue), "
                + there.freeze.rawValue,
              hint: "see `rtrack protect list`")
          }
        }
        let event = try composer.event(
          .protect(rule, tips: tips), .protect, by: author,
          in: try context.cycle(when.cycle, in: snapshot), thread: .policy, folder: .policy,
          occurredAt: when.occurredAt)
        return Composition([event], speaker: author, act: "protect", about: pattern)
      },
      saying: { events in
        events.first.map {
          "\(pattern) is protected as \(content.rawValue)"
            + (freeze == .atOnce ? "" : ", each from its first result on")
            + ", by \($0.agent) · \($0.name)"
        } ?? ""
      })
  }
}
