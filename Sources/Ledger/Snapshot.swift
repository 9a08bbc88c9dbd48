public import Git
public import Research

/// What the ledger holds at one moment, read as it is asked for and remembered.
///
/// Usually the tree of one commit; two where the remote holds what the local branch does not yet,
/// and then the union of both.
public final class Snapshot {
  public let repository: Repository
  public let tips: [ObjectID]
  /// The ids of the commits' root trees.
  let roots: [ObjectID]
  /// Files that should hold events and do not: counted in every listing.
  public var faults: [EventFault] {
    faultsByPath.values.sorted { $0.path < $1.path }
  }
  private var faultsByPath: [String: EventFault] = [:]
  private var folders: [String: [Tree.Entry]] = [:]
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
    public let name: EventName
    public let folder: Layout.EventFolder
    /// The name of the file, which is the event's and `.md`.
    public let file: String
    public let blob: ObjectID

    /// From the repository's root.
    public var path: String { "\(Snapshot.path(of: folder))/\(file)" }
  }

  /// The entries of a folder, by its path from the repository's root; empty when there is none.
  func entries(_ folder: String) throws -> [Tree.Entry] {
    if let known = folders[folder] { return known }
    let parent: [[Tree.Entry]]
    if let slash = folder.lastIndex(of: "/") {
      parent = [try entries(String(folder[..<slash]))]
    } else {
      parent = try roots.map { try repository.tree($0).entries }
    }
    let name = folder[(folder.lastIndex(of: "/").map(folder.index(after:)) ?? folder.startIndex)...]
    var found: [Tree.Entry] = []
    for level in parent {
      for entry in level where entry.mode == .directory && entry.name == name {
        let inside = try repository.tree(entry.id).entries
        found = found.isEmpty ? inside : merged(found, inside, in: folder)
      }
    }
    folders[folder] = found
    return found
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
    for entry in try entries(path) where entry.mode != .directory {
      if let kind = Layout.kind(ofFile: entry.name) {
        guard isWanted(kind) else { continue }
        if let name = EventName(entry.name.dropLast(3)) {
          guard entry.mode == .file else {
            fault("\(path)/\(entry.name)", "is no plain file, so it is no event")
            continue
          }
          files.append(File(name: name, folder: folder, file: entry.name, blob: entry.id))
          continue
        }
      }
      fault(
        "\(path)/\(entry.name)",
        "is no event's name, such as "
          + "20261121T053312Z-c42-flux-comment-k3f9q2.md")
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

  /// How much was said in an issue, and when last, told from names alone.
  public func talk(in number: IssueNumber) throws -> (count: Int, last: EventName?) {
    var count = 0
    var last = ""
    for entry in try entries(Layout.folder(ofIssue: number)) {
      guard let kind = Layout.kind(ofFile: entry.name), EventKind.talk.contains(String(kind))
      else { continue }
      count += 1
      if entry.name > last { last = entry.name }
    }
    return (count, EventName(last.dropLast(3)))
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
