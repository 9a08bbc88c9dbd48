import Git
import Platform
import Research

/// Writes events and their renderings into one work tree.
struct ViewWriter {
  let workTree: String
  let repository: Repository
  let scope: ViewScope
  /// Folders that were looked at already: real folders, not links to somewhere else.
  private var checked: Set<String> = []

  init(workTree: String, repository: Repository, scope: ViewScope) {
    self.workTree = workTree
    self.repository = repository
    self.scope = scope
  }

  /// Adds these files, and renders anew what they belong to.
  mutating func write(
    _ changes: [(path: String, entry: Tree.Entry)], from snapshot: Snapshot
  ) throws {
    var touched: Set<Layout.EventFolder> = []
    for (path, entry) in changes where entry.mode == .file || entry.mode == .executable {
      try put(try repository.blob(entry.id), at: path)
      if case .event(let folder, _) = Layout.place(of: path) { touched.insert(folder) }
    }
    for folder in touched { try render(folder, from: snapshot) }
  }

  private mutating func render(_ folder: Layout.EventFolder, from snapshot: Snapshot) throws {
    for (path, bytes) in try Rendering.of(folder, in: snapshot, scope) {
      if let bytes { try put(bytes, at: path) } else { try remove(path) }
    }
  }

  /// Takes away the files of issues that were closed, and brings back those of issues that are open
  /// again, of those that the selection was asked about.
  mutating func follow(_ selection: inout ViewSelection, from snapshot: Snapshot) throws {
    for number in selection.issues {
      let folder = Layout.EventFolder.issue(number)
      let isShown = try selection.shows(folder)
      var folders: Set<String> = []
      for (path, entry) in try snapshot.allFiles(in: Snapshot.path(of: folder)) {
        if !isShown {
          try remove(path)
          folders.insert(Path.parent(path))
        } else if try FileSystem.status(Path.join(workTree, path)) == nil {
          try put(try repository.blob(entry.id), at: path)
        }
      }
      if isShown { continue }
      try render(folder, from: snapshot)
      // The deepest first; one that holds somebody else's file stays.
      for path in folders.sorted(by: >) {
        try? FileSystem.remove(Path.join(workTree, path))
        checked.remove(path)
      }
    }
  }

  /// Removes what a writer that was killed left in the view's folder. All views' writers queue, so
  /// nobody is at work on these.
  func sweep() throws {
    let folder = Path.join(workTree, Layout.root)
    guard try FileSystem.status(folder)?.kind == .directory else { return }
    for name in try FileSystem.entries(folder) where FileSystem.isTemporary(name) {
      try FileSystem.remove(Path.join(folder, name))
    }
  }

  /// Takes a rendering away that there is not any more.
  private mutating func remove(_ path: String) throws {
    // Nothing is in a folder that is not there, and none is made for it.
    let folder = Path.join(workTree, Path.parent(path))
    if try FileSystem.status(folder) == nil { return }
    try makeFolder(Path.parent(path))
    try FileSystem.remove(Path.join(workTree, path))
  }

  private mutating func put(_ bytes: [UInt8], at path: String) throws {
    try makeFolder(Path.parent(path))
    try FileSystem.write(
      bytes, to: Path.join(workTree, path), mode: 0o444,
      through: Path.join(workTree, Layout.root))
  }

  /// Makes the folders of a path below the work tree, through no link.
  private mutating func makeFolder(_ folder: String) throws {
    if checked.contains(folder) || folder.isEmpty || folder == "." { return }
    try makeFolder(Path.parent(folder) == folder ? "" : Path.parent(folder))
    let path = Path.join(workTree, folder)
    if let status = try FileSystem.status(path) {
      guard status.kind == .directory else {
        throw LedgerError(
          .refused, "\(path) is no folder, so the view cannot be written there",
          hint: "move it away, then `rtrack files`")
      }
    } else {
      try FileSystem.makeDirectory(path)
    }
    checked.insert(folder)
  }
}
