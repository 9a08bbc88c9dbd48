#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files and folders: whole reads, atomic writes. No path may hold a NUL (EINVAL).
public enum FileSystem {
  /// The whole of a file or pipe; EFBIG when it is larger than `limit` bytes.
  public static func read(_ path: String, limit: Int = .max) throws(SystemError) -> [UInt8] {
    let file = try Descriptor(path, O_RDONLY)
    var found = stat()
    try retrying("stat", path) { unsafe fstat(file.number, &found) }
    let size = Int(found.st_size)
    if found.st_mode & S_IFMT == S_IFREG, size > limit {
      throw SystemError("read", path, code: EFBIG)
    }
    return try file.readAll(limit: limit, hint: size)
  }

  /// Puts `bytes` at `path` all at once: other processes see the old content or the new.
  ///
  /// A symbolic link at `path` is replaced, never followed. `mode` passes through the umask;
  /// `durable` returns only when file and name are on the disk. Until then the bytes lie in
  /// `folder`, which is on the same file system; beside the file when not said.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt16 = 0o644, durable: Bool = false,
    through folder: String? = nil
  ) throws(SystemError) {
    let temporary = Path.join(
      folder ?? Path.parent(path), ".tmp-\(Machine.processID)-\(randomName())")
    do {
      try create(bytes, at: temporary, mode: mode) { durable ? flushToDisk($0) : 0 }
      try rename(temporary, to: path)
    } catch {
      // The message names the file that was asked for, not the temporary.
      try? remove(temporary)
      throw SystemError(error.operation, path, code: error.code)
    }
    if durable { try synchronizeDirectory(Path.parent(path)) }
  }

  /// Whether a file's name is one that `write` gives while it is at work; a file of that name stays
  /// when its writer is killed.
  public static func isTemporary(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == ".tmp" && Int(parts[1]) != nil
      && parts[2].utf8.count == 12
  }

  /// Makes a new file; EEXIST when anything, a dangling link too, is at `path`.
  ///
  /// `mode` passes through the umask; `flushes` lets the disk begin with it, for a `synchronize`
  /// that follows. A file that could not be written whole is removed.
  public static func create(
    _ bytes: [UInt8], at path: String, mode: UInt16 = 0o644, flushes: Bool = false
  ) throws(SystemError) {
    try create(bytes, at: path, mode: mode) { flushes ? beginFlush($0) : 0 }
  }

  /// Writes over the beginning of a file, made when missing: for a few bytes of always the same
  /// length, at half the price of replacing it.
  public static func overwrite(
    _ path: String, with bytes: [UInt8], mode: UInt16 = 0o666
  ) throws(SystemError) {
    try Descriptor(path, O_WRONLY | O_CREAT | O_NOFOLLOW, mode: mode).write(bytes)
  }

  /// Adds `bytes` at the end of a file, made when missing.
  public static func append(
    _ bytes: [UInt8], to path: String, mode: UInt16 = 0o666
  ) throws(SystemError) {
    try Descriptor(path, O_WRONLY | O_CREAT | O_APPEND, mode: mode).write(bytes)
  }

  /// Cuts a file off behind its first `size` bytes.
  public static func cut(_ path: String, to size: Int) throws(SystemError) {
    let file = try Descriptor(path, O_WRONLY)
    try retrying("truncate", path) { ftruncate(file.number, off_t(size)) }
  }

  private static func create(
    _ bytes: [UInt8], at path: String, mode: UInt16, then flush: (Int32) -> Int32
  ) throws(SystemError) {
    let file = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
    do {
      try file.write(bytes)
      try retrying("fsync", path) { flush(file.number) }
    } catch {
      try? remove(path)
      throw error
    }
  }

  /// Moves `old` to `new`, replacing a file there.
  public static func rename(_ old: String, to new: String) throws(SystemError) {
    try refuseNUL(old, "rename")
    try refuseNUL(new, "rename")
    try retrying("rename", new) { unsafe renameFile(old, new) }
  }

  /// Gives a file a second name; EEXIST when anything has that name already.
  public static func link(_ old: String, to new: String) throws(SystemError) {
    try refuseNUL(old, "link")
    try refuseNUL(new, "link")
    try retrying("link", new) { unsafe linkFile(old, new) }
  }

  /// What a symbolic link says; EINVAL when `path` is no link.
  public static func readLink(_ path: String) throws(SystemError) -> String {
    try refuseNUL(path, "readlink")
    var buffer = [UInt8](repeating: 0, count: 4_097)
    let count = try retrying("readlink", path) {
      unsafe buffer.withUnsafeMutableBytes { bytes in
        guard let start = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else {
          return 0
        }
        return unsafe readlink(path, start, bytes.count)
      }
    }
    if count >= buffer.count { throw SystemError("readlink", path, code: ENAMETOOLONG) }
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }

  /// The path without links, "." and ".."; the file must be there.
  public static func resolve(_ path: String) throws(SystemError) -> String {
    try refuseNUL(path, "resolve")
    guard let resolved = unsafe realpath(path, nil) else {
      throw SystemError("resolve", path, code: errno)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Makes many files durable at the price of about one: each is written out, the last one flushed.
  /// Quickest where all were created with `flushes`, and so are on their way already.
  ///
  /// On Linux the file system's journal carries the earlier files with the last one.
  public static func synchronize(_ paths: [String]) throws(SystemError) {
    for path in paths.dropLast() {
      let file = try Descriptor(path, O_RDONLY | O_NOFOLLOW)
      // In a closure, so that the file is open until the call is over.
      try retrying("fsync", path) { flushInBatch(file.number) }
    }
    if let last = paths.last {
      let file = try Descriptor(last, O_RDONLY | O_NOFOLLOW)
      try retrying("fsync", last) { flushToDisk(file.number) }
    }
  }

  /// Makes the names in a folder durable; file systems that cannot are left alone.
  public static func synchronizeDirectory(_ path: String) throws(SystemError) {
    let folder = try Descriptor(path, O_RDONLY | O_DIRECTORY)
    do {
      try retrying("fsync", path) { fsync(folder.number) }
    } catch  where error.code == EINVAL || error.code == ENOTSUP {
      return
    }
  }

  /// Twelve letters and digits that no other caller gets.
  static func randomName() -> String {
    let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    var bits = UInt64.random(in: .min ... .max)
    var name: [UInt8] = []
    for _ in 0..<12 {
      name.append(digits[Int(bits & 31)])
      bits >>= 5
    }
    return String(decoding: name, as: UTF8.self)
  }
}

/// The system's `link`, under a name that methods called `link` do not hide.
private func linkFile(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
  unsafe link(old, new)
}

/// The system's `rename`, under a name that methods called `rename` do not hide.
private func renameFile(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
  unsafe rename(old, new)
}
