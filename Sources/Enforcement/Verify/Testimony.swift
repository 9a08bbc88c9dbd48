import Git
import Ledger
import Research

/// What a witness saw, and whether it is still there.
///
/// Bytes that differ are always a finding. What is only missing is one where the witness shows that
/// others had it; what a clone wrote and never sent, nobody else can hold.
struct Testimony {
  let repository: Repository
  /// The ledger's trees here: the local branch, what was seen of the remote.
  let ledgerTrees: [ObjectID]
  let ledgerTips: [ObjectID]

  /// Compares a ledger that a witness holds at `tip` with the one here.
  ///
  /// - Parameters:
  ///   - source: where objects of both can be read.
  ///   - isPublic: whether others had what the witness holds.
  func ledger(
    _ tip: ObjectID, named witness: String, in source: Repository, isPublic: Bool
  ) throws -> [HistoryFinding] {
    if ledgerTips.contains(tip) || ledgerTrees.isEmpty { return [] }
    let theirs = try source.commit(tip).tree
    let lost = try losses(from: theirs, to: ledgerTrees, in: source)
    if lost.isEmpty { return [] }
    // This clone merely lags behind where all it has leads to what the witness saw.
    let isBehind = try ledgerTips.contains { try source.isAncestor($0, of: tip) }
    return lost.compactMap { path, old, new in
      if new == nil, isBehind || !isPublic { return nil }
      return Self.finding(path, old, new, witness)
    }
  }

  /// Compares the ledger's copy that a branch of code carries with the ledger.
  func carried(by tip: VerifiedTip) throws -> [HistoryFinding] {
    guard !ledgerTrees.isEmpty,
      let copy = try repository.tree(try repository.commit(tip.id).tree)[Layout.root],
      copy.isDirectory
    else { return [] }
    let ledgers = try ledgerTrees.compactMap { try repository.tree($0)[Layout.root]?.id }
    return try losses(from: copy.id, to: ledgers, in: repository).map { path, old, new in
      Self.finding("\(Layout.root)/\(path)", old, new, "the copy that \(tip.name) carries")
    }
  }

  /// What `old` holds that none of `new` holds so; with what stands there now.
  func losses(
    from old: ObjectID, to new: [ObjectID], in source: Repository
  ) throws -> [(path: String, old: Tree.Entry, new: Tree.Entry?)] {
    guard let first = new.first else { return [] }
    var lost: [(path: String, old: Tree.Entry, new: Tree.Entry?)] = []
    try source.difference(from: old, to: first) { change in
      guard let entry = change.old, lost.count < 10_000 else { return }
      var now = change.new
      for other in new.dropFirst() {
        guard let there = try source.entry(at: change.path, in: other) else { continue }
        if there.id == entry.id, there.mode == entry.mode, now == nil { return }
        now = now ?? there
      }
      lost.append((change.path, entry, now))
    }
    return lost
  }

  static func finding(
    _ path: String, _ old: Tree.Entry, _ new: Tree.Entry?, _ witness: String
  ) -> HistoryFinding {
    var finding = HistoryFinding(
      "witness", path: path,
      message: new == nil
        ? "\(witness) holds it, and it is gone here: history was rewritten"
        : "\(witness) holds other bytes: history was rewritten here, or there",
      remedy: new == nil
        ? "fetch it from there; `rtrack sync` unites what both hold"
        : "the first version is the one that most witnesses hold; ask who moved the branch")
    finding.act = (new == nil ? Violation.Act.removed : .changed).rawValue
    finding.before = old
    finding.after = new
    finding.places = [witness]
    return finding
  }
}
