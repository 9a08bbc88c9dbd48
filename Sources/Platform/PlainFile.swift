#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files that somebody else put somewhere: read only when they are plain files, since a link may
/// lead anywhere and a pipe may keep its reader waiting for ever.
extension FileSystem {
  /// The whole of a plain file, which is no link itself; EINVAL when it is anything else, EFBIG
  /// when it is larger than `limit` bytes.
  public static func readPlain(_ path: String, limit: Int = .max) throws(SystemError) -> [UInt8] {
    let file = try openPlain(path)
    return try file.readAll(limit: limit, hint: 65_536)
  }

  /// At most so many bytes of the beginning of a plain file; EINVAL when it is anything else.
  public static func readBeginning(
    _ path: String, of count: Int
  ) throws(SystemError) -> [UInt8] {
    try openPlain(path).readSome(atMost: count)
  }

  /// The SHA-256 of a plain file of any size, in hexadecimal, and how many bytes it had.
  public static func digestPlain(
    _ path: String
  ) throws(SystemError) -> (digest: String, size: Int) {
    var hash = SHA256()
    var size = 0
    try readPlain(path) { bytes in
      hash.update(bytes)
      size += bytes.count
    }
    return (hash.finish(), size)
  }

  /// Hands out a plain file of any size from its beginning, a MiB at most at a time.
  public static func readPlain(
    _ path: String, pieces: ([UInt8]) -> Void
  ) throws(SystemError) {
    let file = try openPlain(path)
    while true {
      let bytes = try file.readSome(atMost: 1 << 20)
      if bytes.isEmpty { return }
      pieces(bytes)
    }
  }

  private static func openPlain(_ path: String) throws(SystemError) -> Descriptor {
    // Without waiting for a writer, should it be a pipe by now.
    let file = try Descriptor(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    var found = stat()
    try retrying("stat", path) { unsafe fstat(file.number, &found) }
    guard found.st_mode & S_IFMT == S_IFREG else {
      throw SystemError("read", path, code: EINVAL)
    }
    return file
  }
}
