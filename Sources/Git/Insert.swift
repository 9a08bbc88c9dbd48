/// Why a file cannot be added to a tree.
public enum InsertError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Something else is there already, or a file is where a folder would have to be.
  case taken(path: String)
  /// The path is no path of git's.
  case invalid(path: String)

  /// The path that was refused.
  public var path: String {
    switch self {
    case .taken(let path), .invalid(let path): path
    }
  }

  /// "issues/1 is there already, with other content".
  public var description: String {
    switch self {
    case .taken(let path): "\(path) is there already, with other content"
    case .invalid(let path): "\"\(path)\" cannot be a path in git"
    }
  }
}

extension ObjectWriter {
  /// Adds files to the tree `root`, nil being the empty one, and gives the new root.
  ///
  /// Nothing that is there is changed: a path that holds the same blob stays as it is, and any
  /// other that is taken is refused with an `InsertError`, as is one that runs through a file.
  /// Throws a `GitError` when reading or writing fails.
  public func insert(
    _ files: [(path: String, blob: ObjectID)], into root: ObjectID?
  ) throws -> ObjectID {
    var top = Additions()
    for file in files { try top.add(file.path, file.blob) }
    return try insert(top, into: root, "")
  }

  private func insert(
    _ additions: Additions, into root: ObjectID?, _ prefix: String
  ) throws -> ObjectID {
    let old = try root.map { id throws(GitError) in try readTree(id) } ?? .empty
    var changed: [Tree.Entry] = []
    for (key, node) in additions.names.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let name = String(decoding: key, as: UTF8.self)
      let path = prefix + name
      let found = old[name]
      switch node {
      case .file(let blob):
        if let found {
          guard found.mode == .file, found.id == blob else { throw InsertError.taken(path: path) }
        } else {
          changed.append(Tree.Entry(name: name, mode: .file, id: blob))
        }
      case .folder(let inner):
        if let found, !found.isDirectory { throw InsertError.taken(path: path) }
        let id = try insert(inner, into: found?.id, path + "/")
        if id != found?.id { changed.append(Tree.Entry(name: name, mode: .directory, id: id)) }
      }
    }
    if let root, changed.isEmpty { return root }
    return try tree(old.setting(changed))
  }
}

/// The files to add, folder by folder. Names are bytes: a name in one Unicode form is not the same
/// name in another.
private struct Additions {
  indirect enum Node {
    case file(ObjectID)
    case folder(Additions)
  }

  var names: [[UInt8]: Node] = [:]

  mutating func add(_ path: String, _ blob: ObjectID) throws(InsertError) {
    let parts = path.utf8.split(separator: 47, omittingEmptySubsequences: false).map(Array.init)
    for part in parts {
      let text = String(decoding: part, as: UTF8.self)
      if part.isEmpty || part.contains(0) || [".", ".."].contains(text)
        || text.lowercased() == ".git"
      {
        throw .invalid(path: path)
      }
    }
    try add(parts[...], blob, path)
  }

  private mutating func add(
    _ parts: ArraySlice<[UInt8]>, _ blob: ObjectID, _ path: String
  ) throws(InsertError) {
    guard let name = parts.first else { throw .invalid(path: path) }
    let rest = parts.dropFirst()
    if rest.isEmpty {
      switch names[name] {
      case nil: names[name] = .file(blob)
      case .file(blob): break
      default: throw .taken(path: path)
      }
      return
    }
    var folder = Additions()
    switch names.removeValue(forKey: name) {
    case .folder(let found): folder = found
    case .file: throw .taken(path: path)
    case nil: break
    }
    try folder.add(rest, blob, path)
    names[name] = .folder(folder)
  }
}
