import Platform
public import Research

/// Signatures over events, made and checked by ssh-keygen in the namespace `rtrack`.
public struct SSHSignature {
  /// What ssh-keygen signs for; a signature over a commit is of another namespace.
  static let namespace = "rtrack"
  private let environment: [String: String]

  /// Signatures as this environment's ssh-keygen makes and reads them.
  public init(environment: [String: String]) { self.environment = environment }

  /// What is signed for an event: its place and its bytes.
  public static func message(path: String, bytes: [UInt8]) -> [UInt8] {
    Array("rtrack event\n\(path)\n".utf8) + bytes
  }

  /// Which of these keys made a signature over a message; nil for none.
  ///
  /// - Throws: ``AuthorityError`` when ssh-keygen cannot be run.
  public func signer(
    of message: [UInt8], _ signature: [UInt8], among keys: [SigningKey]
  ) throws -> SigningKey? {
    if keys.isEmpty || signature.count > 20_000 { return nil }
    return try inFolder { folder in
      let file = Path.join(folder, "signature")
      try FileSystem.write(signature, to: file)
      for key in keys {
        let allowed = Path.join(folder, "allowed_signers")
        let line = "rtrack namespaces=\"\(Self.namespace)\" \(key.text)\n"
        try FileSystem.write(Array(line.utf8), to: allowed)
        let result = try run(
          ["-Y", "verify", "-f", allowed, "-I", "rtrack", "-n", Self.namespace, "-s", file],
          input: message)
        if result.succeeded { return key }
      }
      return nil
    }
  }

  /// A signature over a message with the private key in a file, or the one that an agent holds for
  /// a public key's file.
  public func sign(_ message: [UInt8], with keyFile: String) throws -> [UInt8] {
    let result = try run(["-q", "-Y", "sign", "-f", keyFile, "-n", Self.namespace], input: message)
    guard result.succeeded, !result.output.isEmpty else {
      let said =
        String(decoding: result.errors, as: UTF8.self)
        .split(whereSeparator: \.isNewline).last.map(String.init) ?? "it said nothing"
      throw AuthorityError.notSigned(key: keyFile, why: said)
    }
    return result.output
  }

  private func run(_ arguments: [String], input: [UInt8]) throws -> ChildResult {
    do {
      return try Child.run(
        ["ssh-keygen"] + arguments, environment: environment, input: input,
        timeLimit: .seconds(60))
    } catch {
      if error.isMissing { throw AuthorityError.noProgram }
      throw error
    }
  }

  private func inFolder<Answer>(_ work: (String) throws -> Answer) throws -> Answer {
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-signature-")
    let answer = Result { try work(folder) }
    try? FileSystem.removeTree(folder)
    return try answer.get()
  }
}

/// Why a signature could not be made or checked.
public enum AuthorityError: Error, Hashable, Sendable {
  /// ssh-keygen is not installed, or not in PATH.
  case noProgram
  /// ssh-keygen would not sign with this key.
  case notSigned(key: String, why: String)
}
