#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The two outputs of a command, passed on as they come.
struct OutputFlow: ~Copyable {
  private var output: Descriptor?
  private var errors: Descriptor?

  /// As large as Linux lets a pipe become for anybody.
  private static let room: Int32 = 1 << 20
  /// How much is read at once.
  private static let piece = 1 << 17

  init(_ output: consuming Descriptor, _ errors: consuming Descriptor) {
    // A pipe that is full while its reader is late holds the command up; a larger one less often.
    for number in [output.number, errors.number] {
      _ = fcntl(number, F_SETFL, O_NONBLOCK)
      enlargePipe(number, to: Self.room)
    }
    self.output = .some(output)
    self.errors = .some(errors)
  }

  /// Whether one of them can still bring something.
  var isOpen: Bool { output != nil || errors != nil }

  /// Whether something lies ready to be read.
  var hasMore: Bool {
    var waiting = descriptors
    return unsafe poll(&waiting, nfds_t(waiting.count), 0) > 0
      && waiting.contains { $0.revents & Int16(POLLIN) != 0 }
  }

  /// Waits for something to come, at most so many milliseconds, and passes it on; false where
  /// nothing came.
  @discardableResult
  mutating func pass(
    wait milliseconds: Int32, to sink: (Supervision.Stream, [UInt8]) -> Void
  ) -> Bool {
    var waiting = descriptors
    guard unsafe poll(&waiting, nfds_t(waiting.count), milliseconds) > 0 else { return false }
    if waiting[0].revents != 0 { Self.pass(&output) { sink(.output, $0) } }
    if waiting[1].revents != 0 { Self.pass(&errors) { sink(.errors, $0) } }
    return true
  }

  /// Passes on what lies ready, and no more.
  mutating func drain(to sink: (Supervision.Stream, [UInt8]) -> Void) {
    while isOpen, hasMore { pass(wait: 0, to: sink) }
  }

  private var descriptors: [pollfd] {
    [number(output), number(errors)].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  }

  private func number(_ descriptor: borrowing Descriptor?) -> Int32 {
    switch descriptor {
    case .some(let open): open.number
    case .none: -1
    }
  }

  private static func pass(_ stream: inout Descriptor?, _ sink: ([UInt8]) -> Void) {
    switch stream {
    case .some(let open):
      let more: [UInt8]
      do {
        more = try open.readSome(atMost: piece)
      } catch {
        if error.code == EAGAIN { return }
        break
      }
      if more.isEmpty { break }
      return sink(more)
    case .none: return
    }
    stream = nil
  }
}
