import Git
import Ledger
import Research

/// A branch of code on its way to another commit.
///
/// Refused is what rewrites: a commit that breaks its parents' promises, unless the branch's new
/// tip has put it right again, and a tip that holds a published entry otherwise than the old one
/// did. What is only lost (a reset, a rebase, an amend) passes: it stays safe where it was
/// published.
struct BranchMove {
  let ledger: Ledger
  let protections: Protections
  let name: String
  let old: ObjectID?
  let new: ObjectID

  /// More commits at once are left to `verify`: a hook may not keep a person waiting.
  static let most = 5_000
  /// With more references than these a new branch is not compared with all of them.
  static let mostReferences = 500

  private var repository: Repository { ledger.repository }

  func check() throws {
    let check = Check(repository, protections, on: .code)
    let tree = try repository.commit(new).tree
    var found = try broken(check, tree)
    if let old {
      // One commit on top of the old tip was compared with it just now.
      if try repository.commit(new).parents != [old] {
        let changes = try changes(from: old, to: tree, check)
        if !changes.isEmpty { found += try changes.filter(Publication(of: ledger).covers) }
      }
      found += try published(beside: old, check, tree)
    }
    found = try found.uncovered(by: ledger, \.self)
    let unique = Dictionary(grouping: found, by: \.path).compactMap(\.value.first).sorted()
    if unique.isEmpty { return }
    let short = name.dropFirst("refs/heads/".count)
    throw HookRefusal(
      "\(short) would come to hold other bytes than were committed; it stays where it was", unique,
      hint: old == nil
        ? "nothing was made; the commits themselves are safe"
        : "\(short) is at \(old?.short ?? ""); the commits that it did not get are safe")
  }

  /// What new commits break, and the new tip has not put right.
  private func broken(_ check: Check, _ tree: ObjectID) throws -> [Violation] {
    let commits = NewCommits(
      repository: repository, check: check, rules: EnforcedRule.keeping, most: Self.most)
    do {
      return try commits.violations(to: new, beyond: try known()).map(\.violation).filter {
        guard let before = $0.before else { return true }
        return try repository.entry(at: $0.path, in: tree)?.isSame(as: before) != true
      }
    } catch is NewCommits.TooMany {
      return []
    }
  }

  /// What the branch held before; for a new one, whatever is known here by any name.
  private func known() throws -> [ObjectID] {
    if let old { return [old] }
    var tips = Set([try repository.head().commit].compactMap { $0 })
    for folder in ["refs/heads", "refs/remotes"] {
      let names = try repository.references(under: folder)
      if names.contains(where: { $0.target == new }) { return [new] }
      if names.count > Self.mostReferences { return [new] }
      tips.formUnion(names.map(\.target))
    }
    return try tips.filter { try repository.kind(of: $0) == .commit }
  }

  private func changes(
    from commit: ObjectID, to tree: ObjectID, _ check: Check
  ) throws -> [Violation] {
    let versions = FirstVersions(repository: repository, tips: [commit])
    return try check.violations(
      of: CheckedCommit(
        parents: [try repository.commit(commit).tree], tree: tree, versions)
    ).changes
  }

  /// Entries that the branch lost on the way (a reset) and would now get with other bytes than were
  /// published.
  private func published(
    beside old: ObjectID, _ check: Check, _ tree: ObjectID
  ) throws -> [Violation] {
    let short = name.dropFirst("refs/heads/".count)
    guard let remote = ledger.remote,
      let tip = try repository.target(of: "refs/remotes/\(remote)/\(short)"), tip != new,
      tip != old, try repository.kind(of: tip) == .commit
    else { return [] }
    let before = try repository.commit(old).tree
    return try changes(from: tip, to: tree, check).filter {
      try repository.entry(at: $0.path, in: before) == nil
    }
  }
}
