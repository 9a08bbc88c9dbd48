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
      } catch let error as DatabaseError where error.isDamage && remark == nil {
        remark = Self.damaged(error)
        place.empty()
      } catch is LedgerIndex.Foreign where remark == nil {
        remark = "in the place of the index were tables of something else; it is made anew"
        place.empty()
      } catch is LedgerIndex.Foreign {
        break
      } catch is DatabaseError {
        break
      }
    }
    try self.init(inMemory: ledger, hasWords: hasWords, remark, progress: progress)
  }

  /// The same with an index of this call's own.
  init(
    inMemory ledger: Ledger, hasWords: Bool, _ remark: String? = nil,
    progress: @escaping (Int, Int) -> Void = { _, _ in }
  ) throws {
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

  private static func damaged(_ error: DatabaseError) -> String {
    "the index was damaged (\(error.message)) and is made anew; the ledger is whole"
  }
}

extension Reading {
  /// What a question to the ledger is answered.
  ///
  /// An index may be whole where it is opened and damaged where it is asked: then it is made anew,
  /// which is told, and asked again; and once more in memory, should its disk fail.
  ///
  /// - Parameters:
  ///   - hasWords: whether it is searched by words.
  ///   - progress: as of ``init(of:hasWords:progress:)``.
  ///   - tell: told, for people, what had to be done about the index.
  ///   - question: asked again where the index was damaged; so it changes nothing.
  public static func answer<Answer>(
    of ledger: Ledger, hasWords: Bool = false,
    progress: @escaping (Int, Int) -> Void = { _, _ in }, tell: (String) -> Void,
    _ question: (Reading) throws -> Answer
  ) throws -> Answer {
    for attempt in 1...2 {
      do {
        let reading = try Reading(of: ledger, hasWords: hasWords, progress: progress)
        if let remark = reading.remark { tell(remark) }
        return try question(reading)
      } catch let error as DatabaseError {
        if attempt == 2 { break }
        if error.isDamage {
          tell(damaged(error))
          IndexPlace(of: ledger).empty()
        } else {
          tell("the index cannot be read (\(error.message)); this call does without it")
          break
        }
      }
    }
    return try question(
      Reading(inMemory: ledger, hasWords: hasWords, progress: progress))
  }
}

extension DatabaseError {
  /// Whether making the index anew helps. Its statements are right: where SQLite calls one wrong,
  /// a table or column that it names is gone.
  var isDamage: Bool { kind == .damaged || kind == .wrong }
}
