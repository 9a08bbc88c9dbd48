import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Requests to stop that people and machines send to this process: Ctrl-C, SIGTERM, a terminal
/// that was closed. While somebody listens they end nothing by themselves.
public enum Interrupts {
  /// The signals that ask a process to stop.
  static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Listens while `work` runs; what was ignored before, as under `nohup`, stays ignored.
  public static func listening<Value>(_ work: () throws -> Value) rethrows -> Value {
    begin(isPostponing: false)
    defer { end(isPostponing: false) }
    return try work()
  }

  /// Holds requests to stop back while `work` runs, so that it can end what it started; one that
  /// came then ends this process as it would have. Where somebody listens it is theirs, and `work`
  /// is told so by false.
  static func postponed<Value, Failure>(
    _ work: (_ isOurs: Bool) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let isOurs = begin(isPostponing: true)
    defer {
      end(isPostponing: true)
      if isOurs, let number = take() { raise(number) }
    }
    return try work(isOurs)
  }

  /// Whether a signal arrived that nobody has taken yet.
  static var isAsked: Bool { arrived.load(ordering: .sequentiallyConsistent) != 0 }

  /// The last signal that arrived and that nobody has taken yet.
  public static func take() -> Int32? {
    let number = arrived.exchange(0, ordering: .sequentiallyConsistent)
    return number == 0 ? nil : number
  }

  /// The name of a signal, such as `SIGTERM`; `signal 64` of one without.
  public static func name(of signal: Int32) -> String {
    let names = [
      SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL",
      SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
      SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM",
      SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGUSR1: "SIGUSR1",
      SIGUSR2: "SIGUSR2",
    ]
    return names[signal] ?? "signal \(signal)"
  }

  /// How many listen, and what the signals did before the first of them.
  private struct Listeners {
    var count = 0
    /// Those of them that only hold requests back.
    var postponing = 0
    var before: [Int32: UInt] = [:]
  }

  private static let listeners = Guarded(Listeners())
  private static let ignored: UInt = 1

  /// Answers whether nobody but those who hold requests back is there to take one.
  @discardableResult
  private static func begin(isPostponing: Bool) -> Bool {
    listeners.with { state in
      // Made before a handler may need it; what an earlier listener left is nobody's.
      if state.count == 0 { arrived.store(0, ordering: .sequentiallyConsistent) }
      state.count += 1
      if isPostponing { state.postponing += 1 }
      let isAlone = state.count == state.postponing
      guard state.count == 1 else { return isAlone }
      for number in signals {
        let old = signal(number) { arrived.store($0, ordering: .sequentiallyConsistent) }
        state.before[number] = unsafe unsafeBitCast(old, to: UInt.self)
        if state.before[number] == ignored { signal(number, SIG_IGN) }
      }
      return isAlone
    }
  }

  private static func end(isPostponing: Bool) {
    listeners.with { state in
      state.count -= 1
      if isPostponing { state.postponing -= 1 }
      guard state.count == 0 else { return }
      for (number, old) in state.before {
        signal(number, unsafe unsafeBitCast(old, to: type(of: SIG_DFL)))
      }
      state.before = [:]
    }
  }
}

/// The last signal; 0 for none. A handler may do no more than store it.
private let arrived = Atomic<Int32>(0)
