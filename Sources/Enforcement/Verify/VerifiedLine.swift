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
  /// What is wrong with single new files, by commit.
  var violations: [(place: Int, violation: Violation)] = []
  /// New specs and results, by experiment.
  var specs: [ExperimentFact] = []
  var results: [ExperimentFact] = []
  /// Every entry that a branch of code ever held at a protected path.
  var held: Set<HeldEntry> = []

  mutating func merge(_ other: WalkFacts) {
    suspects.formUnion(other.suspects)
    lost.formUnion(other.lost)
    violations += other.violations
    specs += other.specs
    results += other.results
    held.formUnion(other.held)
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

/// Looks at what commits bring and lose, for one thread. What is plain is judged at once; the rest
/// is left to the one check.
struct WalkVisitor: HistoryVisitor {
  let reader: ObjectReader
  let protections: Protections
  let branch: BranchKind
  /// The committer's clock by place.
  let graph: CommitGraph
  let skew: Int64
  /// Whether every file is read, so that its bytes are hashed.
  let isHashing: Bool
  var facts = WalkFacts()

  func counts(_ path: [UInt8]) -> Bool {
    branch == .ledger || protections.protection(ofBytes: path) != nil
  }

  mutating func lost(_ change: RawChange, in commit: Int, parent: Int) throws {
    facts.suspects.insert(commit)
    // What a history's first version is, is looked up for so many paths and no more.
    if facts.lost.count < 100_000 { facts.lost.insert(change.path) }
    if branch == .code, let new = change.new {
      facts.held.insert(HeldEntry(path: change.path, id: new.id))
    }
  }

  mutating func added(_ change: RawChange, in commit: Int) throws {
    guard let new = change.new else { return }
    if isHashing, [0o100000, 0o120000].contains(new.mode & 0o170000) {
      _ = try reader.blob(new.id)
    }
    if branch == .code {
      facts.suspects.insert(commit)
      facts.held.insert(HeldEntry(path: change.path, id: new.id))
      noteExperiment(change.text, commit, protections.protection(ofBytes: change.path)?.content)
      return
    }
    let path = change.text
    let place = Layout.place(of: path)
    if let content = Self.content(in: change.path, isEvent: place?.isEvent == true) {
      noteExperiment(path, commit, content)
    }
    guard !change.isDisordered, new.mode == 0o100644, case .event(let folder, _)? = place,
      folder != .policy
    else {
      facts.suspects.insert(commit)
      return
    }
    let entry = Tree.Entry(name: path, mode: .file, id: new.id)
    let one = PathChange(
      path: path, before: [], after: entry, obstacle: nil,
      protection: Protection(pattern: Layout.root, content: .files), seal: nil)
    let time = Timestamp(seconds: graph.seconds[commit])
    for violation in [
      try ContentRule(reader).violation(at: one),
      TimeRule(skew: skew).violation(at: one, committedAt: time),
    ] {
      if let violation { facts.violations.append((commit, violation)) }
    }
  }

  private static let specs = Array("\(Layout.root)/experiments/".utf8)
  private static let results = Array("\(Layout.root)/results/".utf8)

  /// What a new file of the ledger is in the order of promise and measurement. That a run began is
  /// an event beside the results, and none of them.
  private static func content(in path: [UInt8], isEvent: Bool) -> ProtectedContent? {
    if path.starts(with: specs) { return .specs }
    return path.starts(with: results) && !isEvent ? .results : nil
  }

  private mutating func noteExperiment(
    _ path: String, _ commit: Int, _ content: ProtectedContent?
  ) {
    switch content {
    case .specs:
      facts.specs.append(
        ExperimentFact(
          experiment: ExperimentFact.experiment(ofSpec: path), place: commit, path: path))
    case .results:
      for name in ExperimentFact.names(inResult: path) {
        facts.results.append(ExperimentFact(experiment: name, place: commit, path: path))
      }
    case .files, nil: break
    }
  }
}

extension Layout.Place {
  /// Whether an event lies there.
  var isEvent: Bool { if case .event = self { true } else { false } }
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
