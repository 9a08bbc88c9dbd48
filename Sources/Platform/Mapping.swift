#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileSystem {
  /// Gives the bytes of a file to `body` where the system holds them, without a copy: what is large
  /// and looked through once is not brought into memory of its own.
  ///
  /// For files that are replaced, never cut off in place, as git's are. EINVAL for what is no plain
  /// file, EFBIG when it is larger than `limit` bytes.
  public static func withMapped<Answer>(
    _ path: String, limit: Int = .max, _ body: (UnsafeRawBufferPointer) -> Answer
  ) throws(SystemError) -> Answer {
    let file = try Descriptor(path, O_RDONLY)
    var found = stat()
    try retrying("stat", path) { unsafe fstat(file.number, &found) }
    guard found.st_mode & S_IFMT == S_IFREG else { throw SystemError("map", path, code: EINVAL) }
    let size = Int(found.st_size)
    if size > limit { throw SystemError("map", path, code: EFBIG) }
    if size == 0 { return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    let place = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, file.number, 0)
    guard let place = unsafe place, unsafe place != MAP_FAILED else {
      throw SystemError("map", path, code: errno)
    }
    defer { unsafe munmap(place, size) }
    return unsafe body(UnsafeRawBufferPointer(start: place, count: size))
  }
}
