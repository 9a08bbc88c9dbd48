internal import CLibgit2
internal import Platform

extension Repository {
  /// What writes new objects.
  public func writer() throws(GitError) -> ObjectWriter { ObjectWriter(self) }
}

/// Writes objects that nobody sees before `publish`, and that are then durable all at once.
///
/// They go to a quarantine beside the others, under names that `git gc` clears away should the
/// process die. What is not published when the writer goes, goes with it.
public final class ObjectWriter {
  let repository: Repository
  private var quarantine: Quarantine?
  private var trees: [ObjectID: Tree] = [:]
  private var written: [(id: ObjectID, kind: ObjectKind, bytes: [UInt8])] = []
  /// So many of what was written are read again: by who brings the view in step.
  private static let kept = 32

  init(_ repository: Repository) { self.repository = repository }

  deinit { discard() }

  /// Writes a file's bytes.
  public func blob(_ bytes: [UInt8]) throws(GitError) -> ObjectID { try write(bytes, .blob) }

  /// Writes a folder; refuses names that git would not check out.
  public func tree(_ tree: Tree) throws(GitError) -> ObjectID {
    let id = try write(tree.checked().bytes, .tree)
    trees[id] = tree
    return id
  }

  /// Writes a commit.
  public func commit(_ commit: Commit) throws(GitError) -> ObjectID {
    let bytes = commit.serialized()
    if bytes.contains(0) {
      throw GitError(.other, doing: "write a commit", message: "the message holds a NUL character")
    }
    return try write(bytes, .commit)
  }

  /// Makes all that was written durable and visible: first the content reaches the disk, then the
  /// names appear.
  ///
  /// On failure nothing more appears, the quarantine is removed and the error says why.
  public func publish() throws(GitError) {
    if quarantine != nil { try publish(flushing: nil) }
  }

  /// As `publish`, by one flush with another file, which is durable before the names appear.
  func publish(flushing other: String?) throws(GitError) {
    let quarantine = self.quarantine ?? newQuarantine()
    self.quarantine = nil
    trees = [:]
    defer { quarantine.remove() }
    do {
      try quarantine.publish(flushing: other)
    } catch {
      throw GitError(error, doing: "write objects")
    }
    for object in written { repository.recent.keep(object.id, object.kind, object.bytes) }
    written = []
  }

  /// A folder that is published, or was written here.
  func readTree(_ id: ObjectID) throws(GitError) -> Tree {
    if let tree = trees[id] { return tree }
    return try repository.tree(id)
  }

  private func newQuarantine() -> Quarantine {
    Quarantine(in: Path.join(repository.commonDirectory, "objects"))
  }

  private func discard() {
    quarantine?.remove()
    quarantine = nil
  }

  private func write(_ bytes: [UInt8], _ kind: ObjectKind) throws(GitError) -> ObjectID {
    let library = repository.library
    let name = try repository.hash(of: bytes, kind)
    var id = name.native
    let noRefresh = UInt32(GIT_ODB_LOOKUP_NO_REFRESH.rawValue)
    if unsafe library.call.git_odb_exists_ext(repository.objects.pointer, &id, noRefresh) == 1 {
      // This write only makes it young again, so that no `git gc` takes it for forgotten.
      try unsafe Self.write(bytes, kind, to: repository.objects.pointer, library)
      return name
    }
    let quarantine = self.quarantine ?? newQuarantine()
    self.quarantine = quarantine
    try quarantine.add(name, kind, bytes)
    if written.count < Self.kept { written.append((name, kind, bytes)) }
    return name
  }

  private static func write(
    _ bytes: [UInt8], _ kind: ObjectKind, to objects: OpaquePointer, _ library: Library
  ) throws(GitError) {
    var id = git_oid()
    let code = unsafe bytes.withUnsafeBytes { buffer in
      unsafe library.call.git_odb_write(
        &id, objects, buffer.baseAddress, buffer.count, kind.native)
    }
    try library.check(code, "write a \(kind.rawValue)")
  }
}

extension Tree {
  /// Itself, when git would check it out.
  fileprivate func checked() throws(GitError) -> Tree {
    for spot in spots {
      let name = bytes[spot.name..<spot.nameEnd]
      if name.isEmpty || name.contains(47) || name.contains(0) || name == [46] || name == [46, 46]
        || String(decoding: name, as: UTF8.self).lowercased() == ".git"
      {
        let text = String(decoding: name, as: UTF8.self)
        throw GitError(
          .other, doing: "write a tree", message: "\"\(text)\" cannot be a name in git")
      }
    }
    return self
  }
}
