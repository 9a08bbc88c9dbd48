public import Git
import Ledger
public import Research

/// What was taken out of the ledger's line counts only when it was said by who may, by the policy
/// that held before.
public struct RedactionRule {
  private let repository: Repository
  private let environment: [String: String]

  /// The rule for one repository.
  ///
  /// - Parameter environment: in which ssh-keygen is found.
  public init(_ repository: Repository, environment: [String: String]) {
    self.repository = repository
    self.environment = environment
  }

  /// The redactions of a line that were said with authority.
  ///
  /// - Parameters:
  ///   - tip: the line.
  ///   - before: the commits whose policy decides.
  public func redactions(
    in tip: ObjectID, judgedBy before: [ObjectID]
  ) throws -> [EventName: Redaction] {
    let ssh = SSHSignature(environment: environment)
    let operators = try Standing.operators(of: repository)
    let held = try before.map { try repository.commit($0).tree }
    let keys = try PolicyThread(in: held, of: repository).authority(operators: operators, ssh)
      .signingKeys
    // First the line's own: of two versions of an event it is the one that counts.
    let thread = try PolicyThread(
      in: [try repository.commit(tip).tree] + held, of: repository)
    let authority = try thread.authority(operators: operators, trusted: Set(keys), ssh)
    var found: [EventName: Redaction] = [:]
    for event in thread.events where authority.authorised.contains(event.name) {
      if case .redact(let redaction) = event.payload { found[event.name] = redaction }
    }
    return found
  }
}
