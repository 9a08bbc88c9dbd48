internal import CLibgit2
import Platform

extension Repository {
  /// Keeps little of large packs in memory from here on: for those who read a few objects.
  public func readSparsely() { libgit2_read_sparsely() }

  /// What an object is; nil when it is not there.
  public func kind(of id: ObjectID) throws(GitError) -> ObjectKind? {
    try header(of: id)?.kind
  }

  /// The bytes of a file.
  public func blob(_ id: ObjectID) throws(GitError) -> [UInt8] { try read(id, .blob) }

  /// How many bytes a file has, without reading them.
  public func blobSize(_ id: ObjectID) throws(GitError) -> Int {
    guard let header = try header(of: id) else { throw Self.missing(id, .blob) }
    guard header.kind == .blob else { throw Self.wrong(id, header.kind, .blob) }
    return header.size
  }

  /// A folder.
  public func tree(_ id: ObjectID) throws(GitError) -> Tree {
    guard let tree = Tree(parsing: try read(id, .tree)) else {
      throw GitError(.corrupt, doing: "read tree \(id)", message: "it is not in git's format")
    }
    return tree
  }

  /// A commit. Grafts and replacements are not looked at.
  public func commit(_ id: ObjectID) throws(GitError) -> Commit {
    guard let commit = Commit(parsing: try read(id, .commit)) else {
      throw GitError(.corrupt, doing: "read commit \(id)", message: "it names no tree")
    }
    return commit
  }

  /// What an annotated tag names; nil where its text does not say it.
  public func tagTarget(_ id: ObjectID) throws(GitError) -> ObjectID? {
    let line = try read(id, .tag).prefix { $0 != 10 }
    guard line.starts(with: "object ".utf8) else { return nil }
    return ObjectID(hex: String(decoding: line.dropFirst(7), as: UTF8.self))
  }

  /// True when the object is here.
  public func contains(_ id: ObjectID) -> Bool {
    var native = id.native
    return unsafe library.call.git_odb_exists(objects.pointer, &native) == 1
  }

  /// The id that an object of these bytes has, or would have.
  public func hash(of bytes: [UInt8], _ kind: ObjectKind) throws(GitError) -> ObjectID {
    var id = git_oid()
    let code = unsafe bytes.withUnsafeBytes { buffer in
      unsafe library.call.git_odb_hash(&id, buffer.baseAddress, buffer.count, kind.native)
    }
    try library.check(code, "hash a \(kind.rawValue)")
    return ObjectID(id)
  }

  /// The id that an object as it was read has, by libgit2's SHA-1, which looks for attempted
  /// collisions too. The processor's own would be quicker and would not: a collision is just what
  /// somebody would need to change what was promised.
  func hash(of object: RawObject) throws(GitError) -> ObjectID {
    var id = git_oid()
    let code = unsafe object.withBytes { buffer in
      unsafe library.call.git_odb_hash(
        &id, buffer.baseAddress, buffer.count, object.kind.native)
    }
    try library.check(code, "hash a \(object.kind)")
    return ObjectID(id)
  }

  /// What lies at `path`, names joined by slashes, below a tree; nil when nothing does.
  public func entry(at path: String, in tree: ObjectID) throws(GitError) -> Tree.Entry? {
    var found: Tree.Entry?
    var folder = tree
    for name in path.utf8.split(separator: UInt8(ascii: "/")) {
      if let found {
        guard found.isDirectory else { return nil }
        folder = found.id
      }
      found = try self.tree(folder)[String(Substring(name))]
      if found == nil { return nil }
    }
    return found
  }

  /// The raw bytes of an object, which must be of that kind.
  func read(_ id: ObjectID, _ kind: ObjectKind) throws(GitError) -> [UInt8] {
    if let known = recent[id] {
      if known.kind != kind { throw Self.wrong(id, known.kind, kind) }
      return known.bytes
    }
    var native = id.native
    var made: OpaquePointer?
    var code = unsafe library.call.git_odb_read(&made, objects.pointer, &native)
    for pause in Self.pauses where code != 0 {
      MonotonicClock.sleep(pause)
      unsafe _ = library.call.git_odb_refresh(objects.pointer)
      code = unsafe library.call.git_odb_read(&made, objects.pointer, &native)
    }
    if code == GIT_ENOTFOUND.rawValue { throw Self.missing(id, kind) }
    guard code == 0, let made = unsafe made else {
      let message = library.lastMessage(code: code)
      throw GitError(.corrupt, doing: "read \(kind) \(id)", message: message)
    }
    defer { unsafe library.call.git_odb_object_free(made) }
    let found = ObjectKind(unsafe library.call.git_odb_object_type(made))
    if found != kind { throw Self.wrong(id, found, kind) }
    let size = unsafe library.call.git_odb_object_size(made)
    guard let data = unsafe library.call.git_odb_object_data(made) else { return [] }
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: data, count: size))
    recent.keep(id, kind, bytes)
    return bytes
  }

  /// How long to wait before looking again for what is not there: while git packs, an object can be
  /// in a pack that was gone when it was opened, and in one that was not there when the folder was
  /// read. libgit2 looks twice, which among many writers was once in some thousands not enough.
  private static let pauses: [Duration] = [.zero, .milliseconds(5), .milliseconds(30)]

  private func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind?, size: Int)? {
    if let known = recent[id] { return (known.kind, known.bytes.count) }
    var native = id.native
    var size = 0
    var type = GIT_OBJECT_INVALID
    let code = unsafe library.call.git_odb_read_header(&size, &type, objects.pointer, &native)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try library.check(code, "read object \(id)")
    return (ObjectKind(type), size)
  }

  static func missing(_ id: ObjectID, _ kind: ObjectKind) -> GitError {
    GitError(.missing, doing: "read \(kind) \(id)", message: "there is no such object")
  }

  private static func wrong(_ id: ObjectID, _ found: ObjectKind?, _ kind: ObjectKind) -> GitError {
    let what = found.map { "it is a \($0)" } ?? "it is of no known kind"
    return GitError(.corrupt, doing: "read \(kind) \(id)", message: what)
  }
}

extension ObjectKind {
  init?(_ type: git_object_t) {
    switch type {
    case GIT_OBJECT_COMMIT: self = .commit
    case GIT_OBJECT_TREE: self = .tree
    case GIT_OBJECT_BLOB: self = .blob
    case GIT_OBJECT_TAG: self = .tag
    default: return nil
    }
  }

  var native: git_object_t {
    switch self {
    case .commit: GIT_OBJECT_COMMIT
    case .tree: GIT_OBJECT_TREE
    case .blob: GIT_OBJECT_BLOB
    case .tag: GIT_OBJECT_TAG
    }
  }
}
