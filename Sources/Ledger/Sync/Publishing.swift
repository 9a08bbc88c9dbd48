import Git
import Platform
import Research

extension Sync {
  /// Pushes `tip`; only then does the local branch move to it.
  func publish(
    _ tip: ObjectID, over remote: ObjectID?, replacing: Bool = false, _ local: ObjectID,
    _ looked: Timestamp, _ outcome: inout Outcome, _ deadline: UInt64
  ) throws -> Step {
    var push = Push(ledger)
    push.patience = remaining(deadline)
    push.replaced = replacing ? remote : nil
    let answer: Push.Outcome
    do {
      answer = try push.run(tip)
    } catch {
      // What others wrote is to be read all the same.
      if let remote, !replacing, outcome.healed.isEmpty, outcome.undone.isEmpty {
        try? writer.locked { lock in
          try Witness(of: ledger).record(
            remote, lookedAt: looked, without: outcome.redacted, holding: lock)
        }
      }
      throw error
    }
    switch answer {
    case .done: break
    case .overtaken: return .again
    case .barred(let lock): return .barred(lock)
    }
    outcome.sent += try count(from: remote, to: tip)
    let isTaken = try writer.locked { lock in
      try arrive(tip, over: remote, holding: lock)
      try Witness(of: ledger).record(
        tip, lookedAt: looked, without: outcome.redacted, holding: lock)
      return try tip == local || move(from: local, to: tip, holding: lock)
    }
    outcome.received += try count(from: local, to: tip)
    // Somebody here wrote meanwhile: their events are united in the next round.
    guard isTaken else { return .again }
    outcome.tip = tip.hex
    return .done
  }

  /// What a push put there is what is last known of the remote, or what it healed would still be
  /// told of it; first of all, so that who is killed after the push is told nothing false either.
  private func arrive(
    _ tip: ObjectID, over remote: ObjectID?, holding lock: borrowing FileLock
  ) throws {
    guard let reference = ledger.fetchedReference else { return }
    do {
      try ledger.move(
        reference, from: remote, to: tip, by: try ledger.committer(at: writer.clock()),
        message: "rtrack: pushed", holding: lock)
    } catch let error as GitError where error.kind == .moved {
      // A fetch came between, and knows it better.
    }
  }

  /// The local tip with what was seen on the remote beyond it, as where a push was refused: a
  /// remote that has lost it gets it back.
  func completed(_ local: ObjectID, _ outcome: inout Outcome) throws -> ObjectID {
    guard let seen = try Witness(of: ledger).seen(),
      try !ledger.repository.isAncestor(seen, of: local)
    else { return local }
    if try ledger.repository.isAncestor(local, of: seen) { return seen }
    return try unite(seen, local, &outcome)
  }

  /// Moves the local branch; false where somebody here wrote meanwhile.
  func move(
    from old: ObjectID?, to new: ObjectID, holding lock: borrowing FileLock
  ) throws -> Bool {
    do {
      try ledger.move(
        ledger.branch, from: old, to: new, by: try ledger.committer(at: writer.clock()),
        message: "rtrack: sync", holding: lock)
      return true
    } catch let error as GitError where error.kind == .moved {
      return false
    }
  }
}
