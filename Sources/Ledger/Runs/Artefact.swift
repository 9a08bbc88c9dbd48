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

  /// The pointer in the results' folder that stands for it; nil for bytes that lay there.
  public let pointer: PointerFile?
  /// Whether size and digest are as a pointer says them, and nobody looked at the bytes.
  public var isClaimed = false

  /// An artefact that the ledger holds.
  public init(_ original: String, bytes: [UInt8]) {
    self.init(original, .bytes(bytes), size: bytes.count, digest: SHA256.digest(of: bytes))
  }

  /// An artefact that stays where it lies.
  public init(_ original: String, at place: String, size: Int, digest: String) {
    self.init(original, .pointer(place: place), size: size, digest: digest)
  }

  /// An artefact that lay elsewhere before.
  public init(_ original: String, pointer: PointerFile) {
    self.init(
      original, .pointer(place: pointer.place), size: pointer.size, digest: pointer.digest, pointer)
  }

  private init(
    _ original: String, _ content: Content, size: Int, digest: String,
    _ pointer: PointerFile? = nil
  ) {
    self.original = original
    self.pointer = pointer
    self.content = content
    self.size = size
    self.digest = digest
    let parts = original.split(separator: "/").map { Layout.folded(String($0)) }
    let name = parts.joined(separator: "/")
    if case .pointer = content { file = name + ".pointer" } else { file = name }
  }
}
