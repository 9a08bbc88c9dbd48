import Git
import Ledger
import Platform
import Research

/// Looks at what is about to be committed: the index that git names, beside what is checked out.
struct StagedCheck {
  let ledger: Ledger
  let protections: Protections
  /// Where git runs the hook.
  let directory: String
  /// Asked of the commit that a person writes here; nil for what is only brought along.
  var owned: OwnedCheck?

  private var repository: Repository { ledger.repository }

  /// Where the commit would break a rule.
  ///
  /// - Parameter merging: whether parents beside what is checked out are looked for.
  func violations(merging: Bool) throws -> [Violation] {
    guard let head = try repository.head().commit else {
      // A first commit has nothing to keep; what it brings is looked at all the same.
      return try violations(of: [])
    }
    return try violations(of: [head] + (merging ? others() : []))
  }

  /// Of what an amend would break, what stands all the same: entries that an earlier commit
  /// brought, or that others may have.
  func standing(_ violations: [Violation]) throws -> [Violation] {
    guard !violations.isEmpty, let head = try repository.head().commit else { return violations }
    let before = try repository.commit(head).parents.map { try repository.commit($0).tree }
    let publication = try Publication(of: ledger)
    return try violations.filter { violation in
      guard EnforcedRule.keeping.contains(violation.rule) else { return true }
      let isOlder = try before.contains {
        try repository.entry(at: violation.path, in: $0) != nil
      }
      return try isOlder || publication.covers(violation)
    }
  }

  private func violations(of parents: [ObjectID]) throws -> [Violation] {
    let tree = try repository.stagedTree(from: directory)
    let trees = try parents.map { try repository.commit($0).tree }
    if !trees.isEmpty, trees.allSatisfy({ $0 == tree }) { return [] }
    let versions = FirstVersions(repository: repository, tips: parents)
    // git refuses to check the ledger out; who does it all the same is asked what a server asks.
    let isLedger = try repository.head().branch == ledger.branch
    var check = Check(repository, protections, on: isLedger ? .ledger : .code)
    if isLedger { check.authority = try AuthorityRule(of: ledger) }
    let broken = try check.violations(
      of: CheckedCommit(parents: trees, tree: tree, versions)
    ).uncovered(by: ledger, \.self)
    return try broken + (owned?.violations(in: tree, over: trees) ?? [])
  }

  /// What is being merged. git writes `MERGE_HEAD` only after pre-merge-commit has run; until then
  /// it names the heads in its environment.
  private func others() throws -> [ObjectID] {
    let path = Path.join(repository.gitDirectory, "MERGE_HEAD")
    if let bytes = try? FileSystem.read(path, limit: 1 << 16) {
      return bytes.split(separator: 10).compactMap {
        ObjectID(hex: String(decoding: $0, as: UTF8.self))
      }
    }
    return ledger.environment.keys.compactMap { name in
      name.hasPrefix("GITHEAD_") ? ObjectID(hex: name.dropFirst(8)) : nil
    }.sorted().filter { (try? repository.kind(of: $0)) == .commit }
  }
}
