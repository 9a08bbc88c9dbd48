import Git
public import Ledger
import Platform
public import Research

/// Puts a signature beside an event of the policy, so that it counts.
public struct Signing {
  private let standing: Standing
  private let repository: Repository
  private let environment: [String: String]

  /// Signing against what the ledger says now.
  public init(_ snapshot: Snapshot, environment: [String: String]) throws {
    standing = try Standing(of: snapshot, environment: environment)
    repository = snapshot.repository
    self.environment = environment
  }

  /// What holds now.
  public var held: Standing { standing }

  /// The key that signs: the one given, else what RTRACK_SIGNING_KEY, git's rtrack.signingKey, or,
  /// where git signs with ssh, its user.signingKey name.
  public func keyFile(_ given: String?) throws -> String? {
    if let given { return given }
    if let file = environment["RTRACK_SIGNING_KEY"], !file.isEmpty { return file }
    if let file = try repository.setting("rtrack.signingKey") { return atHome(file) }
    guard try repository.setting("gpg.format") == "ssh",
      let file = try repository.setting("user.signingKey")
    else { return nil }
    return atHome(file)
  }

  /// The signature's file for an event whose bytes these are.
  ///
  /// - Throws: ``AuthorityError`` where ssh-keygen does not sign, ``Refusal`` where the key that
  ///   signed has no authority.
  public func signature(
    over event: Event, bytes: [UInt8], with keyFile: String
  ) throws -> (path: String, bytes: [UInt8]) {
    let ssh = SSHSignature(environment: environment)
    let message = SSHSignature.message(path: Layout.path(of: event), bytes: bytes)
    let signature = try withFile(for: keyFile) { try ssh.sign(message, with: $0) }
    let keys = standing.authority.signingKeys
    guard try ssh.signer(of: message, signature, among: keys) != nil else {
      throw Refusal(
        rule: "authority", reason: "the key \(keyFile) has no authority over this ledger",
        hint: "see whose keys have with `rtrack key list`")
    }
    return (
      Layout.path(ofAttachment: PolicyThread.signatureFile, of: event.name, in: .policy), signature
    )
  }

  /// git lets the setting hold a public key itself, whose private half an agent keeps.
  private func withFile<Answer>(for key: String, _ work: (String) throws -> Answer) throws -> Answer
  {
    let line = key.hasPrefix("key::") ? String(key.dropFirst(5)) : key
    guard let literal = SigningKey(line) else { return try work(key) }
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-key-")
    let answer = Result {
      let file = Path.join(folder, "key.pub")
      try FileSystem.write(Array((literal.text + "\n").utf8), to: file)
      return try work(file)
    }
    try? FileSystem.removeTree(folder)
    return try answer.get()
  }

  private func atHome(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
    return Path.join(home, String(path.dropFirst(2)))
  }
}
