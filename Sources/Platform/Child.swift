#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a program that was run came to its end, and what it said.
public struct ChildResult: Sendable {
  /// The ways a program ends.
  public enum End: Equatable, Sendable {
    /// It exited by itself, with this status.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)
    /// It was stopped at its time limit.
    case timedOut
  }

  /// How it ended.
  public let end: End
  /// What it wrote to standard output.
  public let output: [UInt8]
  /// What it wrote to standard error.
  public let errors: [UInt8]

  /// A result from its parts.
  public init(end: End, output: [UInt8], errors: [UInt8]) {
    self.end = end
    self.output = output
    self.errors = errors
  }

  /// True when it exited with status 0.
  public var succeeded: Bool { end == .exited(0) }
}

/// Runs programs; no shell is ever between.
public enum Child {
  /// Runs a program to its end.
  ///
  /// The first word, unless it holds a slash, is looked up in `environment["PATH"]`. The program
  /// gets a session of its own, so that the time limit reaches all that it started: SIGTERM to the
  /// group, SIGKILL half a second later. With `inherits` it shares the terminal instead (an
  /// editor), nothing is collected, and Ctrl-C meanwhile is the program's own. A program that left
  /// something running which holds its output open is not waited for. From the first call with
  /// `input` on, the process ignores SIGPIPE and SIGXFSZ. Throws when the program could not be
  /// started. Past `outputLimit` bytes of either output both are closed, which ends most programs.
  /// With `endsWithUs` a request to stop that this process gets meanwhile ends the program and all
  /// that it started first, then this process, unless somebody listens for such requests.
  public static func run(
    _ command: [String], in directory: String? = nil, environment: [String: String],
    input: [UInt8] = [], timeLimit: Duration? = nil, inherits: Bool = false,
    outputLimit: Int = .max, endsWithUs: Bool = false
  ) throws(SystemError) -> ChildResult {
    let program = try program(of: command, environment: environment)
    let deadline = timeLimit.map { Deadline(after: $0) }
    if inherits {
      return try withoutInterrupts { () throws(SystemError) in
        let id = try Spawn.start(program, command, in: directory, environment, streams: nil)
        var running = RunningChild(id: id, isGroup: false, deadline: deadline)
        return ChildResult(end: running.wait(), output: [], errors: [])
      }
    }
    if endsWithUs {
      return try Interrupts.postponed { isOurs throws(SystemError) in
        try collected(
          program, command, in: directory, environment, input, deadline, outputLimit,
          endsWithUs: isOurs)
      }
    }
    return try collected(
      program, command, in: directory, environment, input, deadline, outputLimit,
      endsWithUs: false)
  }

  /// Runs a program in a session of its own, and collects what it says.
  private static func collected(
    _ program: String, _ command: [String], in directory: String?,
    _ environment: [String: String], _ input: [UInt8], _ deadline: Deadline?, _ outputLimit: Int,
    endsWithUs: Bool
  ) throws(SystemError) -> ChildResult {
    if !input.isEmpty { Standard.answerFailedWrites() }
    let forInput = try Pipe()
    let forOutput = try Pipe()
    let forErrors = try Pipe()
    let id = try Spawn.start(
      program, command, in: directory, environment,
      streams: (forInput.read.number, forOutput.write.number, forErrors.write.number))
    var exchange = Exchange(
      input: forInput.intoWriting(), output: forOutput.intoReading(),
      errors: forErrors.intoReading(), bytes: input, limit: outputLimit)
    var running = RunningChild(id: id, isGroup: true, deadline: deadline)
    running.endsWithUs = endsWithUs
    exchange.run(&running)
    return ChildResult(
      end: running.wait(), output: exchange.outputBytes, errors: exchange.errorBytes)
  }

  /// Where a program is, nil when the PATH of `environment` has none of that name.
  public static func locate(_ name: String, environment: [String: String]) -> String? {
    try? find(name, environment: environment)
  }

  /// The program that a command means.
  static func program(
    of command: [String], environment: [String: String]
  ) throws(SystemError) -> String {
    guard let name = command.first, !name.isEmpty else {
      throw SystemError("run", nil, code: EINVAL)
    }
    return try find(name, environment: environment)
  }

  private static func find(
    _ name: String, environment: [String: String]
  ) throws(SystemError) -> String {
    if name.utf8.contains(UInt8(ascii: "/")) { return name }
    try refuseNUL(name, "run")
    var failure = ENOENT
    let folders = environment["PATH"] ?? "/usr/bin:/bin"
    for folder in folders.split(separator: ":", omittingEmptySubsequences: false) {
      var path = Path.join(folder.isEmpty ? "." : String(folder), name)
      if path.utf8.first != UInt8(ascii: "/") {
        path = Path.join(try Machine.currentDirectory, path)
      }
      guard let found = try? FileSystem.status(path, following: true), found.kind == .file
      else { continue }
      if unsafe access(path, X_OK) == 0 { return path }
      failure = EACCES
    }
    throw SystemError("run", name, code: failure)
  }

  /// Ctrl-C on the terminal is for the program in front, as `system(3)` has it.
  private static func withoutInterrupts<Value>(
    _ body: () throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    let interrupt = signal(SIGINT, SIG_IGN)
    let quit = signal(SIGQUIT, SIG_IGN)
    defer {
      _ = signal(SIGINT, interrupt)
      _ = signal(SIGQUIT, quit)
    }
    return try body()
  }
}
