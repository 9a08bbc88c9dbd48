import Git
import Ledger
import Research

/// What was read and checked of the policy's events in one look at a history. All of it follows
/// from the objects: from the event's name and bytes, the signature's bytes, and the key.
final class PolicyMemo {
  private struct File: Hashable {
    let name: EventName
    let blob: ObjectID
  }

  private struct Claim: Hashable {
    let file: File
    let signature: ObjectID
    let key: SigningKey
  }

  private var events: [File: Event?] = [:]
  private var claims: [Claim: Bool] = [:]
  /// How often ssh-keygen was asked.
  private(set) var checks = 0

  /// The event in a file of the policy; nil where it cannot be read.
  func event(_ name: EventName, _ blob: ObjectID, of objects: any ObjectSource) throws -> Event? {
    let file = File(name: name, blob: blob)
    if let known = events[file] { return known }
    var event: Event?
    if try objects.size(ofBlob: blob) <= ContentRule.largest {
      let bytes = try objects.blob(blob)
      event = try? EventFile.parse(bytes, name: name, in: .policy, path: Self.path(name)).event
    }
    events[file] = .some(event)
    return event
  }

  /// Whether a key made the signature beside an event.
  func isSigned(
    _ name: EventName, _ blob: ObjectID, _ signature: ObjectID, by key: SigningKey,
    _ ssh: SSHSignature, of objects: any ObjectSource
  ) throws -> Bool {
    let claim = Claim(file: File(name: name, blob: blob), signature: signature, key: key)
    if let known = claims[claim] { return known }
    checks += 1
    let message = SSHSignature.message(path: Self.path(name), bytes: try objects.blob(blob))
    let isSigned = try ssh.signer(of: message, try objects.blob(signature), among: [key]) != nil
    claims[claim] = isSigned
    return isSigned
  }

  private static func path(_ name: EventName) -> String { Layout.path(of: name, in: .policy) }
}
