import Documents
import Research

/// A file that stands for bytes which lie elsewhere, as whoever made it says: one of git-lfs, one
/// of git-annex, or `NAME.pointer` in the form that the ledger writes itself.
public struct PointerFile: Hashable, Sendable {
  /// Where the bytes lie: a path, `s3://…`, `git-lfs:` and an id, `git-annex:` and a key.
  public let place: String
  /// How many there are.
  public let size: Int
  /// Their SHA-256, in hexadecimal.
  public let digest: String

  /// What the name of a pointer ends with that is one by its name.
  public static let ending = ".pointer"
  /// No pointer is larger.
  static let most = 32 << 10
  static let lfs = "git-lfs:"
  static let annex = "git-annex:"

  /// Reads a file; nil for one that is no pointer.
  ///
  /// - Returns: what it stands for, and the name of that.
  /// - Throws: ``LedgerError`` for one that says it is a pointer, and is none that can be kept.
  public static func read(
    _ path: String, _ bytes: [UInt8]
  ) throws(LedgerError) -> (name: String, pointer: PointerFile)? {
    if bytes.count > most { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    if let pointer = try PointerFile(lfs: text, path) { return (path, pointer) }
    if text.hasPrefix("/annex/objects/") {
      let key = text.dropFirst(15).prefix { !$0.isNewline }
      return (path, try PointerFile(key: key, path))
    }
    guard path.hasSuffix(ending), let json = try? JSON.parse(bytes), json["sha256"] != nil else {
      return nil
    }
    return (String(path.dropLast(ending.count)), try PointerFile(json, path))
  }

  /// Reads where a link of git-annex points, without following it; nil for any other link.
  static func read(link: String, _ path: String) throws(LedgerError) -> PointerFile? {
    let parts = link.split(separator: "/")
    guard let key = parts.last, parts.count > 5, parts[parts.count - 2] == key,
      parts.dropLast(4).suffix(2) == ["annex", "objects"]
    else { return nil }
    return try PointerFile(key: key, path)
  }

  private init(_ place: String, _ size: Int, _ digest: String) {
    self.place = place
    self.size = size
    self.digest = digest
  }

  /// git-lfs's, by its specification, version 1.
  private init?(lfs text: String, _ path: String) throws(LedgerError) {
    guard text.hasPrefix("version https://git-lfs.github.com/spec/v1\n") else { return nil }
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    guard let id = values["oid"], id.hasPrefix("sha256:"), Self.isDigest(id.dropFirst(7)),
      let size = values["size"].flatMap({ Int($0) }), size >= 0
    else { throw Self.fault(path, "is a pointer of git-lfs without a SHA-256 and a size") }
    let digest = String(id.dropFirst(7))
    self.init(Self.lfs + digest, size, digest)
  }

  /// git-annex's key: `SHA256E-s1024--…`.
  private init(key: Substring, _ path: String) throws(LedgerError) {
    let parts = key.split(separator: "-", maxSplits: 1)
    let fields = (parts.last ?? "").split(separator: "--", maxSplits: 1)
    let digest = (fields.last ?? "").prefix(64)
    guard parts.count == 2, fields.count == 2, ["SHA256", "SHA256E"].contains(parts[0]),
      let size = fields[0].split(separator: "-").first(where: { $0.first == "s" })
        .flatMap({ Int($0.dropFirst()) }), size >= 0, Self.isDigest(digest),
      key.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
    else {
      throw Self.fault(
        path, "is of git-annex with the key \(key.prefix(80)), which tells no SHA-256 and size")
    }
    self.init(Self.annex + key, size, String(digest))
  }

  private init(_ json: JSON, _ path: String) throws(LedgerError) {
    guard let digest = json["sha256"]?.string, Self.isDigest(digest[...]),
      let size = json["size"]?.integer, size >= 0, let place = json["at"]?.string, !place.isEmpty,
      place.utf8.count <= 4096, place.unicodeScalars.allSatisfy({ $0.value >= 32 })
    else { throw Self.fault(path, "is no pointer") }
    if SecretRule.isSecret(value: place) || place.contains("?") && place.contains("://") {
      throw LedgerError(
        .invalid, "\(path) says where its bytes lie with what may be a secret",
        hint: "give the place without a name, a password or what stands behind `?`")
    }
    self.init(place, size, digest)
  }

  private static func fault(_ path: String, _ why: String) -> LedgerError {
    LedgerError(
      .invalid, "\(path) \(why)",
      hint: "a pointer is {\"size\": 1024, \"sha256\": \"…\", \"at\": \"s3://…\"} in NAME.pointer, "
        + "or one of git-lfs or git-annex with its SHA-256")
  }

  private static func isDigest(_ text: Substring) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) }
  }
}
