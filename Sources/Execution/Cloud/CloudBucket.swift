public import Ledger

/// A folder of a bucket that jobs send to what they leave, as one of two tools takes it. Who one is
/// there is the tool's own configuration, on each machine: nothing of it passes through here.
public struct CloudBucket: Hashable, Sendable {
  /// `s3://name/folder` for `aws`, `remote:folder` for `rclone`; without a slash at its end.
  public let address: String
  /// Where `aws` finds it, where that is no configuration of its own.
  public let endpoint: String?

  /// Whether `aws` brings it; `rclone` else.
  var isOfAWS: Bool { address.hasPrefix("s3://") }

  /// A bucket as git's configuration names it.
  ///
  /// - Throws: ``LedgerError`` where it could be taken for anything else, or holds a password.
  public init(_ address: String, endpoint: String? = nil) throws(LedgerError) {
    var address = Substring(address)
    while address.last == "/" { address = address.dropLast() }
    let parts = address.hasPrefix("s3://") ? address.dropFirst(5) : address
    let path = address.hasPrefix("s3://") ? parts : parts.drop { $0 != ":" }.dropFirst()
    let name = parts.prefix { $0 != "/" && $0 != ":" }
    guard Self.isPlain(name), name.first != "-", Self.isPlain(path),
      !path.split(separator: "/", omittingEmptySubsequences: false).contains(where: {
        $0.isEmpty || $0 == "." || $0 == ".."
      })
    else {
      throw LedgerError(
        .invalid, "rtrack.cloud.bucket is \"\(address)\", which is no bucket",
        hint: "set s3://name/folder for `aws`, or remote:name/folder for `rclone`, of letters, "
          + "digits, `.`, `_`, `-` and `/`")
    }
    if let endpoint {
      let rest = ["https://", "http://"].first { endpoint.hasPrefix($0) }
        .map { endpoint.dropFirst($0.count) }
      guard let rest, !rest.isEmpty, rest.first != "/",
        rest.utf8.allSatisfy({ Self.letters.contains($0) })
      else {
        throw LedgerError(
          .invalid, "rtrack.cloud.endpoint is no plain address",
          hint: "set one such as https://storage.example.org:9000, without a name or password")
      }
    }
    self.address = String(address)
    self.endpoint = endpoint
  }

  private init(address: String, endpoint: String?) {
    self.address = address
    self.endpoint = endpoint
  }

  /// A folder in it, by a name of letters, digits and `-`.
  public func folder(_ name: String) -> CloudBucket {
    CloudBucket(address: "\(address)/\(name)", endpoint: endpoint)
  }

  private static let letters = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/:".utf8)

  private static func isPlain(_ text: Substring) -> Bool {
    !text.isEmpty && !text.contains(":") && text.utf8.allSatisfy { letters.contains($0) }
  }
}
