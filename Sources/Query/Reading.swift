import Database
import Git
public import Ledger

/// The ledger at one moment, and the index that finds things in it.
public struct Reading {
  /// Where it lies.
  public let ledger: Ledger
  /// What it holds.
  public let snapshot: Snapshot
  /// Finds what of it is asked for.
  let index: LedgerIndex
  /// What had to be done about the index, for people; nil as a rule.
  public private(set) var remark: String?

  /// Reads the ledger, and brings the index to it.
  ///
  /// An index that is damaged is made anew; one that cannot be written is made in memory.
  ///
  /// - Parameters:
  ///   - hasWords: whether it is searched by words.
  ///   - progress: told how many folders of the ledger were read, and of how many, where all of it
  ///     has to be.
  public init(
    of ledger: Ledger, hasWords: Bool = false, progress: @escaping (Int, Int) -> Void = { _, _ in }
  ) throws {
    ledger.repository.readSparsely()
    let place = IndexPlace(of: ledger)
    var remark: String?
    for _ in 0..<8 {
      let snapshot = try ledger.snapshot()
      do {
        let index = try LedgerIndex(
          at: place.prepared(), hasWords: hasWords, progress: progress)
        guard try index.follow(snapshot) else { continue }
        try self.init(ledger, snapshot, index, remark)
        return
      } catch let error as DatabaseError where error.kind == .damaged && remark == nil {
        remark = "the index was damaged (\(error.message)) and is made anew; the ledger is whole"
        try? place.remove()
      } catch is LedgerIndex.Foreign where remark == nil {
        remark = "in the place of the index were tables of something else; it is made anew"
        try? place.remove()
      } catch is LedgerIndex.Foreign {
        break
      } catch let error as DatabaseError where error.kind != .wrong {
        break
      }
    }
    let snapshot = try ledger.snapshot()
    let index = try LedgerIndex(at: nil, hasWords: hasWords, progress: progress)
    _ = try index.follow(snapshot)
    try self.init(ledger, snapshot, index, remark)
  }

  private init(
    _ ledger: Ledger, _ snapshot: Snapshot, _ index: LedgerIndex, _ remark: String?
  ) throws {
    for fault in try index.faults() { snapshot.note(fault) }
    self.ledger = ledger
    self.snapshot = snapshot
    self.index = index
    self.remark = remark
  }
}
