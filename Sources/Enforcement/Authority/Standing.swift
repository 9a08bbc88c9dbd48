public import Git
public import Ledger
public import Research

/// What held at one moment: the policy with all that was loosened by authority, and nothing that
/// was loosened without. A commit or push is judged by what held before it.
public struct Standing {
  /// The policy.
  public let policy: Policy
  /// Whose keys may loosen it, and which events did.
  public let authority: Authority
  private var allowed: [Place: EventName] = [:]
  private var redacted: [Place: EventName] = [:]
  /// What was taken out by authority.
  public let redactions: RedactedEntries
  private var acknowledged: [[UInt8]: EventName] = [:]

  /// A path, by its bytes, and what stands there.
  private struct Place: Hashable {
    let path: [UInt8]
    let blob: String?

    init(_ path: String, _ blob: String?) {
      self.path = Array(path.utf8)
      self.blob = blob
    }
  }

  /// The setting by which whoever runs a repository lets events count, by name.
  public static let operatorSetting = "rtrack.allow"

  /// What these root trees of the ledger say, united.
  ///
  /// - Parameter environment: in which ssh-keygen is found.
  public init(
    in roots: [ObjectID], of repository: Repository, environment: [String: String]
  ) throws {
    let thread = try PolicyThread(in: roots, of: repository)
    try self.init(
      thread,
      try thread.authority(
        operators: Self.operators(of: repository), SSHSignature(environment: environment)))
  }

  /// What the ledger says now: the local branch, and what was last seen of the remote.
  public init(of snapshot: Snapshot, environment: [String: String]) throws {
    let repository = snapshot.repository
    try self.init(
      in: try snapshot.tips.map { try repository.commit($0).tree }, of: repository,
      environment: environment)
  }

  init(_ thread: PolicyThread, _ authority: Authority) throws {
    self.authority = authority
    policy = Policy(thread.events, authorised: authority.authorised)
    redactions = RedactedEntries(
      thread.events.compactMap { event in
        guard authority.authorised.contains(event.name), case .redact(let what) = event.payload
        else { return nil }
        return what
      })
    for event in thread.events where authority.authorised.contains(event.name) {
      switch event.payload {
      case .allow(let allowance): allowed[Place(allowance.path, allowance.blob)] = event.name
      case .redact(let redaction):
        for item in redaction.items { redacted[Place(item.path, item.blob)] = event.name }
      case .acknowledge(let finding): acknowledged[Array(finding.utf8)] = event.name
      default: continue
      }
    }
  }

  /// Which paths may not change.
  public var protections: Protections { Protections(of: policy) }

  /// What holds in a repository. Where no signature can be read, only the operator's word counts:
  /// nothing that was taken back by a key, and nothing that a key allowed.
  static func now(in ledger: Ledger) throws -> Standing {
    let snapshot = try ledger.snapshot()
    do {
      return try Standing(of: snapshot, environment: ledger.environment)
    } catch is AuthorityError {
      let repository = ledger.repository
      let thread = try PolicyThread(
        in: try snapshot.tips.map { try repository.commit($0).tree }, of: repository)
      let operators = try Self.operators(of: repository)
      return try Standing(
        thread, Authority(of: thread.events, operators: operators) { _, _ in nil })
    }
  }

  /// The event that allows what would be a violation otherwise; nil where none does.
  public func cover(of violation: Violation) -> EventName? {
    if violation.rule == .authority { return nil }
    let isGone = [.removed, .renamed].contains(violation.act)
    // Bytes are allowed as a file, not as where a link leads.
    let isPlain = violation.after?.mode == .file || violation.after?.mode == violation.before?.mode
    // The ledger itself is only ever redacted: a clone would take anything else for tampering.
    if isGone || isPlain, !LedgerPath.isInside(violation.path),
      let event = allowed[Place(violation.path, isGone ? nil : violation.after?.id.hex)]
    {
      return event
    }
    guard let before = violation.before,
      redactions.covers(violation.path, before, became: isGone ? nil : violation.after)
    else { return nil }
    return redacted[Place(violation.path, before.id.hex)]
  }

  /// The event by which a finding was acknowledged.
  public func acknowledgement(of finding: FindingName) -> EventName? {
    acknowledged[Array(finding.description.utf8)]
  }

  /// The events that count by the setting of whoever runs the repository.
  public static func operators(of repository: Repository) throws -> Set<EventName> {
    let names = try repository.setting(operatorSetting) ?? ""
    return Set(names.split { " ,\n".contains($0) }.compactMap { EventName($0) })
  }
}

extension Ledger {
  /// Has limits that were made milder count only with authority, where keys are held.
  public func judgeSettings() {
    let environment = environment
    authorise = { snapshot in
      let repository = snapshot.repository
      let thread = try PolicyThread(
        in: try snapshot.tips.map { try repository.commit($0).tree }, of: repository)
      let operators = try Standing.operators(of: repository)
      do {
        return try thread.authority(
          operators: operators, SSHSignature(environment: environment),
          where: { payload in
            switch payload {
            case .key, .set: true
            default: false
            }
          }
        ).authorised
      } catch is AuthorityError {
        // Where no signature can be read, only the operator's word counts.
        return Authority(of: thread.events, operators: operators) { _, _ in nil }.authorised
      }
    }
  }
}

extension Array {
  /// What no event of the ledger allows; the ledger is asked only where there is something.
  func uncovered(
    by ledger: Ledger, _ violation: (Element) -> Violation
  ) throws -> [Element] {
    guard !isEmpty, try ledger.exists() else { return self }
    let standing = try Standing.now(in: ledger)
    return filter { standing.cover(of: violation($0)) == nil }
  }
}
