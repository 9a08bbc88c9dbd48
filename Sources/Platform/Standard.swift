#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The streams that the process was started with.
public enum Standard {
  /// Writes all of `bytes` to standard output, or to standard error; false when nobody reads.
  public static func write(_ bytes: [UInt8], toErrors: Bool = false) throws(SystemError) -> Bool {
    let path = toErrors ? "standard error" : "standard output"
    var written = 0
    while written < bytes.count {
      let start = written
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe writeBytes(
          toErrors ? 2 : 1, UnsafeRawBufferPointer(rebasing: buffer[start...]))
      }
      if count >= 0 {
        written += count
        continue
      }
      let code = errno
      switch code {
      case EINTR: continue
      case EPIPE: return false
      case EAGAIN, EWOULDBLOCK: wait(toErrors ? 2 : 1, Int16(POLLOUT))
      default: throw SystemError("write", path, code: code)
      }
    }
    return true
  }

  /// Makes a write to a closed pipe, or beyond the size that a file may have, an answer of `write`
  /// rather than the end of the process.
  public static func answerFailedWrites() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// All of standard input; EFBIG beyond `limit` bytes.
  public static func readInput(limit: Int) throws(SystemError) -> [UInt8] {
    let number = try retrying("read", "standard input") { fcntl(0, F_DUPFD_CLOEXEC, 3) }
    let input = Descriptor(owning: number, path: "standard input")
    var bytes: [UInt8] = []
    while true {
      do {
        let more = try input.readSome()
        if more.isEmpty { return bytes }
        bytes += more
      } catch  where error.code == EAGAIN {
        wait(number, Int16(POLLIN))
      }
      if bytes.count > limit { throw SystemError("read", "standard input", code: EFBIG) }
    }
  }

  /// Whether somebody can still read what is written to standard output: false once the other end
  /// of its pipe is closed.
  public static var isOutputRead: Bool {
    var output = pollfd(fd: 1, events: 0, revents: 0)
    return unsafe poll(&output, 1, 0) <= 0
      || output.revents & Int16(POLLERR | POLLHUP | POLLNVAL) == 0
  }

  /// True when a person may be looking at the stream: 0 is input, 1 output, 2 errors.
  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The width of the terminal that standard output is, or another stream; nil when it is none.
  public static func columns(of descriptor: Int32 = 1) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  private static func wait(_ descriptor: Int32, _ events: Int16) {
    var waiting = pollfd(fd: descriptor, events: events, revents: 0)
    _ = unsafe poll(&waiting, 1, -1)
  }
}
