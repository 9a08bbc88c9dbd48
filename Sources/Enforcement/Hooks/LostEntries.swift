import Git
import Ledger

/// Which protected entries go with a branch that is deleted.
struct LostEntries {
  let ledger: Ledger
  let check: Check

  /// The entries of a tree that none of the others holds at the same path, and the ledger does not
  /// keep sealed.
  func lost(with tree: ObjectID, besides others: [ObjectID]) throws -> [Violation] {
    var lost: [Violation]?
    for other in others {
      let missing = try check.violations(of: CheckedCommit(parents: [tree], tree: other))
        .filter { EnforcedRule.keeping.contains($0.rule) }
      if missing.isEmpty { return [] }
      let paths = Set(missing.map(\.path))
      lost = lost?.filter { paths.contains($0.path) } ?? missing
      if lost?.isEmpty == true { return [] }
    }
    let all =
      try lost
      ?? check.violations(of: CheckedCommit(parents: [tree], tree: .emptyTree))
      .filter { EnforcedRule.keeping.contains($0.rule) }
    return try all.filter { try !isSealed($0) }
  }

  private func isSealed(_ violation: Violation) throws -> Bool {
    guard let id = violation.before?.id.hex, let tip = try ledger.tip() else { return false }
    let tree = try ledger.repository.commit(tip).tree
    let path = "\(Layout.root)/sealed/\(id.prefix(2))/\(id)"
    return try ledger.repository.entry(at: path, in: tree) != nil
  }
}

extension ObjectID {
  /// The folder without entries; git and libgit2 know it without having it.
  static let emptyTree = ObjectID(hex: "4b825dc642cb6eb9a060e54bf8d69288fbee4904") ?? .zero
}
