import Git
import Ledger
import Research

extension WitnessStatement {
  /// What it says was there and is not, or is other.
  func findings(
    against testimony: Testimony, held: Set<HeldEntry>, _ tips: [VerifiedTip], named name: String
  ) throws -> [HistoryFinding] {
    var found: [HistoryFinding] = []
    for (number, branch) in branches.enumerated() {
      let isLedger = number == 0 && branch.reference.hasPrefix("refs/heads/")
      if isLedger {
        found += try ledger(branch, testimony, "\(name) of \(at)")
      } else if let own = tips.first(where: { $0.name == branch.reference }) {
        found += try code(branch, own, testimony.repository, held, "\(branch.reference) in \(name)")
      }
    }
    return found
  }

  private func ledger(
    _ branch: Branch, _ testimony: Testimony, _ witness: String
  ) throws -> [HistoryFinding] {
    if testimony.ledgerTips.contains(branch.tip) { return [] }
    let here = try testimony.ledgerTrees.map { try Self.index($0, testimony.repository) }
    return compare(branch, here, witness) { _ in false }
  }

  private func code(
    _ branch: Branch, _ own: VerifiedTip, _ repository: Repository, _ held: Set<HeldEntry>,
    _ witness: String
  ) throws -> [HistoryFinding] {
    if branch.tip == own.id { return [] }
    let here = try Self.index(try repository.commit(own.id).tree, repository)
    return compare(branch, [here], witness) { held.contains($0) }
  }

  private func compare(
    _ branch: Branch, _ here: [[String: Tree.Entry]], _ witness: String,
    isHeld: (HeldEntry) -> Bool
  ) -> [HistoryFinding] {
    branch.entries.compactMap { mode, id, path in
      let found = here.compactMap { $0[path] }
      if found.contains(where: { $0.id == id && $0.mode == mode }) { return nil }
      if isHeld(HeldEntry(path: Array(path.utf8), id: id)) { return nil }
      return Testimony.finding(
        path, Tree.Entry(name: path, mode: mode, id: id), found.first, witness)
    }
  }

  private static func index(
    _ tree: ObjectID, _ repository: Repository
  ) throws -> [String: Tree.Entry] {
    var index: [String: Tree.Entry] = [:]
    try repository.difference(from: nil, to: tree) { index[$0.path] = $0.new }
    return index
  }
}
