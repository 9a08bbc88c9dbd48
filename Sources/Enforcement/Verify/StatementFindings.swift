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

  /// What branches held that are gone here, and how many are gone of which nothing is missing:
  /// those were merged, as a rule.
  func gone(
    besides tips: [VerifiedTip], held: Set<HeldEntry>, named name: String
  ) -> (findings: [HistoryFinding], others: Int) {
    var found: [HistoryFinding] = []
    var others = 0
    for (number, branch) in branches.enumerated() {
      let isLedger = number == 0 && branch.reference.hasPrefix("refs/heads/")
      if isLedger || branch.reference == "HEAD" { continue }
      if tips.contains(where: { $0.name == branch.reference }) { continue }
      let missing = branch.entries.filter {
        !held.contains(HeldEntry(path: Array($0.path.utf8), id: $0.id))
      }
      guard let first = missing.first else {
        others += 1
        continue
      }
      let files = missing.count == 1 ? "1 protected file" : "\(missing.count) protected files"
      var finding = HistoryFinding(
        "branch-gone", path: first.path, commit: branch.tip,
        message: "\(branch.reference) in \(name) of \(at) held \(files) that no branch here ever "
          + "held; it is gone here, or is not fetched",
        remedy: "where its commits still are, `git branch NAME \(branch.tip.short)` brings it back",
        standing: .told)
      finding.before = Tree.Entry(name: first.path, mode: first.mode, id: first.id)
      finding.places = ["\(branch.reference) in \(name)"]
      found.append(finding)
    }
    return (found, others)
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
