import ArgumentParsing
import Ledger
import Platform
import Research

/// Puts somebody on the roster.
struct AgentAdd: Command {
  static let name = "add"
  static let summary = "Put an agent, a human or a system on the roster"
  static let examples = [
    Example("rtrack agent add flux --role \"Tool Engineer\" --model claude-opus-4-6"),
    Example("rtrack agent add maya --human --role manager", "a person who directs"),
    Example("rtrack agent add experiment-runner --alias ExperimentRunner", "one identity"),
  ]

  @Argument(help: "The name, such as flux")
  var agent: String

  @Flag(help: "A person")
  var human: Bool

  @Flag(help: "A machine that gives notices, and never speaks")
  var system: Bool

  @OptionGroup var profile: ProfileOptions

  @Flag(help: "May stay silent")
  var exempt: Bool

  @OptionGroup var page: TextOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if human && system { throw ArgumentFault("--human and --system exclude each other") }
  }

  func run(in context: Context) throws -> any Report {
    guard let name = AgentName(folding: agent) else {
      throw LedgerError(
        .invalid, "\"\(agent)\" cannot be an agent's name",
        hint: "names are letters, digits, `.`, `_` and `-`, up to \(AgentName.longest)")
    }
    guard !name.isReserved else {
      throw LedgerError(
        .invalid, "\(name) is a reserved name", hint: "choose another, such as \(name)-agent")
    }
    let text = try page.text(given: nil, in: context, isRequired: false)
    return try context.write(
      { composer in
        let roster = try composer.snapshot.roster()
        if let there = roster.agent(spelled: name.text), there.isActive {
          throw LedgerError(
            .invalid, "\(there.name) is on the roster already",
            hint: "change it with `rtrack agent edit \(there.name)`")
        }
        let known = roster.agent(spelled: name.text)?.name ?? name
        var joining = try profile.profile(roster, of: known, in: context)
        joining.kind = human ? .human : system ? .system : .agent
        if agent != known.text, AgentName.squashed(agent) != AgentName.squashed(known.text) {
          joining.aliases = (joining.aliases ?? []) + [agent]
        }
        joining.isExempt = exempt ? true : nil
        let author = try author(of: known, composer, context)
        if let speaker = roster[author], !roster.active.isEmpty {
          try RosterRule.checkJoining(known, by: speaker, roster: roster)
        }
        let cycle = try context.cycle(when.cycle, in: composer.snapshot)
        let event = try composer.event(
          .joined(joining), .joined, by: author, in: cycle, thread: .agent(known),
          folder: .agent(known), body: text, occurredAt: when.occurredAt)
        return Composition([event], speaker: author, act: "agent \(known) joined")
      },
      saying: { _ in "\(name) is on the roster." }, ids: { _ in [name.text] })
  }

  /// The first on a roster puts itself there; later ones are put there by somebody, or by the
  /// machine where nobody is named.
  private func author(
    of name: AgentName, _ composer: Composer, _ context: Context
  ) throws -> AgentName {
    if try composer.snapshot.roster().active.isEmpty { return name }
    return try Speaker(context, composer.snapshot).orSystem(speaker.speaker)
  }
}

/// What is said of an agent, joining or later.
struct ProfileOptions: ParsableArguments {
  @Option(value: "TEXT", help: "What it does, such as \"Tool Engineer\"; managers may close issues")
  var role: Line?

  @Option(value: "NAME", help: "The model it runs on")
  var model: Line?

  @Option(value: "NAME", help: "Another spelling of the same identity, in commits or on a host")
  var alias: [String]

  @Option(value: "CYCLE", help: "The cycle by whose end it owes a first result")
  var due: Int?

  @Option(
    value: "AGENT", help: "Whom it reports to", completion: .command(["agent", "list", "-q"]))
  var reportsTo: String?

  @Option(value: "KEY", help: "The ssh public key that signs for it, or a file that holds it")
  var key: String?

  func validate() throws {
    if let due, due < 1 { throw ArgumentFault("--due takes the number of a cycle, from 1") }
  }

  /// True when nothing of it is given.
  var isEmpty: Bool {
    role == nil && model == nil && alias.isEmpty && due == nil && reportsTo == nil && key == nil
  }

  /// - Parameter name: whose profile it is; nobody else's spellings can be its aliases.
  func profile(
    _ roster: Roster, of name: AgentName, in context: Context
  ) throws -> AgentProfile {
    for spelling in alias {
      if let other = roster.agent(spelled: spelling), other.name != name {
        throw LedgerError(
          .invalid, "\"\(spelling)\" is a spelling of \(other.name)",
          hint: "one spelling stands for one identity; see `rtrack agent show \(other.name)`")
      }
    }
    return AgentProfile(
      role: role?.text, model: model?.text, aliases: alias.isEmpty ? nil : distinct(alias),
      due: due, reportsTo: try reportsTo.map { try roster.named($0).name },
      key: try key.map { try Self.publicKey($0, in: context) })
  }

  /// Refuses anything that is no public key, above all a private one.
  private static func publicKey(_ given: String, in context: Context) throws -> String {
    let kinds = ["ssh-ed25519 ", "ssh-rsa ", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"]
    var text = given
    if !kinds.contains(where: given.hasPrefix),
      let bytes = try? FileSystem.read(context.path(given), limit: 65536)
    {
      text = String(decoding: bytes, as: UTF8.self)
    }
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    guard kinds.contains(where: line.hasPrefix), !text.contains("PRIVATE KEY") else {
      throw LedgerError(
        .invalid, "--key takes an ssh public key, such as ssh-ed25519 AAAA…, or its .pub file")
    }
    return line
  }
}
