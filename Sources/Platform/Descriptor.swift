#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open file, closed at the end of its life.
struct Descriptor: ~Copyable {
  let number: Int32
  let path: String?

  init(owning number: Int32, path: String? = nil) {
    self.number = number
    self.path = path
  }

  /// Opens `path`, always closed on exec; `mode` matters when `flags` create it.
  init(_ path: String, _ flags: Int32, mode: UInt16 = 0) throws(SystemError) {
    try refuseNUL(path, "open")
    number = try retrying("open", path) { unsafe open(path, flags | O_CLOEXEC, mode_t(mode)) }
    self.path = path
  }

  deinit { close(number) }

  /// What one read gives, at most 64 KiB; empty at the end.
  func readSome() throws(SystemError) -> [UInt8] {
    try readSome(atMost: 65_536)
  }

  /// What one read gives, at most `count` bytes; empty at the end.
  func readSome(atMost count: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      do throws(SystemError) {
        filled = try retrying("read", path) {
          unsafe read(number, buffer.baseAddress, buffer.count)
        }
      } catch {
        failure = error
        filled = 0
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// All up to the end; EFBIG beyond `limit` bytes. `hint` is the size that the file has, 0 where
  /// none is known.
  func readAll(limit: Int, hint: Int = 0) throws(SystemError) -> [UInt8] {
    // One byte more than expected: the usual file is known to end there.
    var bytes = try readSome(atMost: min(max(hint, 4_095), 16_777_216) + 1)
    if bytes.isEmpty || (hint > 0 && bytes.count == hint) { return bytes }
    while true {
      if bytes.count > limit { throw SystemError("read", path, code: EFBIG) }
      let more = try readSome(atMost: 65_536)
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  /// Writes all of `bytes`, through short writes and a descriptor that does not block.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let start = written
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Platform.writeBytes(number, UnsafeRawBufferPointer(rebasing: buffer[start...]))
      }
      if count >= 0 {
        written += count
        continue
      }
      let code = errno
      if code == EAGAIN || code == EWOULDBLOCK {
        var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&waiting, 1, -1)
      } else if code != EINTR {
        throw SystemError("write", path, code: code)
      }
    }
  }
}

/// The system's `write`, under a name that methods called `write` do not hide.
func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
