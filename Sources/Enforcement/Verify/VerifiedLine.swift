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

  mutating func merge(_ other: WalkFacts) {
    suspects.formUnion(other.suspects)
    lost.formUnion(other.lost)
    specs += other.specs
    results += other.results
    held.formUnion(other.held)
    late.merge(other.late)
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
  /// The folders that were read, by their paths.
  private var folders: [ArraySlice<UInt8>: Layout.EventFolder] = [:]

  init(
    reader: ObjectReader, protections: Protections, branch: BranchKind, graph: CommitGraph,
    skew: Int64, isHashing: Bool
  ) {
    self.reader = reader
    self.protections = protections
    self.branch = branch
    self.graph = graph
    self.skew = skew
    self.isHashing = isHashing
  }

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
    if branch == .code {
      try hash(new)
      facts.suspects.insert(commit)
      facts.held.insert(HeldEntry(path: change.path, id: new.id))
      noteExperiment(change.text, commit, protections.protection(ofBytes: change.path)?.content)
      return
    }
    var isEvent = new.mode == 0o100644 && !change.isDisordered
    if isEvent { isEvent = try isPlainEvent(change, commit) }
    if let content = Self.content(in: change.path, isEvent: isEvent) {
      noteExperiment(change.text, commit, content)
    }
    if isEvent { return }
    facts.suspects.insert(commit)
    try hash(new)
  }

  /// Reads a file for its bytes' hash alone.
  private func hash(_ entry: RawChange.Entry) throws {
    if isHashing, [0o100000, 0o120000].contains(entry.mode & 0o170000) {
      _ = try reader.blob(entry.id)
    }
  }

  /// Whether a new file is an event that nobody would ask more about; of all others the one check
  /// is asked. Nearly all are: folders are read once, and no string is made that is not kept.
  private mutating func isPlainEvent(_ change: RawChange, _ commit: Int) throws -> Bool {
    let path = change.path
    guard let slash = path.lastIndex(of: 47), path.count - slash > 4,
      path[(path.count - 3)...].elementsEqual(Self.ending),
      let name = EventName(bytes: path[(slash + 1)..<(path.count - 3)]),
      let folder = folder(path[..<slash], change)
    else { return false }
    let time = Timestamp(seconds: graph.seconds[commit])
    if let lateness = TimeRule(skew: skew).lateness(of: name, committedAt: time) {
      facts.late.note(lateness, at: commit, path)
    }
    // With a registration comes its spec.
    if [.registered, .amended].contains(name.kind) { return false }
    guard folder != .policy, name.time.seconds <= time.seconds + skew,
      let id = change.new?.id, let bytes = try reader.blob(id, atMost: ContentRule.largest)
    else { return false }
    return (try? EventFile.parse(bytes, name: name, in: folder, path: "")) != nil
  }

  private static let ending = Array(".md".utf8)

  /// The folder of events that a path lies in; nil for any other.
  private mutating func folder(
    _ bytes: ArraySlice<UInt8>, _ change: RawChange
  ) -> Layout.EventFolder? {
    if let known = folders[bytes] { return known }
    guard case .event(let folder, _)? = Layout.place(of: change.text) else { return nil }
    folders[Array(bytes)[...]] = folder
    return folder
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
