import Git
import Platform
import Research

/// What specs and results beside the code are called, on the branch that is checked out: numbers
/// that are taken, and experiments whose results are there already.
struct ProtectedNames: Sendable {
  /// The names of specs, without endings.
  private(set) var specs: Set<String> = []
  /// The names of results' folders and files, and whether somebody has read the results: an
  /// analysis lies among them.
  private(set) var results: [String: Bool] = [:]

  /// No repository has more of them that matter.
  private static let most = 100_000
  private static let deepest = 16

  /// Reads the tree of HEAD below what the policy protects; nothing else is entered.
  init(in snapshot: Snapshot) throws {
    let repository = snapshot.repository
    let wanted = try snapshot.policy().protections.filter { $0.content != .files }
    guard !wanted.isEmpty, let head = try repository.head().commit else { return }
    let protections = Protections(wanted)
    try collect(
      try repository.commit(head).tree, protections, protections.root, folders: [], repository)
  }

  private mutating func collect(
    _ tree: ObjectID, _ protections: Protections, _ cursor: Protections.Cursor,
    folders: [String], _ repository: Repository
  ) throws {
    if folders.count >= Self.deepest { return }
    for entry in try repository.tree(tree).entries {
      let next = protections.step(cursor, into: entry.nameBytes)
      if next.isOutside || specs.count + results.count > Self.most { continue }
      if let protection = next.protection { add(entry, protection.content, below: folders) }
      if entry.isDirectory {
        // Only folders that are protected themselves can be called as an experiment.
        let below = next.protection == nil ? [] : folders + [entry.name]
        try collect(entry.id, protections, next, folders: below, repository)
      }
    }
  }

  private mutating func add(
    _ entry: Tree.Entry, _ content: ProtectedContent, below folders: [String]
  ) {
    let stem = Self.stem(entry.name)
    switch content {
    case .specs: specs.insert(stem)
    case .results:
      if results[stem] == nil { results[stem] = false }
      if stem == "analysis" { for folder in folders { results[folder.lowercased()] = true } }
    case .files: break
    }
  }

  private static func stem(_ name: String) -> String {
    let end = name.lastIndex(of: ".") ?? name.endIndex
    return (end == name.startIndex ? name[...] : name[..<end]).lowercased()
  }
}
