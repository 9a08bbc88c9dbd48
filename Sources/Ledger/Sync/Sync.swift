import Git
import Platform
import Research

/// Brings this clone's ledger and the remote's into one: fetch, unite, push, and again when
/// somebody else was quicker.
public struct Sync {
  let ledger: Ledger
  let writer: Writer
  /// How long all of it may take.
  public var patience: Duration = .seconds(60)
  /// Whether entries that the remote does not hold as they were first written are returned to it.
  public var heals = false
  /// Asked where one side holds a redaction that the other does not know; without it none counts.
  public var judge: RedactionJudge = { _, _ in [:] }

  /// A sync of this ledger with its only remote.
  public init(of ledger: Ledger, writer: Writer) {
    self.ledger = ledger
    self.writer = writer
  }

  /// What a sync did.
  public struct Outcome: Hashable, Sendable {
    /// Files that came from the remote.
    public var received = 0
    /// Files that went to it.
    public var sent = 0
    /// Entries that had been seen on the remote, were gone there, and were put back.
    public var returned: [String] = []
    /// Whether the remote had lost the whole branch since it was seen there.
    public internal(set) var branchWasGone = false
    /// Entries that the remote held otherwise than they were first written, returned to it.
    public var healed: [String] = []
    /// Entries that were not as first written in this clone alone, and are again.
    public var undone: [String] = []
    /// Protected files beside the code, held by the remote's branches, whose bytes the ledger now
    /// keeps.
    public var sealed = 0
    /// What one side had taken out of its line, and the other no longer holds now.
    public internal(set) var redacted = RedactedEntries()
    /// Paths that had been taken out on the side which was planted anew: they are there again.
    public var toRedactAgain: [String] = []
    /// What is called by another number from now on, since two clones had given out the same one.
    public internal(set) var settled: [SettledThing] = []
    /// How often it fetched; more than one where others pushed meanwhile.
    public var attempts = 0
    /// The ledger's tip afterwards, in hexadecimal.
    public var tip: String?
  }

  enum Step {
    case done
    case again
    /// A lock of git's own lies on the branch there.
    case barred(String)
  }

  /// - Throws: ``LedgerError`` of kind `remote` (not reached, refused), `unrelated` (another
  ///   ledger), `tampered` (an entry has other bytes there).
  public func run() throws -> Outcome {
    var outcome = Outcome()
    let deadline = MonotonicClock.nanoseconds() + Writer.nanoseconds(patience)
    let start = try ledger.tip()
    var barred: (lock: String, since: UInt64)?
    outcome.sealed = try Sealing(
      ledger: ledger, writer: writer, patience: patience, redacted: try redacted()
    ).run()
    while true {
      outcome.attempts += 1
      let step: Step
      do {
        step = try attempt(&outcome, until: deadline)
      } catch let error as LedgerError where error.kind == .remote {
        // What kept this waiting is the lock, not the moment that was left for one more try.
        guard let barred, MonotonicClock.nanoseconds() >= deadline else { throw error }
        throw barredBy(barred.lock, MonotonicClock.nanoseconds() - barred.since)
      }
      switch step {
      case .done:
        if !outcome.redacted.isEmpty { try leaveOldLine() }
        outcome.settled = try settlements(since: start)
        return outcome
      case .again: barred = nil
      case .barred(let lock):
        let now = MonotonicClock.nanoseconds()
        let since = barred?.since ?? now
        barred = (lock, since)
        if now - since > Self.lockPatience || now >= deadline { throw barredBy(lock, now - since) }
      }
      guard MonotonicClock.nanoseconds() < deadline else {
        throw LedgerError(
          .remote, "others pushed faster than this clone for \(patience.rounded)",
          hint: "what was written here is safe; run `rtrack sync` again")
      }
      MonotonicClock.sleep(.milliseconds(20 * min(outcome.attempts, 10) + Int(writer.dice() % 200)))
    }
  }

  /// How long one lock may lie on the remote's branch before it is told: no push holds it so long.
  private static let lockPatience: UInt64 = 5_000_000_000

  private func barredBy(_ lock: String, _ waited: UInt64) -> LedgerError {
    let remote = ledger.remote ?? "the remote"
    let time = Duration.nanoseconds(Int64(clamping: waited)).rounded
    return LedgerError(
      .remote, "\(remote) is barred by \(lock), which has been there for \(time)",
      hint: "another git holds it, or one died holding it: whoever keeps \(remote) sees which "
        + "with `ps`; what was written here is safe")
  }

  private func attempt(_ outcome: inout Outcome, until deadline: UInt64) throws -> Step {
    let looked = writer.clock()
    var fetch = Fetch(ledger)
    fetch.patience = remaining(deadline)
    let remote = try fetch.run()
    guard let local = try ledger.tip() else {
      guard let remote else {
        throw LedgerError(
          .noLedger, "there is no ledger here or on \(ledger.remote ?? "a remote")",
          hint: "make one with `rtrack init`")
      }
      _ = try ledger.snapshot(of: [remote])
      return try take(remote, from: nil, looked, &outcome)
    }
    guard let remote else {
      let whole = try completed(local, &outcome)
      outcome.branchWasGone = try Witness(of: ledger).seen() != nil
      let tip = try settle(whole, between: [local])
      return try publish(tip, over: nil, local, looked, &outcome, deadline)
    }
    if !heals { _ = try ledger.snapshot(of: [remote]) }
    let replanting = try replanting(remote, local)
    if let replanting { outcome.redacted = replanting.entries }
    let whole = try mended(remote, against: local, &outcome)
    if heals { _ = try ledger.snapshot(of: [whole]) }
    let side = outcome.returned.isEmpty ? local : try completed(local, &outcome)
    if whole == side {
      try writer.locked { try Witness(of: ledger).record(remote, lookedAt: looked, holding: $0) }
      outcome.tip = local.hex
      return .done
    }
    if let replanting {
      return try move(replanting, whole, over: remote, local, looked, &outcome, deadline)
    }
    let base = try ledger.repository.mergeBase(whole, side)
    let united: ObjectID
    if base == local, outcome.returned.isEmpty {
      united = whole
    } else if base == whole, try isPlain(side, beyond: whole) {
      united = side
    } else {
      united = try unite(whole, side, &outcome)
    }
    let tip = try settle(united, between: [whole, side])
    return tip == remote
      ? try take(remote, from: local, looked, &outcome)
      : try publish(tip, over: remote, local, looked, &outcome, deadline)
  }

  /// Moves the local branch forward to what the remote has.
  func take(
    _ remote: ObjectID, from local: ObjectID?, _ looked: Timestamp, _ outcome: inout Outcome
  ) throws -> Step {
    let isTaken = try writer.locked { lock in
      guard try move(from: local, to: remote, holding: lock) else { return false }
      try Witness(of: ledger).record(
        remote, lookedAt: looked, without: outcome.redacted, holding: lock)
      return true
    }
    guard isTaken else { return .again }
    outcome.received += try count(from: local, to: remote)
    outcome.tip = remote.hex
    return .done
  }

  /// The remote's tip, or what heals it. What was seen before, or is held here from before, may
  /// not come back with other bytes; what is merely gone there is put back by the union.
  private func mended(
    _ remote: ObjectID, against local: ObjectID, _ outcome: inout Outcome
  ) throws -> ObjectID {
    let known = [
      try Witness(of: ledger).seen(), try ledger.repository.mergeBase(remote, local),
    ].compactMap { $0 }
    let healing = Healing(of: ledger)
    let wounds = try healing.wounds(of: remote, since: known, throughout: heals)
      .filter { wound in
        // A side that is still on the old line holds what was taken out.
        let isBack = wound.now.map { outcome.redacted.contains(wound.path, $0.id) } ?? false
        return !isBack && !outcome.redacted.covers(wound.path, wound.first, became: wound.now)
      }
    if heals && !wounds.isEmpty {
      outcome.healed = wounds.map(\.path)
      let moment = try ledger.moment(writer.clock(), on: [remote])
      return try healing.heal(wounds, of: remote, by: try ledger.committer(at: moment))
    }
    let changed = wounds.filter { $0.now != nil }.map(\.path)
    if !changed.isEmpty { throw Self.tampered(changed, remote: ledger.remote) }
    outcome.returned = wounds.map(\.path)
    return remote
  }

  func count(from old: ObjectID?, to new: ObjectID) throws -> Int {
    var files = 0
    let before = try old.map { try ledger.repository.commit($0).tree }
    try ledger.repository.difference(from: before, to: try ledger.repository.commit(new).tree) {
      if $0.new != nil { files += 1 }
    }
    return files
  }

  func remaining(_ deadline: UInt64) -> Duration {
    let now = MonotonicClock.nanoseconds()
    return .milliseconds(deadline > now ? max(1, Int((deadline - now) / 1_000_000)) : 1)
  }
}
