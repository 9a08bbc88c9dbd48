import Git
public import Ledger

/// Tells when a ledger may hold something new, by looking at two references and nothing else.
public struct LedgerPulse {
  private let ledger: Ledger
  private var last: [ObjectID?] = []

  /// Of a ledger; the first look finds it moved.
  public init(of ledger: Ledger) { self.ledger = ledger }

  /// Whether the ledger branch, or what was seen of the remote, is another than at the last look:
  /// moved by a write of any work tree, by a sync, or by git.
  public mutating func hasMoved() throws -> Bool {
    let repository = ledger.repository
    let now = [
      try repository.target(of: ledger.branch),
      try ledger.seenReference.flatMap { try repository.target(of: $0) },
    ]
    defer { last = now }
    return now != last
  }
}
