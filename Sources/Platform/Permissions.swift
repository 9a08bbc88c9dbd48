#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileSystem {
  /// Sets the twelve permission bits of a file or folder; a symbolic link is never followed.
  public static func setPermissions(_ bits: UInt16, of path: String) throws(SystemError) {
    try refuseNUL(path, "chmod")
    try retrying("chmod", path) {
      unsafe fchmodat(AT_FDCWD, path, mode_t(bits), AT_SYMLINK_NOFOLLOW)
    }
  }
}
