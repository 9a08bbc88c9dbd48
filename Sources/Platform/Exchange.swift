#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Feeds a program and collects what it says, all at once, so that neither side waits for ever.
struct Exchange: ~Copyable {
  private var input: Descriptor?
  private var output: Descriptor?
  private var errors: Descriptor?
  private let bytes: [UInt8]
  private let mostBytes: Int
  private var fed = 0
  private(set) var outputBytes: [UInt8] = []
  private(set) var errorBytes: [UInt8] = []

  init(
    input: consuming Descriptor, output: consuming Descriptor, errors: consuming Descriptor,
    bytes: [UInt8], limit: Int
  ) {
    mostBytes = limit
    _ = fcntl(input.number, F_SETFL, O_NONBLOCK)
    self.input = bytes.isEmpty ? nil : .some(input)
    self.output = consume output
    self.errors = consume errors
    self.bytes = bytes
  }

  /// Works until both outputs are closed, or the program has ended and fallen silent.
  mutating func run(_ child: inout RunningChild) {
    while output != nil || errors != nil {
      child.enforceLimit()
      var waiting = [
        pollfd(fd: number(input), events: Int16(POLLOUT), revents: 0),
        pollfd(fd: number(output), events: Int16(POLLIN), revents: 0),
        pollfd(fd: number(errors), events: Int16(POLLIN), revents: 0),
      ]
      // Every tenth of a second: is it gone, while something it left behind holds a pipe open?
      let limit = min(child.nanosecondsToLimit ?? .max, 100_000_000)
      let milliseconds = Int32(clamping: limit / 1_000_000 + 1)
      let ready = unsafe poll(&waiting, nfds_t(waiting.count), milliseconds)
      if ready == 0, child.hasEnded() { return }
      if ready <= 0 { continue }
      if waiting[0].revents != 0 { feed() }
      if waiting[1].revents != 0 { Self.drain(&output, into: &outputBytes) }
      if waiting[2].revents != 0 { Self.drain(&errors, into: &errorBytes) }
      if max(outputBytes.count, errorBytes.count) > mostBytes {
        output = nil
        errors = nil
      }
    }
    input = nil
  }

  private func number(_ descriptor: borrowing Descriptor?) -> Int32 {
    switch descriptor {
    case .some(let open): open.number
    case .none: -1
    }
  }

  private mutating func feed() {
    let descriptor = number(input)
    let start = fed
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe writeBytes(descriptor, UnsafeRawBufferPointer(rebasing: buffer[start...]))
    }
    if count > 0 { fed += count }
    let isInterrupted = count < 0 && (errno == EINTR || errno == EAGAIN)
    // A program may close its input unread; that is its own affair.
    if fed >= bytes.count || (count < 0 && !isInterrupted) { input = nil }
  }

  private static func drain(_ stream: inout Descriptor?, into bytes: inout [UInt8]) {
    switch stream {
    case .some(let open):
      guard let more = try? open.readSome(), !more.isEmpty else { break }
      bytes += more
      return
    case .none: return
    }
    stream = nil
  }
}
