#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the file system knows about a file.
public struct FileStatus: Hashable, Sendable {
  /// The kinds that matter here; `other` is a pipe, socket or device.
  public enum Kind: Hashable, Sendable { case file, directory, symbolicLink, other }

  /// What it is.
  public let kind: Kind
  /// Bytes.
  public let size: Int
  /// The twelve permission bits.
  public let permissions: UInt16
  /// The number of the user who owns it.
  public let owner: UInt32
  /// The file's own number, and its file system's: equal for two names of one file.
  public let identity: Identity
  /// Seconds since 1970 at which its content last changed.
  public let modified: Int64
  /// The part of a second that belongs to `modified`.
  public let modifiedNanoseconds: Int32

  /// What tells one file from all others.
  public struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
  }

  init(_ status: stat) {
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      number: UInt64(truncatingIfNeeded: status.st_ino))
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .directory
    case S_IFLNK: kind = .symbolicLink
    default: kind = .other
    }
    size = Int(status.st_size)
    permissions = UInt16(status.st_mode & 0o7777)
    owner = status.st_uid
    let time = modificationTime(status)
    modified = Int64(time.tv_sec)
    modifiedNanoseconds = Int32(truncatingIfNeeded: time.tv_nsec)
  }
}

extension FileSystem {
  /// What lies at `path`, nil when nothing does; a link itself unless `following`.
  public static func status(
    _ path: String, following: Bool = false
  ) throws(SystemError) -> FileStatus? {
    try refuseNUL(path, "stat")
    var found = stat()
    do {
      try retrying("stat", path) {
        unsafe following ? stat(path, &found) : lstat(path, &found)
      }
    } catch  where error.isMissing {
      return nil
    }
    return FileStatus(found)
  }
}
