import Git
import Platform
import Research

extension Ledger {
  /// Moves one of the ledger's references; only by who holds the lock that writers of this clone
  /// queue on, so that nobody living is taken for one who died in the midst of a move.
  ///
  /// A git process that is at the reference, such as `git pack-refs`, is waited for.
  /// `writer`, where given, is published with the move.
  ///
  /// - Throws: `GitError` of kind `moved` when it is elsewhere by now.
  func move(
    _ reference: String, from old: ObjectID?, to new: ObjectID, by who: Signature,
    message: String, publishing writer: ObjectWriter? = nil, holding lock: borrowing FileLock,
    patience: Duration = .seconds(10)
  ) throws {
    let started = MonotonicClock.nanoseconds()
    while true {
      do throws(GitError) {
        return try repository.move(
          reference, from: old, to: new, by: who, message: message,
          leavingTraceIn: privateFolder, publishing: writer)
      } catch {
        guard case .locked(let path) = error.kind else { throw error }
        let waited = Duration.nanoseconds(Int64(MonotonicClock.nanoseconds() - started))
        if waited > patience {
          throw LedgerError(
            .busy, "\(path) has been there for \(patience.rounded)",
            hint: "another git process holds it, or died holding it; see which with `ps`")
        }
        MonotonicClock.sleep(.milliseconds(Int64.random(in: 1...8)))
      }
    }
  }
}
