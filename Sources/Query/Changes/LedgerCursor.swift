public import Git
public import Ledger

/// A moment of the ledger that a program can keep and come back to: the commits that were read
/// then, and not a time, since what a sync brings later may be older.
public struct LedgerCursor: Hashable, Sendable, CustomStringConvertible {
  /// The local branch's, then what was last seen of the remote, where that held more.
  public let tips: [ObjectID]

  /// The moment of a snapshot.
  public init(of snapshot: Snapshot) { tips = snapshot.tips }

  /// Reads what ``description`` gave: one commit's id in full, or several with `+` between; nil
  /// when it is spelled otherwise.
  public init?(_ text: String) {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    let tips = parts.compactMap { ObjectID(hex: String($0)) }
    guard !tips.isEmpty, tips.count == parts.count else { return nil }
    self.tips = tips
  }

  /// As calls spell it.
  public var description: String { tips.map(\.hex).joined(separator: "+") }
}
