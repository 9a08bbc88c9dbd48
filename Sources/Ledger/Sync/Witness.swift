import Git
import Platform
public import Research

/// What this clone has seen of the remote's ledger, and when it last looked.
public struct Witness {
  let ledger: Ledger

  /// What this clone knows of the ledger's remote.
  public init(of ledger: Ledger) { self.ledger = ledger }

  private var lookPath: String {
    // A remote's name may hold slashes, and never a `%`.
    let name = (ledger.remote ?? "").split(separator: "/").joined(separator: "%")
    return Path.join(ledger.privateFolder, "looked-at-\(name)")
  }

  /// How much is known here of what happened in other clones.
  public func freshness() -> Freshness {
    guard let remote = ledger.remote else { return .local }
    guard let bytes = try? FileSystem.read(lookPath, limit: 64),
      let at = Timestamp(String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
    else { return .never(remote: remote) }
    return .seen(remote: remote, at: at)
  }

  /// Remembers that the remote was looked at from that moment on, also when it held nothing new.
  func recordLook(at moment: Timestamp) throws {
    do {
      try FileSystem.makeDirectory(ledger.privateFolder)
      try FileSystem.write(Array("\(moment)\n".utf8), to: lookPath)
    } catch {
      throw LedgerError.system(error)
    }
  }

  /// The tip of the remote's ledger that was last seen whole.
  func seen() throws -> ObjectID? {
    guard let reference = ledger.seenReference else { return nil }
    return try ledger.repository.target(of: reference)
  }

  /// Moves the record of what the remote holds, only ever to a superset, or to what returns an
  /// entry to its first version; what was taken out with authority is not missed.
  func record(
    _ tip: ObjectID, lookedAt moment: Timestamp?, without redacted: RedactedEntries = .init(),
    holding lock: borrowing FileLock
  ) throws {
    guard let reference = ledger.seenReference else { return }
    let repository = ledger.repository
    let old = try seen()
    if old != tip {
      let wounds = try old.map { try Healing(of: ledger).wounds(of: tip, since: [$0]) } ?? []
      if wounds.contains(where: { !redacted.covers($0.path, $0.first, became: $0.now) }) { return }
      let when = Timestamp(seconds: try repository.commit(tip).committer.seconds)
      try ledger.move(
        reference, from: old, to: tip, by: try ledger.committer(at: when), message: "rtrack: seen",
        holding: lock)
    }
    if let moment { try recordLook(at: moment) }
  }
}

/// Whether one state of the ledger holds all that another held, byte for byte.
struct Growth {
  let repository: Repository

  init(of repository: Repository) { self.repository = repository }

  struct Loss: Hashable {
    let path: String
    /// False: gone. True: there with other bytes, or as another kind of entry.
    let isChanged: Bool
  }

  /// What `new` no longer holds as `old` held it; empty when it only grew.
  func changes(from old: ObjectID, to new: ObjectID) throws -> [Loss] {
    var losses: [Loss] = []
    let before = try repository.commit(old).tree
    let after = try repository.commit(new).tree
    try repository.difference(from: before, to: after) { change in
      guard change.old != nil else { return }
      losses.append(Loss(path: change.path, isChanged: change.new != nil))
    }
    return losses
  }
}
