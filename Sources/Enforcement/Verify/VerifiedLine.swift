public import Git
import Ledger
import Research

/// Where a line of history stands.
struct VerifiedTip: Hashable, Sendable {
  /// As people name it: `main`, `origin/main`, `rtrack-ledger`.
  let name: String
  /// The full name; empty for what is no reference.
  let reference: String
  let id: ObjectID
}

/// What one thread of the walk finds out.
struct WalkFacts: Sendable {
  /// Commits that something is to be asked of, by their place.
  var suspects: Set<Int> = []
  /// Paths of which a commit does not hold what its parent held.
  var lost: Set<[UInt8]> = []
  /// New specs and results, by experiment.
  var specs: [ExperimentFact] = []
  var results: [ExperimentFact] = []
  /// Every entry that a branch of code ever held at a protected path.
  var held: Set<HeldEntry> = []
  /// Events of the ledger that came late.
  var late = LateFacts()
  /// New files that are still to be read.
  var files = NewFiles()

  mutating func merge(_ other: WalkFacts) {
    suspects.formUnion(other.suspects)
    lost.formUnion(other.lost)
    specs += other.specs
    results += other.results
    held.formUnion(other.held)
    late.merge(other.late)
    files.append(other.files)
  }
}

/// A commit that brought a file of an experiment.
struct ExperimentFact: Hashable, Sendable {
  let experiment: String
  let place: Int
  let path: String
}

/// Bytes at a path.
struct HeldEntry: Hashable, Sendable {
  let path: [UInt8]
  let id: ObjectID
}

extension ObjectReader: ObjectSource {
  /// A folder.
  public func tree(_ id: ObjectID) throws -> Tree { try folder(id) }
  /// How many bytes a file has.
  public func size(ofBlob id: ObjectID) throws -> Int { try blobSize(id) }
}

extension ExperimentFact {
  /// The experiment that a spec's path names; in the ledger the folder does.
  static func experiment(ofSpec path: String) -> String {
    let folder = "\(Layout.root)/experiments/"
    guard path.hasPrefix(folder) else { return FreezeRule.experiment(ofSpec: path) }
    return path.dropFirst(folder.count).prefix { $0 != "/" }.lowercased()
  }

  /// The names by which a result's path may name its experiment.
  static func names(inResult path: String) -> Set<String> {
    var names: Set<String> = []
    for name in path.split(separator: "/") {
      let name = name.lowercased()
      names.insert(name)
      if let dot = name.lastIndex(of: "."), dot != name.startIndex {
        names.insert(String(name[..<dot]))
      }
    }
    return names
  }
}

extension Protections {
  /// What protects a path, if anything does.
  func protection(ofBytes path: [UInt8]) -> Protection? {
    var cursor = root
    for name in path.split(separator: 47) {
      cursor = step(cursor, into: name)
      if cursor.isOutside { return nil }
    }
    return cursor.protection
  }
}
