/// A public ssh key, as `allowed_signers` and `.pub` files hold it: its kind and its bytes.
///
/// The comment behind it is left out: two lines that differ only there are one key.
public struct SigningKey: Hashable, Sendable, CustomStringConvertible {
  /// Kind and base64, such as `ssh-ed25519 AAAA…`.
  public let text: String

  /// The kinds that sign.
  public static let kinds = [
    "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
  ]

  /// Reads a line such as `ssh-ed25519 AAAA… maya@example.org`; nil for anything else, above all
  /// for options, further lines and private keys.
  public init?(_ line: some StringProtocol) {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, Self.kinds.contains(String(words[0])),
      (40...20_000).contains(words[1].utf8.count), words[1].utf8.allSatisfy(Self.isBase64),
      !line.utf8.contains(where: { $0 < 32 })
    else { return nil }
    text = "\(words[0]) \(words[1])"
  }

  /// Kind and base64.
  public var description: String { text }

  /// The kind and the last twelve characters, by which people tell their keys apart.
  public var short: String {
    "\(text.prefix { $0 != " " }) …\(text.suffix(12))"
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || (byte >= 47 && byte <= 57)
      || byte == 43 || byte == 61
  }
}

/// A key that may loosen the policy, or no longer may.
public struct KeyChange: Hashable, Sendable {
  /// Whose key; the same person may have several.
  public var holder: AgentName
  /// The key itself.
  public var key: SigningKey
  /// True when it is taken back.
  public var removes: Bool

  /// A key that is given authority, or loses it.
  public init(holder: AgentName, key: SigningKey, removes: Bool = false) {
    self.holder = holder
    self.key = key
    self.removes = removes
  }
}

/// What may be other than it was committed, this once.
public struct Allowance: Hashable, Sendable {
  /// From the repository's root.
  public var path: String
  /// The blob that may stand there, in hexadecimal; nil where the path may be gone.
  public var blob: String?

  /// An allowance for one path.
  public init(path: String, blob: String?) {
    self.path = path
    self.blob = blob
  }
}
