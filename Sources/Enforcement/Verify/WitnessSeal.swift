import Git
import Ledger
import Platform
import Research

/// What vouches for an exported witness: an ssh signature beside it (`FILE.sig`) and an RFC 3161
/// time stamp (`FILE.tsr`), each checked where the configuration says against what.
public struct WitnessSeal {
  /// Signed under this name, so that a signature for something else is none here.
  static let namespace = "rtrack-witness"
  /// In words: who signed, when it was stamped.
  let words: String
  /// What vouches for nothing.
  let findings: [HistoryFinding]

  /// Looks at what lies beside an exported witness.
  init(path: String, environment: [String: String], repository: Repository) throws {
    var words: [String] = []
    var findings: [HistoryFinding] = []
    let signature = path + ".sig"
    if try FileSystem.status(signature, following: true) != nil {
      if let signers = try repository.setting("gpg.ssh.allowedSignersFile") {
        let file = Path.absolute(signers, in: repository.workTree ?? repository.commonDirectory)
        if let who = try Self.signer(of: path, signature, signers: file, environment) {
          words.append("signed by \(who)")
        } else {
          words.append("with a signature that does not hold")
          findings.append(Self.forged(signature, "no allowed signer made this signature"))
        }
      } else {
        words.append("signed, by whom is not checked: gpg.ssh.allowedSignersFile is not set")
      }
    }
    let stamp = path + ".tsr"
    if try FileSystem.status(stamp, following: true) != nil {
      if let authority = try repository.setting("rtrack.stampAuthority") {
        let file = Path.absolute(authority, in: repository.workTree ?? repository.commonDirectory)
        if try Self.isStamped(path, stamp, authority: file, environment) {
          words.append("stamped \(try Self.time(of: stamp, environment) ?? "by the authority")")
        } else {
          words.append("with a time stamp that does not hold")
          findings.append(Self.forged(stamp, "the authority made no such time stamp of this file"))
        }
      } else {
        words.append("time-stamped, which is not checked: rtrack.stampAuthority is not set")
      }
    }
    self.words = words.isEmpty ? "unsigned" : words.joined(separator: ", ")
    self.findings = findings
  }

  /// Signs a file with an ssh key; gives the signature's path.
  public static func sign(
    _ path: String, key: String, environment: [String: String]
  ) throws -> String {
    let signature = path + ".sig"
    // ssh-keygen asks before it writes over one.
    if try FileSystem.status(signature) != nil { try FileSystem.remove(signature) }
    let result = try run(
      ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", key, path], [], environment)
    guard result.succeeded else {
      throw LedgerError(
        .system, "ssh-keygen could not sign \(path): \(Self.line(result.errors))",
        hint: "name a private key's file, or a public key that ssh-agent holds")
    }
    return signature
  }

  /// Has a file stamped: `command` gets the query on its standard input and gives the answer.
  public static func stamp(
    _ path: String, command: String, environment: [String: String]
  ) throws -> String {
    let query = try run(
      ["openssl", "ts", "-query", "-data", path, "-sha256", "-cert"], [], environment)
    guard query.succeeded else {
      throw LedgerError(.system, "openssl could not make a query: \(Self.line(query.errors))")
    }
    let answer = try run([command], query.output, environment)
    guard answer.succeeded, !answer.output.isEmpty else {
      throw LedgerError(
        .system, "\(command) gave no time stamp: \(Self.line(answer.errors))",
        hint: "it gets an RFC 3161 query on standard input and prints the authority's answer")
    }
    try FileSystem.write(answer.output, to: path + ".tsr")
    return path + ".tsr"
  }

  private static func signer(
    of path: String, _ signature: String, signers: String, _ environment: [String: String]
  ) throws -> String? {
    let found = try run(
      ["ssh-keygen", "-Y", "find-principals", "-s", signature, "-f", signers], [], environment)
    guard found.succeeded, let who = line(found.output).split(separator: ",").first else {
      return nil
    }
    let verified = try run(
      [
        "ssh-keygen", "-Y", "verify", "-n", namespace, "-I", String(who), "-f", signers, "-s",
        signature,
      ], try FileSystem.read(path), environment)
    return verified.succeeded ? String(who) : nil
  }

  private static func isStamped(
    _ path: String, _ stamp: String, authority: String, _ environment: [String: String]
  ) throws -> Bool {
    try run(
      ["openssl", "ts", "-verify", "-data", path, "-in", stamp, "-CAfile", authority], [],
      environment
    ).succeeded
  }

  private static func time(
    of stamp: String, _ environment: [String: String]
  ) throws -> String? {
    let text = try run(["openssl", "ts", "-reply", "-in", stamp, "-text"], [], environment)
    return String(decoding: text.output, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("Time stamp: ") }.map { String($0.dropFirst("Time stamp: ".count)) }
  }

  private static func run(
    _ command: [String], _ input: [UInt8], _ environment: [String: String]
  ) throws -> ChildResult {
    do {
      return try Child.run(
        command, environment: environment, input: input, timeLimit: .seconds(60))
    } catch {
      if error.isMissing { throw missing(command[0]) }
      throw error
    }
  }

  private static func missing(_ program: String) -> LedgerError {
    LedgerError(
      .system, "\(program) is not installed, or not in PATH",
      hint: "install it, or leave signatures and stamps out")
  }

  private static func line(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }

  private static func forged(_ path: String, _ why: String) -> HistoryFinding {
    HistoryFinding(
      "witness-forged", path: path, message: why,
      remedy: "ask who exported it; what the file says was compared all the same")
  }
}
