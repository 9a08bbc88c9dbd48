internal import CLibgit2
internal import Platform

/// A git repository, open. What it reads is read from its objects and references, never from its
/// index or work tree. Not to be shared between threads.
public final class Repository {
  /// The repository's own folder (of a linked work tree, `.git/worktrees/<name>`).
  public let gitDirectory: String
  /// The folder with objects and branches, which linked work trees share.
  public let commonDirectory: String
  /// The top of the work tree; nil in a bare repository.
  public let workTree: String?

  let library: Library
  let handle: Handle
  let objects: Handle
  let environment: [String: String]
  private var settings: Settings?
  private var shallow: Set<ObjectID>?
  var recent = RecentObjects()

  init(
    _ handle: consuming Handle, _ library: Library, environment: [String: String],
    workTree: String?
  ) throws(GitError) {
    let pointer = unsafe handle.pointer
    self.library = library
    self.environment = environment
    gitDirectory = unsafe Self.folder(library.call.git_repository_path(pointer)) ?? "/"
    commonDirectory = unsafe Self.folder(library.call.git_repository_commondir(pointer)) ?? "/"
    self.workTree = unsafe workTree ?? Self.folder(library.call.git_repository_workdir(pointer))
    objects = try unsafe Handle(
      library, "open the objects", free: library.call.git_odb_free
    ) { made in unsafe library.call.git_repository_odb(&made, pointer) }
    try unsafe Self.makeReferencesDurable(pointer, library)
    self.handle = handle
  }

  /// Whether moves of references are synchronised to the disk is settled when libgit2 first opens
  /// the references of a repository; objects are synchronised by `ObjectWriter`.
  private static func makeReferencesDurable(
    _ repository: OpaquePointer, _ library: Library
  ) throws(GitError) {
    libgit2_durable_begin()
    defer { libgit2_durable_end() }
    _ = try unsafe Handle(
      library, "open the references", free: library.call.git_refdb_free
    ) { made in unsafe library.call.git_repository_refdb(&made, repository) }
  }

  /// True when there is no work tree.
  public var isBare: Bool { workTree == nil }

  /// True when the history ends before its beginning.
  public var isShallow: Bool { !shallowCommits.isEmpty }

  /// The value of a key such as "user.name" over all levels of configuration, as git finds it for
  /// the environment that the repository was opened with; nil when it is not set.
  public func setting(_ key: String) throws(GitError) -> String? {
    if settings == nil { settings = try Settings(of: self) }
    return try settings?.value(of: key)
  }

  /// The commits whose parents were not fetched.
  var shallowCommits: Set<ObjectID> {
    if let shallow { return shallow }
    let bytes = (try? FileSystem.read(Path.join(commonDirectory, "shallow"))) ?? []
    let commits = bytes.split(separator: 10).compactMap {
      ObjectID(hex: String(decoding: $0, as: UTF8.self))
    }
    shallow = Set(commits)
    return Set(commits)
  }

  private static func folder(_ path: UnsafePointer<CChar>?) -> String? {
    guard let path = unsafe path else { return nil }
    let text = unsafe String(cString: path)
    return text.utf8.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
