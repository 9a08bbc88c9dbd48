public import Git
public import Ledger

/// Which machine beyond this one a clone may use, as git's configuration says it.
///
/// git reads no configuration that is committed, so nobody's branch sets it; and none of the keys
/// names a command.
public struct CloudSettings: Hashable, Sendable {
  /// What brings a job to its machine and asks after it.
  public enum Engine: String, CaseIterable, Hashable, Sendable {
    /// A process of this machine that survives its terminal.
    case local
    /// A process of a host that ssh reaches.
    case ssh
    /// A job of a Slurm cluster, submitted here or on a host that ssh reaches.
    case slurm
    /// A job of a code host's CI, which takes its order from the ledger; its folder is brought by
    /// hand.
    case ci
  }

  /// `rtrack.cloud.engine`; nil where none is set up.
  public let engine: Engine?
  /// `rtrack.cloud.host`: a host as `ssh` takes it.
  public let host: String?
  /// `rtrack.cloud.folder`: where jobs lie there, in full or from the home folder.
  public let folder: String?
  /// `rtrack.cloud.prefer`: whether other machines are preferred to this one.
  public let isPreferred: Bool

  /// `rtrack.cloud.bucket`: where jobs send what they leave; nil for nowhere.
  public let bucket: CloudBucket?

  /// Whether there is a machine beyond this one.
  public var isRemote: Bool { engine != nil && engine != .local }

  /// Settings by hand.
  public init(
    engine: Engine?, host: String? = nil, folder: String? = nil, isPreferred: Bool = false,
    bucket: CloudBucket? = nil
  ) throws(LedgerError) {
    self.engine = engine
    self.host = host
    self.folder = folder
    self.isPreferred = isPreferred
    self.bucket = bucket
    if let host, !Self.isHost(host) {
      throw LedgerError(
        .invalid, "rtrack.cloud.host is \"\(host)\", which is no host as ssh takes it",
        hint: "set a name such as lab or maya@lab.example.org; ports and keys go into ~/.ssh/config"
      )
    }
    if let folder, !Self.isFolder(folder) {
      throw LedgerError(
        .invalid, "rtrack.cloud.folder is \"\(folder)\", which is no plain path",
        hint: "set one of letters, digits, `.`, `_`, `-` and `/`, such as scratch/rtrack")
    }
    if engine == .ssh, host == nil {
      throw LedgerError(
        .invalid, "rtrack.cloud.engine is ssh, and no host is said",
        hint: "say which: `git config rtrack.cloud.host lab`")
    }
  }

  /// What the configuration says.
  ///
  /// - Throws: ``LedgerError`` where a value cannot be used; nothing of it reaches a shell then.
  public init(of repository: Repository) throws {
    let word = try repository.setting("rtrack.cloud.engine")
    let engine = word.flatMap { Engine(rawValue: $0) }
    if let word, engine == nil {
      throw LedgerError(
        .invalid, "rtrack.cloud.engine is \"\(word)\"",
        hint: "set one of \(Engine.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let preference = try repository.setting("rtrack.cloud.prefer")?.lowercased() ?? "false"
    try self.init(
      engine: engine, host: try repository.setting("rtrack.cloud.host"),
      folder: try repository.setting("rtrack.cloud.folder"),
      isPreferred: ["true", "yes", "on", "1"].contains(preference),
      bucket: try repository.setting("rtrack.cloud.bucket").map { (address) throws(LedgerError) in
        try CloudBucket(address, endpoint: try? repository.setting("rtrack.cloud.endpoint"))
      })
  }

  /// `user@host`: nothing that ssh would take for an option.
  private static func isHost(_ text: String) -> Bool {
    text.first != "-"
      && isPlain(text, beside: [UInt8(ascii: "@"), UInt8(ascii: ":")])
  }

  private static func isFolder(_ text: String) -> Bool {
    text.first != "-" && isPlain(text, beside: [UInt8(ascii: "/")])
      && !text.split(separator: "/").contains("..")
  }

  private static func isPlain(_ text: String, beside more: Set<UInt8>) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57)
          || [45, 46, 95].contains(byte) || more.contains(byte)
      }
  }
}
