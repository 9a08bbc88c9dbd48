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
    // Side by side lies what goes into one folder. No dictionary: making the type of one costs a
    // short call more than all that is done here.
    let additions = try files.map { try Addition($0.path, $0.blob) }.sorted {
      $0.names.lexicographicallyPrecedes($1.names) { $0.lexicographicallyPrecedes($1) }
    }
    return try insert(additions[...], depth: 0, into: root)
  }

  /// Adds files whose first names, so many as `depth`, lead to this folder.
  private func insert(
    _ additions: ArraySlice<Addition>, depth: Int, into root: ObjectID?
  ) throws -> ObjectID {
    let old = try root.map { id throws(GitError) in try readTree(id) } ?? .empty
    var changed: [Tree.Entry] = []
    var rest = additions
    while let first = rest.first {
      let bytes = first.names[depth]
      let end = rest.firstIndex { $0.names[depth] != bytes } ?? rest.endIndex
      let same = rest[rest.startIndex..<end]
      rest = rest[end...]
      let name = String(decoding: bytes, as: UTF8.self)
      let found = old[name]
      if first.names.count == depth + 1 {
        // A file sorts before what would lie below a folder of its name.
        if let other = same.first(where: { $0.names.count > depth + 1 || $0.blob != first.blob }) {
          throw InsertError.taken(path: other.path)
        }
        if let found {
          guard found.mode == .file, found.id == first.blob else {
            throw InsertError.taken(path: first.path(to: depth))
          }
        } else {
          changed.append(Tree.Entry(name: name, mode: .file, id: first.blob))
        }
      } else {
        if let found, !found.isDirectory {
          throw InsertError.taken(path: first.path(to: depth))
        }
        let id = try insert(same, depth: depth + 1, into: found?.id)
        if id != found?.id { changed.append(Tree.Entry(name: name, mode: .directory, id: id)) }
      }
    }
    if let root, changed.isEmpty { return root }
    return try tree(old.setting(changed))
  }
}

/// A file to add. Names are bytes: a name in one Unicode form is not the same name in another.
private struct Addition {
  let names: [ArraySlice<UInt8>]
  let blob: ObjectID

  init(_ path: String, _ blob: ObjectID) throws(InsertError) {
    names = Array(path.utf8).split(separator: 47, omittingEmptySubsequences: false)
    self.blob = blob
    for name in names {
      let text = String(decoding: name, as: UTF8.self)
      if name.isEmpty || name.contains(0) || [".", ".."].contains(text)
        || text.lowercased() == ".git"
      {
        throw .invalid(path: path)
      }
    }
  }

  var path: String { path(to: names.count - 1) }

  /// The path as far as its name at `depth`.
  func path(to depth: Int) -> String {
    String(decoding: Array(names[...depth].joined(separator: [47])), as: UTF8.self)
  }
}
