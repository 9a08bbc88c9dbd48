internal import CLibgit2

/// Where a repository lies, for a thread that opens it for itself.
public struct RepositoryLocation: Sendable {
  let gitDirectory: String
  let environment: [String: String]

  /// The repository, opened once more.
  public func open() throws(GitError) -> Repository {
    var environment = environment
    environment["GIT_DIR"] = gitDirectory
    return try Repository.open(from: gitDirectory, environment: environment)
  }
}

extension Repository {
  /// Where it lies.
  public var location: RepositoryLocation {
    RepositoryLocation(gitDirectory: gitDirectory, environment: environment)
  }
}

/// Reads the objects of a walk over a whole history, and keeps those folders that the next commits
/// will want: the present state of every folder, and for a while what it was before.
///
/// A file's history then costs one read for each version of each folder above it.
public final class ObjectReader {
  /// The repository, opened for this thread.
  public let repository: Repository
  /// How many objects were read.
  public private(set) var reads = 0
  /// How often something was inflated for that.
  var inflations: Int { packs?.inflations ?? 0 }
  private var packs: PackReader?
  private let isHashing: Bool
  /// Folders as they stand where the walk is, and stood a little while ago: merges and other
  /// branches ask for those.
  private var folders = Shelves<ObjectID>(present: 24 << 20, left: 8 << 20)

  init(_ repository: Repository, _ packs: PackSet, isHashing: Bool) {
    self.repository = repository
    self.packs = PackReader(packs)
    self.isHashing = isHashing
  }

  /// A folder's bytes.
  func tree(_ id: ObjectID) throws(GitError) -> RawObject {
    if let known = folders[id] { return known }
    let tree = try read(id, .tree)
    folders.put(id, tree)
    return tree
  }

  /// A folder that the walk has left behind.
  func leave(_ id: ObjectID) { folders.leave(id) }

  /// A commit, which is not kept.
  func commit(_ id: ObjectID) throws(GitError) -> RawCommit {
    guard let commit = RawCommit(parsing: try read(id, .commit)) else {
      throw GitError(.corrupt, doing: "read commit \(id)", message: "it names no tree")
    }
    return commit
  }

  /// A file's bytes, which are not kept.
  public func blob(_ id: ObjectID) throws(GitError) -> [UInt8] { try read(id, .blob).bytes }

  /// A file's bytes; nil when they are more than that.
  public func blob(_ id: ObjectID, atMost limit: Int) throws(GitError) -> [UInt8]? {
    if let found = packs?.object(id, limit: limit), found.kind == .blob {
      reads += 1
      try check(found, id)
      return found.bytes
    }
    return try blobSize(id) > limit ? nil : read(id, .blob).bytes
  }

  /// How many bytes a file has.
  public func blobSize(_ id: ObjectID) throws(GitError) -> Int {
    if let size = packs?.size(of: id) { return size }
    return try repository.blobSize(id)
  }

  /// A folder, parsed.
  public func folder(_ id: ObjectID) throws(GitError) -> Tree {
    guard let tree = Tree(parsing: try tree(id).bytes) else {
      throw GitError(.corrupt, doing: "read tree \(id)", message: "it is not in git's format")
    }
    return tree
  }

  private func read(_ id: ObjectID, _ kind: ObjectKind) throws(GitError) -> RawObject {
    reads += 1
    // What is not in a pack, or of another kind, libgit2 finds, or says what is wrong.
    guard let found = packs?.object(id), found.kind == kind else {
      return unsafe try repository.read(id, kind).withUnsafeBytes {
        unsafe RawObject.copy(kind, $0)
      }
    }
    try check(found, id)
    return found
  }

  /// Whether a pack tells the one as its difference from the other.
  func tells(_ id: ObjectID, by other: ObjectID) -> Bool { packs?.tells(id, by: other) ?? false }

  private func check(_ found: RawObject, _ id: ObjectID) throws(GitError) {
    guard isHashing, try repository.hash(of: found) != id else { return }
    throw GitError(
      .corrupt, doing: "read \(found.kind) \(id)", message: "its bytes have another hash")
  }
}

/// Settings of libgit2 for the time of a walk over a whole history.
enum WholeWalk {
  /// With `isHashing` every object that is read must have the hash that is its name.
  static func during<Result>(_ isHashing: Bool, _ body: () throws -> Result) rethrows -> Result {
    libgit2_walk_begin(isHashing ? 1 : 0)
    defer { libgit2_walk_end(isHashing ? 1 : 0) }
    return try body()
  }
}
