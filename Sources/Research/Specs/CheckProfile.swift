/// What a spec or a result was checked by when it came into the ledger: a name and a version, such
/// as `strict-1`. It is judged by that ever after, whatever is asked of others later.
public struct CheckProfile: Hashable, Sendable, CustomStringConvertible {
  /// Lower-case letters.
  public let name: String
  /// From 1; what is asked never changes within one.
  public let version: Int

  /// What is asked of what comes now, and was of what names no profile.
  public static let strict = CheckProfile(name: "strict", version: 1)

  private init(name: String, version: Int) {
    self.name = name
    self.version = version
  }

  /// Reads `strict-1`; nil when it is spelled otherwise.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...24).contains(parts[0].utf8.count),
      parts[0].utf8.allSatisfy({ $0 >= 97 && $0 <= 122 }), let version = Int(parts[1]),
      (1...999_999).contains(version), String(version) == parts[1]
    else { return nil }
    self.init(name: String(parts[0]), version: version)
  }

  /// Whether this program knows what it asks. A newer one may have made it.
  public var isKnown: Bool { self == .strict }

  /// As events spell it.
  public var description: String { "\(name)-\(version)" }
}
