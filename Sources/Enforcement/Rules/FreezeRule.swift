import Git
import Research

/// A spec's text stands from its first result on: which parents bind a commit at a path.
///
/// A parent whose tree holds no result of the experiment yet leaves the spec free.
final class FreezeRule {
  private let objects: any ObjectSource
  private let protections: Protections
  private let commit: CheckedCommit
  private var experiments: [ObjectID: Set<String>] = [:]

  init(_ objects: any ObjectSource, _ protections: Protections, _ commit: CheckedCommit) {
    self.objects = objects
    self.protections = protections
    self.commit = commit
  }

  /// What the binding parents hold at the path.
  func binding(_ change: PathChange) throws -> [Tree.Entry] {
    guard change.protection.freeze == .firstResult else { return change.before.compactMap { $0 } }
    return try change.before.enumerated().compactMap { parent, entry in
      try entry != nil && hasResult(of: change.path, in: commit.parents[parent]) ? entry : nil
    }
  }

  /// Whether a root tree holds a result of the experiment that a spec's path names.
  func hasResult(of spec: String, in tree: ObjectID) throws -> Bool {
    try experimentsWithResults(tree).contains(Self.experiment(ofSpec: spec))
  }

  /// The name that results of a spec's experiment lie under; of `exp-1/spec.md`, the folder's.
  static func experiment(ofSpec path: String) -> String {
    let names = path.split(separator: "/")
    let stem = stem(names.last ?? "")
    let isGeneral = ["spec", "readme", "experiment", "plan", "index"].contains(stem)
    return isGeneral ? names.dropLast().last.map(Self.stem) ?? stem : stem
  }

  private static func stem(_ name: Substring) -> String {
    let end = name.lastIndex(of: ".") ?? name.endIndex
    return (end == name.startIndex ? name : name[..<end]).lowercased()
  }

  /// The names that folders and files of protected results bear in a tree, without endings.
  private func experimentsWithResults(_ tree: ObjectID) throws -> Set<String> {
    if let known = experiments[tree] { return known }
    var found: Set<String> = []
    try collect(tree, results.root, 0, &found)
    if experiments.count > 100 { experiments = [:] }
    experiments[tree] = found
    return found
  }

  private lazy var results = Protections(protections.all.filter { $0.content == .results })

  private func collect(
    _ tree: ObjectID, _ cursor: Protections.Cursor, _ depth: Int, _ found: inout Set<String>
  ) throws {
    if depth > ChangeWalk.deepest { throw CheckError.tooDeep(path: "a folder of results") }
    for entry in try objects.tree(tree).entries {
      let next = results.step(cursor, into: entry.nameBytes)
      if next.isOutside { continue }
      if next.protection != nil {
        found.insert(Self.stem(entry.name[...]))
        found.insert(entry.name.lowercased())
        if found.count > ChangeWalk.mostNames { throw CheckError.tooMany(limit: found.count) }
      }
      if entry.isDirectory { try collect(entry.id, next, depth + 1, &found) }
    }
  }
}
