/// Compares folders of a history, each with what it was before.
struct TreeComparison {
  /// A commit that brings more is not gone through entry by entry: no honest one does, and a few
  /// small objects can be made to look like more files than there is memory.
  static let mostChanges = 2_000_000
  /// No file system takes a longer path.
  static let longestPath = 4_096

  /// A commit's folders, or its parent's.
  enum Side {
    case old
    case new
  }

  let reader: ObjectReader
  let scope: PathScope

  /// Visits every file, link and submodule in scope that differs. nil is the empty folder. A walk
  /// that is leaving one side goes on with the other.
  func compare(
    _ old: ObjectID?, _ new: ObjectID?, leaving: Side? = nil,
    _ visit: (RawChange) throws -> Void
  ) throws {
    if old == new { return }
    // By a stack of its own: folders can be deeper than the call stack.
    var waiting = WaitingFolders(old, new)
    var seen = 0
    while let folder = waiting.next() {
      let before = try folder.old.map { id throws(GitError) in try reader.tree(id) }
      let after = try folder.new.map { id throws(GitError) in try reader.tree(id) }
      if let left = leaving == .old ? folder.old : leaving == .new ? folder.new : nil {
        reader.leave(left)
      }
      let isWhole = try TreeStep.pairs(before, after) { pair in
        let path = unsafe waiting.append(pair.name, to: folder)
        // Long paths weigh more: they are copied for each folder in them.
        seen += 1 + path.count >> 8
        guard seen <= Self.mostChanges, path.count <= Self.longestPath else {
          throw beyond(folder, seen)
        }
        guard scope.enters(waiting.paths[path]) else { return waiting.drop(path) }
        let isFolder = (pair.old ?? pair.new).map { $0.mode & 0o170000 == 0o040000 } ?? false
        if !isFolder || pair.isDisordered {
          try visit(
            RawChange(
              path: Array(waiting.paths[path]), old: pair.old, new: pair.new,
              isDisordered: pair.isDisordered))
        }
        if isFolder, pair.old?.id != pair.new?.id {
          waiting.push(path, pair.old?.id, pair.new?.id)
        } else {
          waiting.drop(path)
        }
      }
      guard isWhole else {
        throw GitError(
          .corrupt,
          doing: "compare tree \((folder.old ?? .zero).hex) with \((folder.new ?? .zero).hex)",
          message: "one of them is not in git's format")
      }
    }
  }

  private func beyond(_ folder: WaitingFolders.Folder, _ seen: Int) -> GitError {
    GitError(
      .corrupt, doing: "compare tree \((folder.new ?? .zero).hex)",
      message: seen > Self.mostChanges
        ? "more than \(Self.mostChanges) entries differ"
        : "a path in it is longer than \(Self.longestPath) bytes")
  }

  /// What lies at a path; nil when nothing does.
  func entry(at path: [UInt8], in root: ObjectID) throws(GitError) -> RawChange.Entry? {
    var folder = root
    var found: RawChange.Entry?
    for name in path.split(separator: 47) {
      if let found {
        guard found.mode & 0o170000 == 0o040000 else { return nil }
        folder = found.id
      }
      found = TreeStep.entry(named: name, in: try reader.tree(folder))
      if found == nil { return nil }
    }
    return found
  }
}

/// Folders that are still to be compared, their paths one behind the other in one array.
private struct WaitingFolders {
  struct Folder {
    let path: Range<Int>
    let old: ObjectID?
    let new: ObjectID?
  }

  private(set) var paths: [UInt8] = []
  private var folders: [Folder]

  /// Begins with the whole.
  init(_ old: ObjectID?, _ new: ObjectID?) {
    folders = [Folder(path: 0..<0, old: old, new: new)]
  }

  /// The last one; what came behind its path is done with.
  mutating func next() -> Folder? {
    guard let folder = folders.popLast() else { return nil }
    paths.removeLast(paths.count - folder.path.upperBound)
    return folder
  }

  /// Makes the path of a name in a folder.
  mutating func append(_ name: UnsafeRawBufferPointer, to folder: Folder) -> Range<Int> {
    let start = paths.count
    if !folder.path.isEmpty {
      for place in folder.path { paths.append(paths[place]) }
      paths.append(47)
    }
    unsafe paths.append(contentsOf: name)
    return start..<paths.count
  }

  /// Keeps the folder at the path that was made last.
  mutating func push(_ path: Range<Int>, _ old: ObjectID?, _ new: ObjectID?) {
    folders.append(Folder(path: path, old: old, new: new))
  }

  /// Forgets the path that was made last.
  mutating func drop(_ path: Range<Int>) { paths.removeLast(path.count) }
}
