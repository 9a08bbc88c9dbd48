import Platform

/// A file of a run's results, on its way into the ledger.
public struct Artefact: Sendable {
  /// What the ledger holds of it.
  public enum Content: Sendable {
    case bytes([UInt8])
    /// Too large: where it lies.
    case pointer(place: String)
  }

  /// Its path below the results' folder, as it was called there.
  public let original: String
  /// Its path below the run's folder in the ledger.
  public let file: String
  /// Its bytes, or where they lie.
  public let content: Content
  /// How many bytes it has, wherever they lie.
  public let size: Int
  /// The SHA-256 of its bytes, wherever they lie.
  public let digest: String

  /// An artefact that the ledger holds.
  public init(_ original: String, bytes: [UInt8]) {
    self.init(original, .bytes(bytes), size: bytes.count, digest: SHA256.digest(of: bytes))
  }

  /// An artefact that stays where it lies.
  public init(_ original: String, at place: String, size: Int, digest: String) {
    self.init(original, .pointer(place: place), size: size, digest: digest)
  }

  private init(_ original: String, _ content: Content, size: Int, digest: String) {
    self.original = original
    self.content = content
    self.size = size
    self.digest = digest
    let parts = original.split(separator: "/").map { Layout.folded(String($0)) }
    let name = parts.joined(separator: "/")
    if case .pointer = content { file = name + ".pointer" } else { file = name }
  }
}
