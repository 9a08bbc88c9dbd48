internal import CLibgit2
internal import Platform

extension Repository {
  /// Opens the repository that git would use in `directory`.
  ///
  /// That is `GIT_DIR` of `environment`, else the one found in `directory` or above it. A
  /// repository of another user is opened only when git itself trusts it (`safe.directory`).
  /// Throws `.notRepository`, `.foreignOwner`, `.unsupported`, or `.other` with the cause.
  public static func open(
    from directory: String, environment: [String: String]
  ) throws(GitError) -> Repository {
    let library = try Library.load()
    try refuseNUL(directory, "open the repository of \(directory)")
    let named = environment["GIT_DIR"].flatMap { $0.isEmpty ? nil : $0 }
    if let named { try refuseNUL(named, "open the repository of GIT_DIR") }
    let place = named.map { Path.join(directory, $0) } ?? directory
    let ceilings = environment["GIT_CEILING_DIRECTORIES"] ?? ""
    try refuseNUL(ceilings, "read GIT_CEILING_DIRECTORIES")
    let flags = named == nil ? 0 : UInt32(GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue)
    let handle: Handle
    do throws(GitError) {
      handle = try unsafe Handle(
        library, "open the repository \(place)", free: library.call.git_repository_free
      ) { made in
        unsafe library.call.git_repository_open_ext(&made, place, flags, ceilings)
      }
    } catch {
      // Which one it was is asked only now.
      let found = named == nil ? try discover(from: directory, ceilings, library) : place
      if error.kind == .missing {
        throw GitError(
          .notRepository, doing: "open the repository \(found)",
          message: "there is no git repository")
      }
      throw unsupported(by: error, at: found, library)
    }
    let workTree = environment["GIT_WORK_TREE"].flatMap { $0.isEmpty ? nil : $0 }
      .map { Path.absolute($0, in: directory) }
    let repository = try Repository(
      handle, library, environment: environment, workTree: workTree)
    // As git does, a repository that is named is believed.
    if named == nil { try repository.checkOwner(from: directory) }
    try repository.addAlternates()
    return repository
  }

  private static func discover(
    from directory: String, _ ceilings: String, _ library: Library
  ) throws(GitError) -> String {
    var buffer = unsafe git_buf()
    defer { unsafe library.call.git_buf_dispose(&buffer) }
    let code = unsafe library.call.git_repository_discover(&buffer, directory, 0, ceilings)
    if code < 0 {
      throw GitError(
        .notRepository, doing: "open the repository of \(directory)",
        message: "there is no git repository in it or above it")
    }
    guard let text = unsafe buffer.ptr else { return directory }
    return unsafe String(cString: text)
  }

  /// Names what libgit2 cannot read, where its refusal comes from a repository's format.
  private static func unsupported(
    by error: GitError, at path: String, _ library: Library
  ) -> GitError {
    let folder = (try? commonFolder(of: path)) ?? path
    let file = Path.join(folder, "config")
    let format = value(of: "extensions.objectformat", in: file, library)?.lowercased()
    let storage = value(of: "extensions.refstorage", in: file, library)?.lowercased()
    let what: String
    if format == "sha256" {
      what = "SHA-256 objects"
    } else if let storage, storage != "files" {
      what = storage
    } else if error.message.contains("extension") {
      // libgit2 ends "unsupported extension name extensions.novelty".
      what = error.message.split(separator: ".").last.map(String.init) ?? "extension"
    } else if error.message.contains("version") {
      what = "repository format version"
    } else {
      return error
    }
    return GitError(.unsupported(what), doing: error.doing, message: error.message)
  }

  private static func commonFolder(of path: String) throws(SystemError) -> String {
    let file = Path.join(path, "commondir")
    guard try FileSystem.status(file) != nil else { return path }
    let line = String(decoding: try FileSystem.read(file, limit: 65_536), as: UTF8.self)
    return Path.absolute(String(line.prefix { $0 != "\n" }), in: path)
  }

  private static func value(of key: String, in file: String, _ library: Library) -> String? {
    guard let settings = try? Settings(file: file, library) else { return nil }
    return try? settings.value(of: key)
  }

  /// Asks git itself about a repository that is not the user's own: it knows `safe.directory`.
  private func checkOwner(from directory: String) throws(GitError) {
    let mine = Machine.userID
    for path in [workTree.map { Path.join($0, ".git") }, workTree, gitDirectory, commonDirectory] {
      guard let path, let status = try? FileSystem.status(path), status.owner != mine
      else { continue }
      let answer = try? GitProcess.run(
        ["rev-parse", "--git-dir"], in: directory, environment: environment)
      if let answer, answer.succeeded { return }
      throw GitError(
        .foreignOwner(path: path), doing: "open the repository \(gitDirectory)",
        message: answer.map { String(decoding: $0.errors, as: UTF8.self) }
          ?? "\(path) belongs to another user")
    }
  }

  /// In a hook that runs before a push is taken, git keeps what was pushed apart.
  private func addAlternates() throws(GitError) {
    let others = environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"]?.split(separator: ":") ?? []
    for folder in [environment["GIT_OBJECT_DIRECTORY"] ?? ""] + others.map(String.init) {
      if folder.isEmpty || folder.utf8.contains(0) { continue }
      let code = unsafe library.call.git_odb_add_disk_alternate(objects.pointer, folder)
      try library.check(code, "read the objects in \(folder)")
    }
  }
}
