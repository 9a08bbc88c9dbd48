#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs a program in this process's place in front: its terminal, its three streams, its group.
public enum Foreground {
  /// Runs a program to its end. Requests to stop that this process gets meanwhile are passed on to
  /// it; Ctrl-C on a terminal reaches it by itself, as it does every process in front.
  ///
  /// - Parameters:
  ///   - started: told once which process it is.
  ///   - receiver: the process that requests are passed on to, where that is another than the one
  ///     that was started.
  /// - Throws: `SystemError` when it could not be started.
  public static func run(
    _ command: [String], in directory: String, environment: [String: String],
    started: (ProcessIdentity) -> Void, receiver: () -> Int32? = { nil }
  ) throws(SystemError) -> ChildResult.End {
    let program = try Child.program(of: command, environment: environment)
    let quit = signal(SIGQUIT, SIG_IGN)
    defer { _ = signal(SIGQUIT, quit) }
    let result = Interrupts.listening { () -> Result<ChildResult.End, SystemError> in
      let id: Int32
      do throws(SystemError) {
        id = try Spawn.start(program, command, in: directory, environment, streams: nil)
      } catch {
        return .failure(error)
      }
      started(ProcessIdentity(of: id) ?? ProcessIdentity(id: id, start: 0, boot: ""))
      var child = UsedChild(id: id)
      // An agent may be in front for hours, and a command for a moment.
      var nap: Int64 = 1
      while !child.hasEnded() {
        MonotonicClock.sleep(.milliseconds(nap))
        nap = min(nap * 2, 50)
        if let number = Interrupts.take(), !child.hasEnded() {
          let isFromTerminal = number == SIGINT && Standard.isTerminal(0)
          if !isFromTerminal { kill(receiver() ?? id, number) }
        }
      }
      return .success(child.end)
    }
    return try result.get()
  }
}
