import Git
import Platform

/// Entries that are not as they were first written, and the commit that returns them to it.
///
/// The rule is measured against a path's first version: a change of it is a wound, a return to it
/// is none. So a bad push is answered by one more commit, never by force.
struct Healing {
  let ledger: Ledger

  init(of ledger: Ledger) { self.ledger = ledger }

  /// A path that does not hold what was first written there.
  struct Wound: Hashable {
    let path: String
    /// What was first written.
    let first: Tree.Entry
    /// What stands there; nil when it is gone.
    let now: Tree.Entry?
  }

  /// What `tip` does not hold as it was first written, of all that the earlier states `witnesses`
  /// held; with `throughout`, of all that was ever in its history.
  func wounds(
    of tip: ObjectID, since witnesses: [ObjectID], throughout: Bool = false
  ) throws -> [Wound] {
    let repository = ledger.repository
    var suspects: Set<String> = []
    for witness in witnesses where witness != tip {
      suspects.formUnion(try Growth(of: repository).changes(from: witness, to: tip).map(\.path))
    }
    if throughout { suspects.formUnion(try everChanged(in: tip)) }
    if suspects.isEmpty { return [] }
    let firsts = try FirstVersions(in: repository).introductions(
      of: suspects, in: [tip] + witnesses)
    let trees = try witnesses.map { try repository.commit($0).tree }
    let root = try repository.commit(tip).tree
    return try suspects.sorted().compactMap { path in
      let firsts = (firsts[path] ?? []).filter { !$0.isDirectory }
      let now = try repository.entry(at: path, in: root)
      // Of several, what was seen here before outranks what came by another line.
      let seen = try trees.lazy.compactMap { try repository.entry(at: path, in: $0) }
        .first { firsts.contains($0) }
      if let seen { return seen == now ? nil : Wound(path: path, first: seen, now: now) }
      guard let first = firsts.first, now.map(firsts.contains) != true else { return nil }
      return Wound(path: path, first: first, now: now)
    }
  }

  /// A commit on top of `tip` that gives each path back its first version.
  func heal(_ wounds: [Wound], of tip: ObjectID, by who: Signature) throws -> ObjectID {
    let objects = try ledger.repository.writer()
    let entries = Dictionary(wounds.map { ($0.path, $0.first) }, uniquingKeysWith: { $1 })
    let tree = try objects.place(entries, in: try ledger.repository.commit(tip).tree)
    let files = wounds.count == 1 ? "1 file" : "\(wounds.count) files"
    let listed = wounds.prefix(20).map { "\($0.path)\n" }.joined()
    let more = wounds.count > 20 ? "and \(wounds.count - 20) more\n" : ""
    let commit = Commit(
      tree: tree, parents: [tip], author: who, committer: who,
      message: "Return \(files) to what was first written\n\n\(listed)\(more)\n[skip ci]\n")
    return try ledger.signed(commit, with: objects)
  }

  /// Every path that some commit of the history did not hold as a parent of it did.
  private func everChanged(in tip: ObjectID) throws -> Set<String> {
    let repository = ledger.repository
    var paths: Set<String> = []
    var trees: [ObjectID: ObjectID] = [:]
    try repository.history(from: [tip], order: .parentsFirst) { id, commit in
      for parent in commit.parents {
        guard let before = trees[parent] else { continue }
        try repository.difference(from: before, to: commit.tree) { change in
          if change.old != nil { paths.insert(change.path) }
        }
      }
      trees[id] = commit.tree
      return true
    }
    return paths
  }
}
