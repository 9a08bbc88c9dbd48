#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A plain file that somebody else adds to, held open: what was read of it stays read, and it can
/// be read to its end when its name is gone.
public final class GrowingFile {
  private let file: Descriptor
  /// Which file it is, whatever lies under its name later.
  public let identity: FileStatus.Identity

  private init(_ file: consuming Descriptor, _ identity: FileStatus.Identity) {
    self.file = file
    self.identity = identity
  }

  /// Opens a file; nil where there is none.
  ///
  /// - Throws: `SystemError`, with EINVAL when it is no plain file.
  public static func open(_ path: String) throws(SystemError) -> GrowingFile? {
    do throws(SystemError) {
      return try opened(path)
    } catch  where error.isMissing {
      return nil
    }
  }

  private static func opened(_ path: String) throws(SystemError) -> GrowingFile {
    // Without waiting for a writer, should it be a pipe.
    let file = try Descriptor(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    var found = stat()
    try retrying("stat", path) { unsafe fstat(file.number, &found) }
    let status = FileStatus(found)
    guard status.kind == .file else { throw SystemError("read", path, code: EINVAL) }
    return GrowingFile(file, status.identity)
  }

  /// What was added since it was asked last.
  public func readMore() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try file.readSome()
      if more.isEmpty { return bytes }
      bytes += more
    }
  }
}
