import Git
import Platform

/// What a remote's ledger holds, beside the one that is here.
public struct RemoteLook: Hashable, Sendable {
  /// Its name.
  public let remote: String
  /// Whether it is the one that is believed.
  public let isBelieved: Bool
  /// The tip of its ledger, in hexadecimal; nil where it was not reached or has none.
  public internal(set) var tip: String?
  /// Files that it has and this clone has not.
  public internal(set) var more = 0
  /// Files that this clone has and it has not.
  public internal(set) var lacks = 0
  /// Files that it holds with other bytes.
  public internal(set) var differing: [String] = []
  /// Files that it still holds as they were before they were redacted.
  public internal(set) var unredacted: [String] = []
  /// Why nothing can be said of it: it was not reached, or its branch is no readable ledger.
  public internal(set) var fault: String?
  /// What kind of a ledger it has where it cannot be compared; nil where it can, or on a fault.
  public internal(set) var difference: Difference?

  /// Why a remote's ledger is not compared with the one here.
  public enum Difference: String, Sendable {
    /// It has no ledger branch.
    case absent
    /// Its ledger was founded elsewhere.
    case otherOrigin = "other-origin"
  }
}

extension Sync {
  /// Looks at the ledgers of all remotes, and says of each how it stands to the one here. Nothing
  /// of them is believed or taken over.
  ///
  /// - Throws: `GitError` when git cannot be asked which remotes there are, or this clone cannot be
  ///   read.
  public func looks() throws -> [RemoteLook] {
    let result = try GitProcess.run(
      ["remote"], in: try ledger.transportFolder(), environment: ledger.environment,
      timeLimit: patience)
    guard result.succeeded else {
      throw LedgerError(
        .system,
        "git could not list the remotes: "
          + Fetch.lastLine(String(decoding: result.errors, as: UTF8.self)))
    }
    let remotes = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
    return try remotes.map { try look(at: String($0)) }
  }

  private func look(at remote: String) throws -> RemoteLook {
    var look = RemoteLook(remote: remote, isBelieved: remote == ledger.remote)
    guard Ledger.isPlain(remote) else {
      look.fault = "its name is no plain one, and is not passed on to git"
      return look
    }
    do {
      var fetch = Fetch(ledger, from: remote)
      fetch.patience = patience
      guard let tip = try fetch.run() else {
        look.difference = .absent
        return look
      }
      look.tip = tip.hex
      _ = try ledger.snapshot(of: [tip])
      guard let local = try ledger.tip() else {
        look.more = try count(from: nil, to: tip)
        return look
      }
      if try isOneLedger(tip, local) {
        try compare(tip, with: local, &look)
      } else {
        look.difference = .otherOrigin
      }
    } catch let error as LedgerError {
      look.fault = error.message
    }
    return look
  }

  private func compare(
    _ tip: ObjectID, with local: ObjectID, _ look: inout RemoteLook
  ) throws {
    let repository = ledger.repository
    let redacted = try redacted()
    try repository.difference(
      from: try repository.commit(tip).tree, to: try repository.commit(local).tree
    ) { change in
      if redacted.covers(change.path, change.old, became: change.new) {
        look.unredacted.append(change.path)
      } else if change.old == nil {
        look.lacks += 1
      } else if change.new == nil {
        look.more += 1
      } else {
        look.differing.append(change.path)
      }
    }
  }
}
