public import Git
public import Research

/// Says which events of a ledger's policy were said by who may loosen it.
public typealias PolicyJudge = (Snapshot) throws -> Set<EventName>

/// What the ledger holds at one moment, read as it is asked for and remembered.
///
/// Usually the tree of one commit; two where the remote holds what the local branch does not yet,
/// and then the union of both.
public final class Snapshot {
  /// Where its objects lie.
  public let repository: Repository
  /// The local branch first, then what was last seen of the remote, where that holds more.
  public let tips: [ObjectID]
  /// The ids of the commits' root trees: what the snapshot holds, whatever the commits say.
  public let roots: [ObjectID]
  /// Files that should hold events and do not: counted in every listing.
  public var faults: [EventFault] {
    faultsByPath.values.sorted { $0.path < $1.path }
  }
  private var faultsByPath: [String: EventFault] = [:]
  private var folders: [String: [Tree]] = [:]
  // Folds that are asked for again and again.
  var rosterFold: Roster?
  var policyFold: Policy?
  var judgedFold: Policy?
  var settledFold: SettledNumbers?
  var openingsFold: [CallNumber: [(event: Event, place: NumberedPlace)]] = [:]
  var knownExperiments: [ExperimentID]?
  /// Says which events of the policy were said by who may loosen it.
  var authorise: PolicyJudge?

  let readEvents: ReadEvents

  init(
    _ repository: Repository, tips: [ObjectID], readEvents: ReadEvents = ReadEvents()
  ) throws {
    self.repository = repository
    self.readEvents = readEvents
    self.tips = tips
    var roots: [ObjectID] = []
    for tip in tips {
      let root = try repository.commit(tip).tree
      if !roots.contains(root) { roots.append(root) }
    }
    self.roots = roots
  }

  /// The same moment with nothing remembered: for walks over all there is, part by part.
  public func again() throws -> Snapshot {
    let snapshot = try Snapshot(repository, tips: tips)
    snapshot.authorise = authorise
    snapshot.settledFold = try settled()
    return snapshot
  }

  /// The trees that make a folder, by its path from the repository's root: none, one, or one a tip
  /// where they differ.
  private func trees(_ folder: String) throws -> [Tree] {
    if let known = folders[folder] { return known }
    let slash = folder.lastIndex(of: "/")
    let parents = try slash.map { try trees(String(folder[..<$0])) } ?? roots.map(repository.tree)
    let name = String(slash.map { folder[folder.index(after: $0)...] } ?? folder[...])
    var ids: [ObjectID] = []
    for parent in parents {
      if let entry = parent[name], entry.mode == .directory, !ids.contains(entry.id) {
        ids.append(entry.id)
      }
    }
    let found = try ids.map { try repository.tree($0) }
    folders[folder] = found
    return found
  }

  /// The entries of a folder, by its path from the repository's root; empty when there is none.
  func entries(_ folder: String) throws -> [Tree.Entry] {
    let trees = try trees(folder)
    return trees.dropFirst().reduce(trees.first?.entries ?? []) {
      merged($0, $1.entries, in: folder)
    }
  }

  /// Every plain file below a folder, by its path from the repository's root.
  func allFiles(in folder: String) throws -> [(path: String, entry: Tree.Entry)] {
    try entries(folder).flatMap { entry in
      let path = "\(folder)/\(entry.name)"
      if entry.mode == .directory { return try allFiles(in: path) }
      return entry.mode == .file || entry.mode == .executable ? [(path, entry)] : []
    }
  }

  /// Visits the names in a folder, as bytes, folders among them left out.
  func forEachFile(
    in folder: String, _ visit: (ArraySlice<UInt8>, () -> Tree.Entry) throws -> Void
  ) throws {
    let trees = try trees(folder)
    guard trees.count > 1 else {
      try trees.first?.forEachName { name, isDirectory, index in
        if !isDirectory { try visit(name) { trees[0].entry(at: index) } }
      }
      return
    }
    for entry in try entries(folder) where entry.mode != .directory {
      try visit(entry.nameBytes[...]) { entry }
    }
  }

  /// The entries of both. Folders of one name both stay, so that both are read.
  private func merged(_ a: [Tree.Entry], _ b: [Tree.Entry], in folder: String) -> [Tree.Entry] {
    var all = a
    var known = Dictionary(a.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in b {
      if let there = known[entry.name] {
        if there.id == entry.id && there.mode == entry.mode { continue }
        if entry.mode != .directory || there.mode != .directory {
          fault("\(folder)/\(entry.name)", "has other bytes on the remote; `rtrack sync` says more")
          continue
        }
      }
      known[entry.name] = entry
      all.append(entry)
    }
    return all
  }

  /// The folders within a folder, each once.
  func folderNames(in folder: String) throws -> [String] {
    var seen: Set<String> = []
    return try entries(folder).compactMap { entry in
      entry.mode == .directory && seen.insert(entry.name).inserted ? entry.name : nil
    }
  }

  func fault(_ path: String, _ message: String) {
    note(EventFault(path: path, message: message))
  }

  /// Counts a file that is no event; the last fault of a path stays.
  public func note(_ fault: EventFault) { faultsByPath[fault.path] = fault }

  /// An entry of a folder by its name; nil where there is none.
  func entry(_ name: String, in folder: String) throws -> Tree.Entry? {
    for tree in try trees(folder) {
      if let entry = tree[name] { return entry }
    }
    return nil
  }

  /// The path of a folder of events, from the repository's root.
  public static func path(of folder: Layout.EventFolder) -> String {
    switch folder {
    case .policy: "\(Layout.root)/policy"
    case .program: Layout.programFolder
    case .numbers: Layout.numbersFolder
    case .agent(let name): "\(Layout.root)/agents/\(name)"
    case .cycle(let number): Layout.folder(ofCycle: number)
    case .issue(let number): Layout.folder(ofIssue: number)
    case .results(let experiment): Layout.folder(ofResults: experiment)
    case .experiment(let id): Layout.folder(ofExperiment: id)
    }
  }
}
