#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A command that is watched from its start to its end: its output flows on as it comes, its time
/// is limited, and nothing that it started in its session outlives it.
public struct Supervision {
  /// Which of its two outputs a command wrote to.
  public enum Stream: Sendable { case output, errors }

  /// Why it was stopped before its own end.
  public enum Stop: Hashable, Sendable {
    /// Its time was over.
    case timeLimit
    /// This process was asked to stop, by this signal.
    case interrupt(Int32)
    /// Whoever watches it said so, and why.
    case asked(String)
  }

  /// How it ended, and what it used.
  public struct Outcome: Sendable {
    /// Its own end: an exit or a signal.
    public let end: ChildResult.End
    /// Why it was stopped; nil when it ended by itself.
    public let stop: Stop?
    /// Whether processes of its session were still there at its end, and were stopped.
    public let leftProcesses: Bool
    /// From its start to the end of everything, by a clock that nobody sets.
    public let elapsed: Duration
    /// What it and the children that it waited for used.
    public let usage: ProcessUsage
    /// How many processes of its control group the system killed meanwhile for want of memory; nil
    /// where nobody counts them.
    public let memoryKills: Int?
  }

  /// The program and its words.
  public var command: [String]
  /// Where it works.
  public var directory: String
  /// All that it gets of an environment.
  public var environment: [String: String]
  /// When it is asked to stop; nil for never.
  public var timeLimit: Duration?
  /// How long it may take to stop before it is killed.
  public var grace: Duration = .seconds(10)

  /// A command to be watched.
  public init(_ command: [String], in directory: String, environment: [String: String]) {
    self.command = command
    self.directory = directory
    self.environment = environment
  }

  /// Runs the command to its end. Its standard input is empty; it has a session, and so a process
  /// group, of its own.
  ///
  /// - Parameters:
  ///   - started: told once which process it is.
  ///   - output: given what it writes, as it comes.
  ///   - tick: asked at least ten times a second, with the time passed, whether to stop and why.
  /// - Throws: `SystemError` when it could not be started, or no thread be had to watch it.
  public func run(
    started: (ProcessIdentity) -> Void, output: (Stream, [UInt8]) -> Void,
    tick: (Duration) -> String?
  ) throws(SystemError) -> Outcome {
    let program = try Child.program(of: command, environment: environment)
    let nothing = try Descriptor("/dev/null", O_RDONLY)
    let forOutput = try Pipe()
    let forErrors = try Pipe()
    let group = MemoryGroup.own
    let killsBefore = group?.kills
    let clock = Deadline(after: .seconds(1))
    let id = try Spawn.start(
      program, command, in: directory, environment,
      streams: (nothing.number, forOutput.write.number, forErrors.write.number))
    started(ProcessIdentity(of: id) ?? ProcessIdentity(id: id, start: 0, boot: ""))
    let watch = Watch(of: id, limit: timeLimit, grace: grace)
    var flow = OutputFlow(forOutput.intoReading(), forErrors.intoReading())
    let ended = Result<Ended, SystemError> { () throws(SystemError) in
      try Workers.run(beside: { watch.stand() }) {
        let ended = follow(watch, &flow, clock, output: output, tick: tick)
        watch.end()
        return ended
      }
    }
    let last: Ended
    do {
      last = try ended.get()
    } catch {
      ProcessIdentity(id: id, start: 0, boot: "").stopGroup(grace: .zero)
      throw error
    }
    let elapsed = clock.elapsed
    let kills: Int? =
      if let killsBefore, let now = group?.kills { max(0, now - killsBefore) } else { nil }
    return Outcome(
      end: last.end, stop: watch.stop, leftProcesses: last.leftProcesses, elapsed: elapsed,
      usage: last.usage, memoryKills: kills)
  }

  private struct Ended {
    let end: ChildResult.End
    let usage: ProcessUsage
    let leftProcesses: Bool
  }

  /// Passes on what it says until it has ended, and what it left behind too.
  private func follow(
    _ watch: Watch, _ flow: inout OutputFlow, _ clock: Deadline,
    output: (Stream, [UInt8]) -> Void, tick: (Duration) -> String?
  ) -> Ended {
    var child = UsedChild(id: watch.id)
    // Asking for its end costs as much as passing on what it says, and is not needed as often.
    var asked = Duration.zero
    var came = Duration.zero
    while true {
      let passed = clock.elapsed
      if let reason = tick(passed) { watch.ask(.asked(reason)) }
      let hasCome = flow.isOpen && flow.pass(wait: 100, to: output)
      if hasCome {
        // A flood is taken in larger pieces, which leaves more of the processor to the command.
        if passed - came < .milliseconds(1) { MonotonicClock.sleep(.microseconds(200)) }
        came = passed
        if passed - asked < .milliseconds(5) { continue }
      }
      asked = passed
      if child.hasEnded() { break }
      if !flow.isOpen { child.wait(atMost: 100) }
    }
    // What it left may hold the pipes open; what was written before its end is read all the same.
    let left = watch.leaderHasEnded()
    let deadline = Deadline(after: grace + .seconds(1))
    while flow.isOpen, !deadline.hasPassed, !(watch.isQuiet && !flow.hasMore) {
      flow.pass(wait: 10, to: output)
    }
    watch.waitForQuiet()
    flow.drain(to: output)
    return Ended(end: child.end, usage: child.usage, leftProcesses: left)
  }
}
