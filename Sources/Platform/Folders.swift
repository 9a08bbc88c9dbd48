#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileSystem {
  /// The names in a folder, sorted by bytes, without "." and ".."; bytes that are no UTF-8 are
  /// replaced.
  public static func entries(_ directory: String) throws(SystemError) -> [String] {
    let names = try rawEntries(Descriptor(directory, O_RDONLY | O_DIRECTORY))
    return names.map { name in
      String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a path is known to lie on a disk of this machine, rather than on a network.
  public static func isLocal(_ path: String) -> Bool { liesOnLocalDisk(path) }

  /// Makes a folder and its parents; fine when it is there, also through a link.
  public static func makeDirectory(_ path: String) throws(SystemError) {
    try refuseNUL(path, "mkdir")
    do {
      try retrying("mkdir", path) { unsafe mkdir(path, 0o777) }
    } catch  where error.code == ENOENT {
      let parent = Path.parent(path)
      if path.isEmpty || parent == path || parent == "." { throw error }
      try makeDirectory(parent)
      do {
        try retrying("mkdir", path) { unsafe mkdir(path, 0o777) }
      } catch  where error.code == EEXIST {
        // Another process was quicker.
      }
    } catch {
      // EEXIST, or EROFS and the like for a folder that is there all the same.
      if try status(path, following: true)?.kind != .directory { throw error }
    }
  }

  /// Removes a file, a link or an empty folder; fine when nothing is there.
  public static func remove(_ path: String) throws(SystemError) {
    try refuseNUL(path, "remove")
    do {
      try retrying("remove", path) { unsafe unlink(path) }
    } catch  where error.isMissing {
      return
    } catch  where error.code == EISDIR || error.code == EPERM {
      if try status(path)?.kind != .directory { throw error }
      try retrying("remove", path) { unsafe rmdir(path) }
    }
  }

  /// Removes a folder and all within, never through a link; a file or link alone is removed too.
  public static func removeTree(_ path: String) throws(SystemError) {
    guard let found = try status(path) else { return }
    guard found.kind == .directory else { return try remove(path) }
    let parent = try Descriptor(Path.parent(path), O_RDONLY | O_DIRECTORY)
    let name = Path.last(path)
    if name == "/" || name == "." || name == ".." {
      throw SystemError("remove", path, code: EINVAL)
    }
    try removeTree(named: Array(name.utf8CString), in: parent, path)
  }

  /// A new folder for this process alone, under `TMPDIR` or /tmp.
  public static func temporaryDirectory(prefix: String) throws(SystemError) -> String {
    let base = Machine.variable("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let pattern = Path.join(base, prefix + "XXXXXX")
    try refuseNUL(pattern, "mkdtemp")
    var template = Array(pattern.utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    if !isMade { throw SystemError("mkdtemp", pattern, code: errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Names as C wants them, in no order, so that those which are no UTF-8 can be removed too.
  private static func rawEntries(
    _ folder: borrowing Descriptor
  ) throws(SystemError) -> [[CChar]] {
    // The stream closes its descriptor; the caller's stays its own.
    let copy = try retrying("open", folder.path) { fcntl(folder.number, F_DUPFD_CLOEXEC, 3) }
    guard let stream = unsafe fdopendir(copy) else {
      let code = errno
      close(copy)
      throw SystemError("list", folder.path, code: code)
    }
    defer { unsafe closedir(stream) }
    var names: [[CChar]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      // The name is copied from its own address: a record is as long as its name, no longer.
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let start = unsafe UnsafeRawPointer(entry).advanced(by: offset)
      let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
      let name = unsafe bytes.map { CChar(bitPattern: $0) } + [0]
      if name != [46, 0] && name != [46, 46, 0] { names.append(name) }
    }
    if errno != 0 { throw SystemError("list", folder.path, code: errno) }
    return names
  }

  private static func removeTree(
    named name: [CChar], in parent: borrowing Descriptor, _ path: String
  ) throws(SystemError) {
    let folder = try openFolder(named: name, in: parent, path)
    // A read-only folder lets nothing out of it.
    _ = fchmod(folder.number, 0o700)
    for child in try rawEntries(folder) {
      do {
        try retrying("remove", path) { unsafe unlinkat(folder.number, child, 0) }
      } catch  where error.code == EISDIR || error.code == EPERM {
        let text = String(decoding: child.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try removeTree(named: child, in: folder, Path.join(path, text))
      } catch  where error.isMissing {
        continue
      }
    }
    try retrying("remove", path) { unsafe unlinkat(parent.number, name, AT_REMOVEDIR) }
  }

  private static func openFolder(
    named name: [CChar], in parent: borrowing Descriptor, _ path: String
  ) throws(SystemError) -> Descriptor {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    do {
      return Descriptor(
        owning: try retrying("open", path) { unsafe openat(parent.number, name, flags) },
        path: path)
    } catch  where error.code == EACCES {
      try retrying("chmod", path) {
        unsafe fchmodat(parent.number, name, 0o700, AT_SYMLINK_NOFOLLOW)
      }
      return Descriptor(
        owning: try retrying("open", path) { unsafe openat(parent.number, name, flags) },
        path: path)
    }
  }
}
