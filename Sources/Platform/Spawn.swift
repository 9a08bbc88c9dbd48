#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pipe, both ends closed on exec and above the three standard streams.
struct Pipe: ~Copyable {
  let read: Descriptor
  let write: Descriptor

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    let result = unsafe ends.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Int32(-1) }
      return unsafe openPipe(start)
    }
    if result != 0 { throw SystemError("pipe", nil, code: errno) }
    let first = Descriptor(owning: ends[0])
    let second = Descriptor(owning: ends[1])
    let lower = try Self.aboveStandard(first)
    let upper = try Self.aboveStandard(second)
    read = lower
    write = upper
  }

  consuming func intoReading() -> Descriptor { read }
  consuming func intoWriting() -> Descriptor { write }

  /// When the process was started with a closed stream, its number must stay free for the child.
  private static func aboveStandard(
    _ end: consuming Descriptor
  ) throws(SystemError) -> Descriptor {
    if end.number > 2 { return end }
    let number = end.number
    return Descriptor(owning: try retrying("pipe", nil) { fcntl(number, F_DUPFD_CLOEXEC, 3) })
  }
}

/// Starting a program by `posix_spawn`.
enum Spawn {
  /// The three descriptors that become standard input, output and error.
  typealias Streams = (input: Int32, output: Int32, errors: Int32)

  /// The number of the new process; without `streams` it shares this one's, and its session.
  ///
  /// - Parameter lock: a descriptor that it gets as ``DetachedChild/lockNumber``.
  static func start(
    _ program: String, _ command: [String], in directory: String?,
    _ environment: [String: String], streams: Streams?, handing lock: Int32? = nil
  ) throws(SystemError) -> Int32 {
    let variables = environment.map { "\($0.key)=\($0.value)" }
    for text in command + variables + [program, directory ?? ""] { try refuseNUL(text, "run") }
    var actions = unsafe emptySpawnActions()
    var attributes = emptySpawnAttributes()
    _ = unsafe posix_spawn_file_actions_init(&actions)
    _ = unsafe posix_spawnattr_init(&attributes)
    defer {
      _ = unsafe posix_spawn_file_actions_destroy(&actions)
      _ = unsafe posix_spawnattr_destroy(&attributes)
    }
    if let streams {
      for (descriptor, number) in [(streams.input, 0), (streams.output, 1), (streams.errors, 2)] {
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
      }
    }
    if let lock {
      _ = unsafe posix_spawn_file_actions_adddup2(&actions, lock, DetachedChild.lockNumber)
    }
    if let directory {
      let code = unsafe addChangeDirectory(&actions, directory)
      if code != 0 { throw SystemError("chdir", directory, code: code) }
    }
    setAttributes(&attributes, inNewSession: streams != nil)
    var id: pid_t = 0
    let code = unsafe withCStrings(command) { arguments in
      unsafe withCStrings(variables) { variables in
        unsafe posix_spawn(&id, program, &actions, &attributes, arguments, variables)
      }
    }
    if code == 0 { return id }
    // The system does not say which of the two is missing.
    if let directory, try FileSystem.status(directory, following: true)?.kind != .directory {
      throw SystemError("chdir", directory, code: code == 0 ? ENOENT : code)
    }
    throw SystemError("run", program, code: code)
  }

  /// Signals as a program expects to find them; a session of its own where asked.
  private static func setAttributes(_ attributes: inout SpawnAttributes, inNewSession: Bool) {
    var defaults = sigset_t()
    var mask = sigset_t()
    _ = unsafe sigemptyset(&defaults)
    _ = unsafe sigemptyset(&mask)
    for number in [SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT] { _ = unsafe sigaddset(&defaults, number) }
    _ = unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    _ = unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    var flags = Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    // A mere process group in the background would stop for ever when it reads the terminal.
    if inNewSession { flags |= spawnInNewSession }
    _ = unsafe posix_spawnattr_setflags(&attributes, flags)
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      // The array holds at least its nil, so it has an address.
      unsafe body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
    }
  }
}
