public import Documents
public import Platform

/// How a run's command ended and what it used, as `run.json` says it.
public struct RunFacts: Hashable, Sendable {
  /// The status that it exited with; nil where a signal ended it.
  public var exitCode: Int?
  /// The signal that ended it, such as `SIGKILL`.
  public var signal: String?
  /// Why it was stopped, as `abort_reason` says it; nil where it ended by itself.
  public var stopped: String?
  /// Whether its time was over.
  public var isTimedOut = false
  /// From start to end, in seconds, by a clock that nobody sets.
  public var wallClockSeconds: Double
  /// Processor time, of its own and of the system for it, in seconds.
  public var userSeconds: Double
  /// As ``userSeconds``, of the system.
  public var systemSeconds: Double
  /// The most memory that one of its processes held, in bytes; nil where nobody measured it.
  public var peakMemory: Int?
  /// Whether it is only known that it was no more.
  public var isPeakBound: Bool
  /// Whether it left processes behind, which were stopped.
  public var leftProcesses: Bool
  /// How many processes of its control group the system killed meanwhile for want of memory; nil
  /// where nobody counts them.
  public var memoryKills: Int?

  /// The facts of a command that was watched.
  ///
  /// - Parameter limit: the time it was given, in seconds, for the words of a timeout.
  public init(_ outcome: Supervision.Outcome, limit: Double?) {
    switch outcome.end {
    case .exited(let code): exitCode = Int(code)
    case .signalled(let number): signal = Interrupts.name(of: number)
    case .timedOut: break
    }
    switch outcome.stop {
    case nil: break
    case .timeLimit:
      isTimedOut = true
      stopped = "wall_clock_timeout_\(Self.plain(limit ?? 0))s"
    case .interrupt(let number): stopped = "interrupted_\(Interrupts.name(of: number))"
    case .asked(let reason): stopped = reason
    }
    let parts = outcome.elapsed.components
    wallClockSeconds = Double(parts.seconds) + Double(parts.attoseconds / 1_000_000_000_000) / 1e6
    userSeconds = outcome.usage.userSeconds
    systemSeconds = outcome.usage.systemSeconds
    peakMemory = Int(clamping: outcome.usage.peakMemory)
    isPeakBound = outcome.usage.isPeakBound
    leftProcesses = outcome.leftProcesses
    memoryKills = outcome.memoryKills
  }

  /// The facts of a command that another machine watched; its memory is not measured yet.
  ///
  /// - Parameters:
  ///   - exitCode: as its shell told it; 128 and a signal's number where one ended it.
  ///   - wallClockSeconds, userSeconds, systemSeconds: as of the properties.
  public init(
    exitCode: Int, wallClockSeconds: Double, userSeconds: Double, systemSeconds: Double
  ) {
    self.exitCode = exitCode
    self.wallClockSeconds = wallClockSeconds
    self.userSeconds = userSeconds
    self.systemSeconds = systemSeconds
    isPeakBound = false
    leftProcesses = false
  }

  /// These facts and those of a command that was run after: how it ended is how the last one did,
  /// what it used is what both did.
  public func followed(by next: RunFacts) -> RunFacts {
    var all = next
    all.wallClockSeconds += wallClockSeconds
    all.userSeconds += userSeconds
    all.systemSeconds += systemSeconds
    if let peakMemory, peakMemory > next.peakMemory ?? 0 {
      all.peakMemory = peakMemory
      all.isPeakBound = isPeakBound
    }
    all.leftProcesses = leftProcesses || next.leftProcesses
    if let kills = memoryKills { all.memoryKills = kills + (next.memoryKills ?? 0) }
    return all
  }

  /// How it failed, in the protocol's words; nil where it exited with 0.
  public var failure: String? {
    if let signal { return "cycle_failure_signal_\(signal)" }
    return exitCode == 0 ? nil : "cycle_failure_exit_\(exitCode ?? -1)"
  }

  private static func plain(_ seconds: Double) -> String {
    seconds == seconds.rounded() && seconds < 1e15 ? "\(Int(seconds))" : "\(seconds)"
  }

  /// The keys that `run.json` has of it.
  public var members: [JSON.Member] {
    [
      JSON.Member("exit_code", exitCode.map { .integer($0) } ?? .null),
      JSON.Member("signal", signal.map { .string($0) } ?? .null),
      JSON.Member("stopped", stopped.map { .string($0) } ?? .null),
      JSON.Member("timed_out", .boolean(isTimedOut)),
      JSON.Member("wall_clock_seconds", .number(wallClockSeconds)),
      JSON.Member("cpu_user_seconds", .number(userSeconds)),
      JSON.Member("cpu_system_seconds", .number(systemSeconds)),
      JSON.Member("peak_memory_bytes", peakMemory.map { .integer($0) } ?? .null),
      JSON.Member("peak_memory_is_bound", .boolean(isPeakBound)),
      JSON.Member("left_processes", .boolean(leftProcesses)),
      JSON.Member("memory_kills", memoryKills.map { .integer($0) } ?? .null),
    ]
  }

  var json: JSON { .object(members) }

  init?(_ json: JSON) {
    guard let wall = json["wall_clock_seconds"]?.number,
      let user = json["cpu_user_seconds"]?.number,
      let system = json["cpu_system_seconds"]?.number
    else { return nil }
    exitCode = json["exit_code"]?.integer
    signal = json["signal"]?.string
    stopped = json["stopped"]?.string
    isTimedOut = json["timed_out"]?.boolean ?? false
    wallClockSeconds = wall
    userSeconds = user
    systemSeconds = system
    peakMemory = json["peak_memory_bytes"]?.integer
    isPeakBound = json["peak_memory_is_bound"]?.boolean ?? true
    leftProcesses = json["left_processes"]?.boolean ?? false
    memoryKills = json["memory_kills"]?.integer
  }
}
