import Git
import Platform
public import Research

/// The one way into the ledger: every change is one commit of new files, made here.
///
/// Writers of one clone queue on a lock; against everything else the compare-and-swap of the
/// branch decides, and a lost race rebuilds everything from the new tip. Nothing is ever changed,
/// only added, and all of it is on disk before the branch moves. HEAD, index and work tree have no
/// part in it.
public struct Writer {
  let ledger: Ledger
  let clock: () -> Timestamp
  let dice: () -> UInt32
  /// How long to wait for other writers of this clone.
  public var patience: Duration = .seconds(10)

  /// A writer with its clock and its source of random bits.
  public init(
    of ledger: Ledger, clock: @escaping () -> Timestamp, dice: @escaping () -> UInt32
  ) {
    self.ledger = ledger
    self.clock = clock
    self.dice = dice
  }

  /// Writes what `compose` decides, which may be asked again after a lost race and must have no
  /// other effect.
  public func write(_ compose: (Composer) throws -> Composition) throws -> Written {
    try locked { lock in try write(compose, holding: lock) }
  }

  /// As ``write(_:)``, by a caller that holds the lock.
  func write(
    _ compose: (Composer) throws -> Composition, holding lock: borrowing FileLock
  ) throws -> Written {
    let deadline = MonotonicClock.nanoseconds() + Self.nanoseconds(patience)
    while true {
      let snapshot = try ledger.snapshot()
      try refuseIfCheckedOut()
      let composer = Composer(snapshot: snapshot, now: clock(), dice: dice)
      let composition = try compose(composer)
      if let earlier = composition.repeated {
        return Written(
          commit: nil, events: [try snapshot.called(earlier)], paths: [Layout.path(of: earlier)],
          wasRepeat: true)
      }
      let files =
        composition.events.map { event in
          let bytes = composition.bytes[event.name] ?? EventFile.serialized(event)
          return (path: Layout.path(of: event), bytes: bytes)
        } + composition.files
      if files.isEmpty { return Written(commit: nil, events: [], paths: [], wasRepeat: false) }
      do {
        var told = composition
        told.events = try composition.events.map(snapshot.called)
        let commit = try commit(
          files,
          message: CommitMessage(told, numbering: try snapshot.plainPolicy().numbering),
          of: composition, onto: snapshot.tips[0], at: composer.now, holding: lock)
        return Written(
          commit: commit.hex, events: told.events, paths: files.map(\.path), wasRepeat: false
        )
      } catch let error as GitError where error.kind == .moved {
        guard MonotonicClock.nanoseconds() <= deadline else {
          throw LedgerError(
            .busy,
            "others moved \(ledger.branchName) faster than this write for \(patience.rounded)",
            hint: "try again")
        }
        MonotonicClock.sleep(.milliseconds(1 + Int(dice() % 8)))
      } catch let error as GitError where error.kind == .other {
        throw LedgerError(
          .system, "cannot \(error.doing): \(error.message)",
          hint: "nothing was written; the git directory must be writable, with room on its disk")
      }
    }
  }

  /// One commit of these files on top of `tip`, and the branch moved to it.
  private func commit(
    _ files: [(path: String, bytes: [UInt8])], message: CommitMessage,
    of composition: Composition, onto tip: ObjectID, at now: Timestamp,
    holding lock: borrowing FileLock
  ) throws -> ObjectID {
    let repository = ledger.repository
    let writer = try repository.writer()
    let base = composition.lineAnew?.tip ?? tip
    let blobs = try files.map { (path: $0.path, blob: try writer.blob($0.bytes)) }
    let tree: ObjectID
    do {
      tree = try writer.insert(blobs, into: try repository.commit(base).tree)
    } catch let error as InsertError {
      throw LedgerError(
        .tampered,
        "\(error.path) is in the ledger already with other bytes, so nothing was written",
        hint: "see `rtrack doctor`")
    }
    let commit = Commit(
      tree: tree, parents: [base], author: ledger.author(composition.speaker, at: now),
      committer: try ledger.committer(at: ledger.moment(now, on: [base])), message: message.text)
    let id = try ledger.signed(commit, with: writer, publishing: false)
    if let seen = composition.lineAnew?.seen, let reference = ledger.seenReference {
      // First, so that a death in between leaves nothing that would bring the old line back.
      try ledger.move(
        reference, from: try repository.target(of: reference), to: seen, by: commit.committer,
        message: "rtrack: seen, on the new line", holding: lock)
    }
    try ledger.move(
      ledger.branch, from: tip, to: id, by: commit.committer,
      message: "rtrack: \(composition.act)", publishing: writer, holding: lock, patience: patience)
    return id
  }

  /// Works while holding the lock that writers of this clone queue on.
  func locked<Answer>(_ work: (borrowing FileLock) throws -> Answer) throws -> Answer {
    let lock = try lock()
    let answer = Result { try work(lock) }
    lock.release()
    return try answer.get()
  }

  private func lock() throws -> FileLock {
    let path = Path.join(ledger.privateFolder, "lock")
    do {
      return try FileLock(path, wait: patience)
    } catch .busy(let path, let waited) {
      throw LedgerError(
        .busy, "other writers held \(path) for \(waited.rounded)",
        hint: "try again; nothing was written")
    } catch .system(let error) {
      // The first write of a clone finds no folder for its lock.
      guard error.isMissing else { throw LedgerError.system(error) }
    }
    do {
      try FileSystem.makeDirectory(ledger.privateFolder)
    } catch {
      throw LedgerError.system(error)
    }
    do {
      return try FileLock(path, wait: patience)
    } catch {
      throw LedgerError(.busy, "cannot take the lock \(path): \(error)")
    }
  }

  /// Refuses while some work tree has the ledger branch checked out: git would then show its files
  /// as deleted there, and commit that.
  private func refuseIfCheckedOut() throws {
    for head in try ledger.repository.workTreeHeads()
    where head.branch == ledger.branch && !Hold.isHold(head, of: ledger) {
      throw LedgerError(
        .branchCheckedOut, "\(ledger.branchName) is checked out at \(head.path)",
        hint: "switch that work tree to another branch: `git -C \(head.path) switch --detach`")
    }
  }

  static func nanoseconds(_ duration: Duration) -> UInt64 {
    let parts = duration.components
    return UInt64(max(0, parts.seconds)) * 1_000_000_000
      + UInt64(max(0, parts.attoseconds) / 1_000_000_000)
  }
}

extension LedgerError {
  /// What the system said, as what it means for the ledger.
  static func system(_ error: SystemError) -> LedgerError {
    let place = error.path.map { " \($0)" } ?? ""
    let message = "cannot \(error.operation)\(place): \(error.reason)"
    if error.isDiskFull {
      return LedgerError(.diskFull, message, hint: "make room; nothing was written")
    }
    if error.isForbidden {
      return LedgerError(
        .readOnly, message, hint: "the git directory must be writable; nothing was written")
    }
    return LedgerError(.system, message)
  }
}
