import ArgumentParsing
import Enforcement
import Ledger
import Platform
import Research

/// How an event that needs authority gets it.
struct AuthorityOptions: ParsableArguments {
  @Option(
    value: "FILE",
    help: "Sign with this ssh key (else RTRACK_SIGNING_KEY, git's rtrack.signingKey, or its "
      + "user.signingKey where gpg.format is ssh)", completion: .files)
  var signWith: String?

  @Flag(help: "Write it without a signature: it counts where an operator names it in rtrack.allow")
  var unsigned: Bool
}

/// What an authorised call is about to write.
struct Decision {
  let payload: Payload
  /// The line that it takes for the ledger's.
  let lineAnew: LineAnew?

  init(_ payload: Payload, lineAnew: LineAnew? = nil) {
    self.payload = payload
    self.lineAnew = lineAnew
  }
}

extension Context {
  /// Who may change what holds for everybody: a human or a manager; anybody while nobody is on the
  /// roster.
  func policyAuthor(_ given: String?, of what: String, in snapshot: Snapshot) throws -> AgentName {
    let speaker = Speaker(self, snapshot)
    if try snapshot.roster().active.isEmpty { return try speaker.orSystem(given) }
    let agent = try speaker.required(given)
    try PolicyRule.check(what, by: agent)
    return agent.name
  }

  /// Writes an event of the policy that needs authority, with its signature.
  ///
  /// - Parameters:
  ///   - speaker: who speaks, as the call says.
  ///   - decide: the payload, from what holds now and who speaks.
  func writeAuthorised(
    _ kind: EventKind, reason: String, by speaker: String?, _ when: WhenOptions,
    _ authority: AuthorityOptions,
    _ decide: (Composer, Standing, AgentName) throws -> Decision
  ) throws -> WriteReport {
    var note = ""
    var report = try write(
      { composer in
        let snapshot = composer.snapshot
        let author = try policyAuthor(speaker, of: "what is protected", in: snapshot)
        let signing = try Signing(snapshot, environment: environment)
        let decision = try decide(composer, signing.held, author)
        let payload = decision.payload
        let event = try composer.event(
          payload, kind, by: author, in: try cycle(when.cycle, in: snapshot), thread: .policy,
          folder: .policy, body: reason, occurredAt: when.occurredAt)
        var composition = Composition(
          [event], speaker: author, act: EventPhrase.what(event), about: reason)
        composition.lineAnew = decision.lineAnew
        if let file = try sign(event, signing, authority) {
          composition.files.append(file)
          note = ""
        } else if event.payload.needsAuthority, !Self.isFirstKey(payload, signing.held) {
          note = Self.unsigned(event.name)
        }
        return composition
      },
      saying: { events in
        events.first.map { "\(EventPhrase.what($0)), by \($0.agent) · \($0.name)" } ?? ""
      })
    if !note.isEmpty { report.sentence += "\n  \(note)" }
    return report
  }

  /// Refuses before long work what could not be signed after it.
  func refuseWithoutKey(
    _ standing: Standing, _ options: AuthorityOptions, in snapshot: Snapshot
  ) throws {
    let signing = try Signing(snapshot, environment: environment)
    if try standing.authority.keys.isEmpty || signing.keyFile(options.signWith) == nil {
      throw Refusal(
        rule: "authority", reason: "a line is written anew only with a signature",
        hint: "whose keys may is told by `rtrack key list`; name yours with --sign-with FILE")
    }
  }

  /// What is said of an event that was written without the signature it needs.
  static func unsigned(_ event: EventName) -> String {
    "unsigned: it counts where `git config rtrack.allow` names \(event), and a server "
      + "takes no push with it before"
  }

  /// Refuses an event of the policy that would need a signature, and comes without one.
  func refuseUnsigned(_ event: Event, in snapshot: Snapshot) throws {
    guard event.thread == .policy else { return }
    let held = try Signing(snapshot, environment: environment).held
    let isNeeded =
      event.payload.needsAuthority
      || (!held.authority.keys.isEmpty && held.policy.isLoosened(by: event))
    if !isNeeded || Self.isFirstKey(event.payload, held) { return }
    throw Refusal(
      rule: "authority", reason: "\"\(EventPhrase.what(event))\" needs a signature",
      hint: "its own command signs it: `rtrack policy set`, `rtrack protect`, `rtrack allow` and "
        + "others, with --sign-with FILE")
  }

  private static func isFirstKey(_ payload: Payload, _ standing: Standing) -> Bool {
    guard case .key(let change) = payload else { return false }
    return !change.removes && standing.authority.keys.isEmpty
  }

  /// The file with the signature of an event that needs one.
  func sign(
    _ event: Event, _ signing: Signing, _ options: AuthorityOptions
  ) throws -> (path: String, bytes: [UInt8])? {
    let isNeeded =
      event.payload.needsAuthority
      || (!signing.held.authority.keys.isEmpty && signing.held.policy.isLoosened(by: event))
    if options.unsigned || !isNeeded || Self.isFirstKey(event.payload, signing.held) { return nil }
    guard !signing.held.authority.keys.isEmpty else {
      throw Refusal(
        rule: "authority",
        reason: signing.held.authority.isContested
          ? "several events claim to give the first key, so none of them has authority"
          : "no key has authority over this ledger yet",
        hint: signing.held.authority.isContested
          ? "whoever runs the repository names the true one: `git config rtrack.allow EVENT`"
          : "give it to one with `rtrack key add FILE`; or write it with --unsigned, and whoever "
            + "runs the repository lets it count")
    }
    guard let key = try signing.keyFile(options.signWith) else {
      throw Refusal(
        rule: "authority", reason: "\"\(EventPhrase.what(event))\" needs a signature",
        hint: "name the ssh key with --sign-with FILE or `git config rtrack.signingKey FILE`; "
          + "whose keys have authority is told by `rtrack key list`")
    }
    let isFile = SigningKey(key) == nil && !key.hasPrefix("key::")
    return try signing.signature(
      over: event, bytes: EventFile.serialized(event), with: isFile ? path(key) : key)
  }

  /// A public key as an argument gives it: itself, or the file that holds it.
  func publicKey(_ given: String) throws -> SigningKey {
    if let key = SigningKey(given) { return key }
    if let bytes = try? FileSystem.read(path(given), limit: 65536) {
      let text = String(decoding: bytes, as: UTF8.self)
      let lines = text.split(whereSeparator: \.isNewline)
      if lines.count == 1, let key = SigningKey(lines[0]) { return key }
    }
    throw LedgerError(
      .invalid, "\"\(given.prefix(60))\" is no ssh public key, and no file that holds one",
      hint: "such as ~/.ssh/id_ed25519.pub; a private key stays where it is")
  }
}
