import Database
import Ledger
import Platform

/// The index: it is worth nothing, but a wrong one answers wrongly.
extension Diagnosis {
  /// Compares it with one made from nothing; a damage that SQLite does not see is seen here.
  func index() throws -> [Finding] {
    let place = IndexPlace(of: ledger)
    guard let path = place.path, try FileSystem.status(path) != nil else {
      return [Finding("index", .ok, "there is none yet: the first listing makes it")]
    }
    do {
      let wrong = try differences(at: path)
      if wrong.isEmpty { return [Finding("index", .ok, "says what the ledger holds")] }
      return [damaged("says otherwise than the ledger (\(wrong.joined(separator: ", ")))")]
    } catch let error as DatabaseError where error.isDamage {
      return [damaged("is damaged: \(error.message)")]
    } catch is LedgerIndex.Foreign {
      return [damaged("holds tables of something else")]
    } catch let error as DatabaseError {
      return [
        Finding(
          "index", .warning, "\(path) cannot be read: \(error.message)",
          mend: "listings do without it, slowly; look at its disk and its rights")
      ]
    }
  }

  /// Empties an index that is wrong; the next listing fills it. Gives what was done, for people.
  public func mendIndex() -> [String] {
    guard (try? index())?.contains(where: { $0.level == .wrong }) == true else { return [] }
    IndexPlace(of: ledger).empty()
    return ["the index is emptied; the next listing makes it anew"]
  }

  private func damaged(_ what: String) -> Finding {
    Finding(
      "index", .wrong, "the index \(what)",
      mend: "`rtrack doctor --fix` empties it, and the next listing makes it anew")
  }

  /// The tables in which the index differs from one made from nothing.
  private func differences(at path: String) throws -> [String] {
    let hasWords = try LedgerIndex(at: path).hasMadeWords
    // Should somebody write meanwhile, a later moment is taken.
    for _ in 0..<8 {
      let snapshot = try ledger.snapshot()
      let kept = try LedgerIndex(at: path, hasWords: hasWords)
      guard try kept.follow(snapshot) else { continue }
      // In a file without a name, since all of it may be more than memory has.
      let fresh = try LedgerIndex(at: "", hasWords: hasWords)
      guard try fresh.follow(snapshot) else { continue }
      return try IndexFingerprint(of: kept, hasWords: hasWords)
        .differences(from: IndexFingerprint(of: fresh, hasWords: hasWords))
    }
    return []
  }
}
