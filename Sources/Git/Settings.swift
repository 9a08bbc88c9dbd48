internal import CLibgit2
internal import Platform

/// What is configured, over all levels, as git finds it for one environment.
///
/// libgit2 looks at the process's own HOME; here the levels are put together by hand, so that the
/// environment which the repository was opened with decides.
struct Settings: ~Copyable {
  private let library: Library
  private let config: Handle
  private var overriding: [String: String] = [:]

  /// What one file says.
  init(file: String, _ library: Library) throws(GitError) {
    let file = try unsafe Handle(library, "read \(file)", free: library.call.git_config_free) {
      made in unsafe library.call.git_config_open_ondisk(&made, file)
    }
    try self.init(snapshotOf: file, library)
  }

  /// Strings are read from a snapshot only: libgit2 frees those of a live configuration at will.
  private init(snapshotOf levels: borrowing Handle, _ library: Library) throws(GitError) {
    let pointer = unsafe levels.pointer
    config = try unsafe Handle(
      library, "read the configuration", free: library.call.git_config_free
    ) { made in unsafe library.call.git_config_snapshot(&made, pointer) }
    self.library = library
  }

  /// What all levels say.
  init(of repository: Repository) throws(GitError) {
    let library = repository.library
    let doing = "read the configuration"
    let levels = try unsafe Handle(library, doing, free: library.call.git_config_free) { made in
      unsafe library.call.git_config_new(&made)
    }
    for (level, path) in Self.files(of: repository) {
      let code = unsafe library.call.git_config_add_file_ondisk(
        levels.pointer, path, level, repository.handle.pointer, 1)
      // A file that is not there, or may not be read, says nothing.
      if code != GIT_ENOTFOUND.rawValue { try library.check(code, "read \(path)") }
    }
    try self.init(snapshotOf: levels, library)
    overriding = Self.variables(repository.environment)
  }

  /// The last value of a key such as "user.name"; nil when it is not set.
  func value(of key: String) throws(GitError) -> String? {
    let doing = "read the setting \(key)"
    try refuseNUL(key, doing)
    if let value = overriding[key.lowercased()] { return value }
    var text: UnsafePointer<CChar>?
    let code = unsafe library.call.git_config_get_string(&text, config.pointer, key)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try library.check(code, doing)
    return unsafe text.map { unsafe String(cString: $0) }
  }

  private static func files(of repository: Repository) -> [(git_config_level_t, String)] {
    let environment = repository.environment
    var files: [(git_config_level_t, String)] = []
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    let ignoresSystem = ["1", "true", "yes", "on"].contains(
      environment["GIT_CONFIG_NOSYSTEM"]?.lowercased() ?? "")
    if !ignoresSystem {
      files.append(
        (GIT_CONFIG_LEVEL_SYSTEM, environment["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig"))
    }
    if let global = environment["GIT_CONFIG_GLOBAL"] {
      files.append((GIT_CONFIG_LEVEL_GLOBAL, global))
    } else {
      let base =
        environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        ?? home.map { Path.join($0, ".config") }
      if let base { files.append((GIT_CONFIG_LEVEL_XDG, Path.join(base, "git/config"))) }
      if let home { files.append((GIT_CONFIG_LEVEL_GLOBAL, Path.join(home, ".gitconfig"))) }
    }
    files.append((GIT_CONFIG_LEVEL_LOCAL, Path.join(repository.commonDirectory, "config")))
    let own = Path.join(repository.gitDirectory, "config.worktree")
    // The highest level that a file can have; git reads it only where the extension is on, and
    // makes it only there.
    files.append((GIT_CONFIG_LEVEL_APP, own))
    return files.filter { !$0.1.isEmpty && !$0.1.utf8.contains(0) }
  }

  /// `GIT_CONFIG_COUNT` and what belongs to it.
  private static func variables(_ environment: [String: String]) -> [String: String] {
    var values: [String: String] = [:]
    let count = Int(environment["GIT_CONFIG_COUNT"] ?? "") ?? 0
    for number in 0..<max(0, min(count, 1_000)) {
      if let key = environment["GIT_CONFIG_KEY_\(number)"],
        let value = environment["GIT_CONFIG_VALUE_\(number)"]
      {
        values[key.lowercased()] = value
      }
    }
    return values
  }
}
