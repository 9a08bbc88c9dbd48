import Git
import Ledger
import Research

/// What this clone saw when it last looked, and where those lines stand now: a line that was moved
/// back, or written anew, and lost something on the way.
struct Rewinding {
  let repository: Repository
  let protections: Protections
  let tips: VerifiedTips
  /// The ledger's own line; nil where there is no ledger.
  let line: String?
  /// The remote that is believed.
  let remote: String?

  /// The lines whose moves count: what a clone does to branches of its own that nobody else has is
  /// nobody's violation.
  private var watched: [VerifiedTip] {
    (tips.ledger + tips.code).filter { isWatched($0.reference) }
  }

  private func isWatched(_ reference: String) -> Bool {
    if reference == line { return true }
    guard tips.isWhole, let remote else { return false }
    return reference.hasPrefix("refs/remotes/\(remote)/")
      || reference.hasPrefix("refs/rtrack/code/\(remote)/")
  }

  func findings(_ seen: [String: ObjectID]) throws -> [HistoryFinding] {
    var found: [HistoryFinding] = []
    let now = Dictionary(watched.map { ($0.reference, $0) }) { first, _ in first }
    for (reference, earlier) in seen.sorted(by: { $0.key < $1.key }) where isWatched(reference) {
      guard now[reference]?.id != earlier, try repository.kind(of: earlier) == .commit else {
        continue
      }
      if let tip = now[reference] {
        if try !repository.isAncestor(earlier, of: tip.id) { found += try lost(earlier, tip) }
      } else {
        found += try gone(earlier, reference)
      }
    }
    return found
  }

  /// What a line lost that was written anew.
  private func lost(_ earlier: ObjectID, _ tip: VerifiedTip) throws -> [HistoryFinding] {
    let isLedger = tips.ledger.contains { $0.reference == tip.reference }
    // What the ledger's line here lost may still stand where the remote's was seen.
    let own = isLedger ? tips.ledger.map(\.id) : [tip.id]
    return try losses(earlier, own, isLedger).map {
      Testimony.finding($0.path, $0.old, $0.new, "\(tip.name), as it was last looked at here,")
    }
  }

  /// What a branch held that was taken away, and no other branch holds.
  private func gone(_ earlier: ObjectID, _ reference: String) throws -> [HistoryFinding] {
    if tips.code.isEmpty { return [] }
    let places = reference.split(separator: "/").dropFirst(2).joined(separator: "/")
    return try losses(earlier, tips.code.map(\.id), false).filter { $0.new == nil }.map {
      var finding = HistoryFinding(
        "branch-gone", path: $0.path,
        message: "\(places), as it was last looked at here, held it; the branch was deleted, and "
          + "no other holds it",
        remedy: "its bytes: `git show \($0.old.id.hex)`", standing: .told)
      finding.before = $0.old
      finding.places = [places]
      return finding
    }
  }

  private func losses(
    _ earlier: ObjectID, _ now: [ObjectID], _ isLedger: Bool
  ) throws -> [(path: String, old: Tree.Entry, new: Tree.Entry?)] {
    let trees = try now.map { try repository.commit($0).tree }
    return try Testimony(repository: repository, ledgerTrees: [], ledgerTips: [])
      .losses(from: try repository.commit(earlier).tree, to: trees, in: repository)
      .filter { isLedger || protections.protection(of: $0.path) != nil }
  }

  /// Where lines stand now, to be remembered; a line that lost something stays where it was, so
  /// that this is told until it is covered.
  func remembered(_ seen: [String: ObjectID], open: [HistoryFinding]) throws -> [String: ObjectID] {
    var new: [String: ObjectID] = [:]
    for tip in watched { new[tip.reference] = tip.id }
    for (reference, earlier) in seen {
      guard new[reference] != nil, new[reference] != earlier else { continue }
      let isOpen = try findings([reference: earlier]).contains { lost in
        open.contains { $0.path == lost.path && $0.rule == lost.rule }
      }
      if isOpen { new[reference] = earlier }
    }
    return new
  }
}
