public import Git
public import Research

/// What the ledger holds at one moment, read as it is asked for and remembered.
///
/// Usually the tree of one commit; two where the remote holds what the local branch does not yet,
/// and then the union of both.
public final class Snapshot {
  /// Where its objects lie.
  public let repository: Repository
  /// The local branch first, then what was last seen of the remote, where that holds more.
  public let tips: [ObjectID]
  /// The ids of the commits' root trees.
  let roots: [ObjectID]
  /// Files that should hold events and do not: counted in every listing.
  public var faults: [EventFault] {
    faultsByPath.values.sorted { $0.path < $1.path }
  }
  private var faultsByPath: [String: EventFault] = [:]
  private var folders: [String: [Tree]] = [:]
  private var rosterFold: Roster?
  private var policyFold: Policy?

  init(_ repository: Repository, tips: [ObjectID]) throws {
    self.repository = repository
    self.tips = tips
    var roots: [ObjectID] = []
    for tip in tips {
      let root = try repository.commit(tip).tree
      if !roots.contains(root) { roots.append(root) }
    }
    self.roots = roots
  }

  /// An event's file, not yet read.
  public struct File: Sendable {
    /// The event's name, from the file's.
    public let name: EventName
    /// The folder of the ledger it lies in.
    public let folder: Layout.EventFolder
    /// The name of the file, which is the event's and `.md`.
    public let file: String
    /// The id of its bytes.
    public let blob: ObjectID

    /// From the repository's root.
    public var path: String { "\(Snapshot.path(of: folder))/\(file)" }
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

  /// Visits the names in a folder, as bytes, folders among them left out.
  private func forEachFile(
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

  /// Visits the names of events in a folder, without their `.md`, as bytes; for walks over all of
  /// them. What is no event's name by its shape is told.
  public func forEachEventName(
    in folder: Layout.EventFolder, _ visit: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    let path = Self.path(of: folder)
    try forEachFile(in: path) { name, entry in
      if Layout.kind(ofFile: name) != nil, name.count >= 33 {
        try visit(name.dropLast(3))
      } else {
        notAnEvent("\(path)/\(entry().name)")
      }
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

  private func folderNames(in folder: String) throws -> [String] {
    var seen: Set<String> = []
    return try entries(folder).compactMap { entry in
      entry.mode == .directory && seen.insert(entry.name).inserted ? entry.name : nil
    }
  }

  /// The events of a folder whose kind is wanted, unread, in the order of their names.
  public func files(
    in folder: Layout.EventFolder, where isWanted: (Substring) -> Bool = { _ in true }
  ) throws -> [File] {
    let path = Self.path(of: folder)
    var files: [File] = []
    var decided: [(kind: ArraySlice<UInt8>, isWanted: Bool)] = []
    try forEachFile(in: path) { bytes, entry in
      if let kind = Layout.kind(ofFile: bytes) {
        let known = decided.first { $0.kind == kind }
        let answer = known?.isWanted ?? isWanted(Substring(decoding: kind, as: UTF8.self))
        if known == nil { decided.append((kind, answer)) }
        if !answer { return }
        if let name = EventName(bytes: bytes.dropLast(3)) {
          let entry = entry()
          if entry.mode == .file {
            files.append(File(name: name, folder: folder, file: entry.name, blob: entry.id))
          } else {
            fault("\(path)/\(entry.name)", "is no plain file, so it is no event")
          }
          return
        }
      }
      notAnEvent("\(path)/\(entry().name)")
    }
    // One tree has its files in this order already.
    return roots.count > 1 ? files.sorted { $0.file < $1.file } : files
  }

  /// The event in a file; nil, and counted, when it cannot be read.
  public func event(in file: File) throws -> Event? {
    do {
      let bytes = try repository.blob(file.blob)
      return try EventFile.parse(bytes, name: file.name, in: file.folder, path: file.path).event
    } catch let fault as EventFault {
      faultsByPath[file.path] = fault
      return nil
    }
  }

  /// The events of a folder whose kind is wanted.
  public func events(
    in folder: Layout.EventFolder, where isWanted: (Substring) -> Bool = { _ in true }
  ) throws -> [Event] {
    try files(in: folder, where: isWanted).compactMap { try event(in: $0) }
  }

  private func notAnEvent(_ path: String) {
    fault(path, "is no event's name, such as 20261121T053312Z-c42-flux-comment-k3f9q2.md")
  }

  private func fault(_ path: String, _ message: String) {
    faultsByPath[path] = EventFault(path: path, message: message)
  }

  static func path(of folder: Layout.EventFolder) -> String {
    switch folder {
    case .policy: "\(Layout.root)/policy"
    case .agent(let name): "\(Layout.root)/agents/\(name)"
    case .cycle(let number): Layout.folder(ofCycle: number)
    case .issue(let number): Layout.folder(ofIssue: number)
    }
  }
}

extension Snapshot {
  /// The numbers under which issues were opened, in order.
  public func issueNumbers() throws -> [IssueNumber] {
    var numbers: [IssueNumber] = []
    for hundred in try folderNames(in: "\(Layout.root)/issues") {
      for name in try folderNames(in: "\(Layout.root)/issues/\(hundred)") {
        guard let number = IssueNumber(name), number.hundred == hundred else {
          fault("\(Layout.root)/issues/\(hundred)/\(name)", "is no issue's number")
          continue
        }
        numbers.append(number)
      }
    }
    return numbers.sorted()
  }

  /// Whether something was ever opened under this number.
  public func hasIssue(_ number: IssueNumber) throws -> Bool {
    try !entries(Layout.folder(ofIssue: number)).isEmpty
  }

  /// The issues opened under one number, the number's keeper first; empty when there is none.
  ///
  /// - Parameter conversation: whether to read comments and notices, which change no state.
  public func issues(_ number: IssueNumber, conversation: Bool = true) throws -> [Issue] {
    let events = try events(in: .issue(number)) {
      conversation || !EventKind.talk.contains(String($0))
    }
    let issues = Issue.folding(number, events)
    let openings = Set(issues.map(\.opening))
    for event in events {
      if case .issue(_, let opening) = event.thread, !openings.contains(opening) {
        fault(Layout.path(of: event), "belongs to \(opening), which is not in the ledger")
      }
    }
    return issues
  }

  /// Every issue, without its conversation.
  public func allIssues() throws -> [Issue] {
    try issueNumbers().flatMap { try issues($0, conversation: false) }
  }

  /// Everybody who is or was on the roster.
  public func roster() throws -> Roster {
    if let rosterFold { return rosterFold }
    var agents: [Agent] = []
    for folder in try folderNames(in: "\(Layout.root)/agents") {
      guard let name = AgentName(folder) else {
        fault("\(Layout.root)/agents/\(folder)", "is no agent's name")
        continue
      }
      if let agent = Agent(name: name, events: try events(in: .agent(name))) {
        agents.append(agent)
      }
    }
    let roster = Roster(agents)
    rosterFold = roster
    return roster
  }

  /// What holds for the whole ledger; folded once.
  public func policy() throws -> Policy {
    if let policyFold { return policyFold }
    let policy = Policy(try events(in: .policy))
    policyFold = policy
    return policy
  }

  /// The numbers of all cycles, in order.
  public func cycleNumbers() throws -> [Int] {
    var numbers: [Int] = []
    for folder in try folderNames(in: "\(Layout.root)/cycles") {
      guard let number = Int(folder), Layout.folder(ofCycle: number).hasSuffix("/" + folder) else {
        fault("\(Layout.root)/cycles/\(folder)", "is no cycle's number")
        continue
      }
      numbers.append(number)
    }
    return numbers.sorted()
  }

  /// The cycles opened under one number, its keeper first; empty when there is none.
  public func cycles(_ number: Int) throws -> [Cycle] {
    Cycle.folding(number, try events(in: .cycle(number)))
  }

  /// The cycles that are open: told from names, and only these are read.
  public func openCycles() throws -> [Cycle] {
    var open: [Cycle] = []
    for number in try cycleNumbers() {
      let kinds = try files(in: .cycle(number)).map(\.name.kind)
      // One opening and one closing: closed. Anything else is worth reading.
      if kinds == [.opened, .closed] { continue }
      open += try cycles(number).filter(\.isOpen)
    }
    return open
  }
}
