public import Git
public import Research

/// Says which redactions of a line were written by who may, by the policy that held before.
///
/// - Parameters:
///   - tip: the line.
///   - before: the commits whose policy decides.
public typealias RedactionJudge = (
  _ tip: ObjectID, _ before: [ObjectID]
) throws -> [EventName: Redaction]

extension Sync {
  /// One side's line was written anew to take something out, and the other side is still on the old
  /// one: what the other alone has is planted on the new line. The two are never merged, or the old
  /// line would come back.
  struct Replanting {
    /// The tip of the new line.
    let base: ObjectID
    /// The tip that is still on the old one.
    let stale: ObjectID
    /// What the new line took out.
    let entries: RedactedEntries
    /// What the stale side took out by itself, which must be taken out again.
    let again: [String]
  }

  /// What is to be planted where; nil where both are on one line.
  func replanting(_ remote: ObjectID, _ local: ObjectID) throws -> Replanting? {
    let (here, there) = (try redactions(in: local), try redactions(in: remote))
    if here == there { return nil }
    let seen = try Witness(of: ledger).seen()
    for (base, stale, own, others) in [(remote, local, there, here), (local, remote, here, there)] {
      if own.subtracting(others).isEmpty { continue }
      let before = base == local ? [local] : [local] + (seen.map { [$0] } ?? [])
      let new = try judge(base, before).filter { !others.contains($0.key) }
      let entries = RedactedEntries(Array(new.values))
      guard try Redaction.isNamed(base, by: new.values, in: ledger.repository),
        try isStale(stale, new.values, entries, beside: base)
      else { continue }
      let alone = try judge(stale, [stale])
        .filter { !own.contains($0.key) && $0.value.newTip != nil }
      return Replanting(
        base: base, stale: stale, entries: entries,
        again: RedactedEntries(Array(alone.values)).paths)
    }
    return nil
  }

  /// Names of the policy's events that take something out; from names alone, for every sync asks.
  private func redactions(in tip: ObjectID) throws -> Set<EventName> {
    let repository = ledger.repository
    guard
      let folder = try repository.entry(
        at: "\(Layout.root)/policy", in: try repository.commit(tip).tree), folder.isDirectory
    else { return [] }
    var names: Set<EventName> = []
    try repository.tree(folder.id).forEachName { name, isDirectory, _ in
      guard !isDirectory, Layout.kind(ofFile: name)?.elementsEqual("redact".utf8) == true,
        let event = EventName(bytes: name.dropLast(3))
      else { return }
      names.insert(event)
    }
    return names
  }

  /// Whether a tip still has commits of the old line, or its entries.
  private func isStale(
    _ tip: ObjectID, _ redactions: some Sequence<Redaction>, _ entries: RedactedEntries,
    beside base: ObjectID
  ) throws -> Bool {
    let repository = ledger.repository
    if entries.isEmpty { return false }
    if try entries.isHeld(by: try repository.commit(tip).tree, in: repository) { return true }
    return try redactions.contains { redaction in
      guard let old = redaction.oldTip.flatMap(ObjectID.init(hex:)), repository.contains(old),
        let common = try repository.mergeBase(tip, old)
      else { return false }
      return try !repository.isAncestor(common, of: base)
    }
  }

  /// One commit on the new line with all that the stale side alone has; the new line's own tip
  /// where that is nothing.
  func plant(_ work: Replanting, _ outcome: inout Outcome) throws -> ObjectID {
    let repository = ledger.repository
    let objects = try repository.writer()
    let base = try repository.commit(work.base).tree
    let stale = try objects.replacing(
      work.entries.replacements, in: try repository.commit(work.stale).tree)
    let union = try stale.map { try objects.union(base, $0) }
    if let conflict = union?.conflicts.first(where: { $0.b.isDirectory == $0.a.isDirectory }) {
      throw Self.tampered([conflict.path], remote: ledger.remote)
    }
    outcome.redacted = work.entries
    outcome.toRedactAgain = work.again
    guard let tree = union?.tree, tree != base else { return work.base }
    let who = try ledger.committer(at: ledger.moment(writer.clock(), on: [work.base]))
    return try ledger.signed(
      Commit(
        tree: tree, parents: [work.base], author: who, committer: who,
        message: "Take over what was written in a clone\n\n[skip ci]\n"), with: objects)
  }

  /// Brings both sides onto the new line.
  func move(
    _ replanting: Replanting, _ whole: ObjectID, over remote: ObjectID, _ local: ObjectID,
    _ looked: Timestamp, _ outcome: inout Outcome, _ deadline: UInt64
  ) throws -> Step {
    let isHere = replanting.base == local
    let planted = try plant(
      Replanting(
        base: isHere ? local : whole, stale: isHere ? whole : local,
        entries: replanting.entries, again: replanting.again), &outcome)
    let tip = try settle(planted, between: [whole, local])
    if tip == remote { return try take(remote, from: local, looked, &outcome) }
    return try publish(
      tip, over: remote, replacing: isHere, local, looked, &outcome, deadline)
  }

  /// Lets go of the old line where only rtrack's own records of the remote still lead to it.
  func leaveOldLine() throws {
    let repository = ledger.repository
    guard let remote = ledger.remote, let arrived = ledger.fetchedReference,
      let tip = try Witness(of: ledger).seen()
    else { return }
    let copy = "\(Sealing.folder(of: remote))/\(ledger.branchName)"
    try writer.locked { lock in
      for reference in [arrived, copy] {
        guard let old = try repository.target(of: reference), old != tip else { continue }
        try ledger.move(
          reference, from: old, to: tip, by: try ledger.committer(at: writer.clock()),
          message: "rtrack: on the new line", holding: lock)
      }
    }
  }

  /// What was taken out of this ledger by authority, so that it is not sealed again.
  func redacted() throws -> RedactedEntries {
    guard let tip = try ledger.tip(), try !redactions(in: tip).isEmpty else { return .init() }
    return RedactedEntries(Array(try judge(tip, [tip]).values))
  }
}
