import Git
import Ledger
public import Research

/// The policy is loosened only by who may: with a signature by a key that held before, or by the
/// operator's word.
public struct AuthorityRule {
  private let objects: any ObjectSource
  private let signature: SSHSignature
  private let operators: Set<EventName>
  /// Every later commit of the policy asks again of all that came before.
  let memo = PolicyMemo()

  /// The rule for a repository whose operator lets these events count.
  public init(_ objects: any ObjectSource, operators: Set<EventName>, _ signature: SSHSignature) {
    self.objects = objects
    self.operators = operators
    self.signature = signature
  }

  /// The rule as it holds in the repository of a ledger.
  init(of ledger: Ledger) throws {
    self.init(
      ledger.repository, operators: try Standing.operators(of: ledger.repository),
      SSHSignature(environment: ledger.environment))
  }

  /// The new events of a commit that loosen the policy without authority.
  ///
  /// - Parameters:
  ///   - changes: the paths that the commit brings.
  ///   - before: the root trees whose policy held before: the parents', or, for a push, those that
  ///     stood before it.
  func violations(
    of changes: [PathChange], in tree: ObjectID, before: [ObjectID]
  ) throws -> [Violation] {
    let new = Dictionary(
      changes.compactMap { change in
        if case .event(.policy, let name)? = Layout.place(of: change.path) {
          return (name, change)
        }
        return nil
      }, uniquingKeysWith: { first, _ in first })
    if new.isEmpty { return [] }
    let old = try PolicyThread(in: before, of: objects, memo)
    let held = try old.authority(operators: operators, signature)
    let thread = try PolicyThread(in: before + [tree], of: objects, memo)
    let authority = try thread.authority(
      operators: operators, trusted: Set(held.signingKeys), signature)
    let isFirstKey = !old.events.contains { if case .key = $0.payload { true } else { false } }
    let policy = Policy(old.events, authorised: held.authorised)
    return thread.events.compactMap { event in
      guard let change = new[event.name] else { return nil }
      // A line that is written anew brings what was judged when it first came.
      if let known = old.blobs[event.name], known == change.after?.id { return nil }
      let isSigned =
        operators.contains(event.name)
        || authority.signers[event.name].map { held.signingKeys.contains($0) } == true
      if isSigned { return nil }
      if isFirstKey, authority.authorised.contains(event.name) {
        if case .key = event.payload { return nil }
      }
      guard event.payload.needsAuthority || (!held.keys.isEmpty && policy.isLoosened(by: event))
      else { return nil }
      return Violation(
        .authority, .added, change.path, after: change.after,
        message: "\(EventPhrase.what(event)) without the authority to",
        remedy: held.keys.isEmpty
          ? "no key has authority yet: `rtrack key add FILE` gives it to the first, "
            + "or whoever runs the repository names the event in `rtrack.allow`"
          : "whoever holds \(held.keys[0].change.key.short) says it again, and signs")
    }
  }
}
