public import Documents
public import Research

/// How one command of a run ended.
public struct StepRecord: Hashable, Sendable {
  /// Which it was: its folder below the run's.
  public var name: String
  /// What it was for.
  public var part: RunStep.Part
  /// The seed that it got; nil for none.
  public var seed: Int?
  /// The status that it exited with; nil where a signal ended it.
  public var exitCode: Int?
  /// The signal that ended it.
  public var signal: String?
  /// From its start to its end, in seconds.
  public var seconds: Double
  /// The run that it was run in, where that is an earlier one that this one goes on from.
  public var source: RunID?

  /// Whether it need not be run again.
  public var isFinished: Bool { exitCode == 0 }

  /// How a command ended.
  public init(_ step: RunStep, _ facts: RunFacts) {
    name = step.name
    part = step.part
    seed = step.seed
    exitCode = facts.exitCode
    signal = facts.signal
    seconds = facts.wallClockSeconds
  }

  /// Reads one of `run.json`.
  public init?(_ json: JSON) {
    guard let name = json["step"]?.string,
      let part = json["part"]?.string.flatMap({ RunStep.Part(rawValue: $0) })
    else { return nil }
    self.name = name
    self.part = part
    seed = json["seed"]?.integer
    exitCode = json["exit_code"]?.integer
    signal = json["signal"]?.string
    seconds = json["seconds"]?.number ?? 0
    source = json["from"]?.string.flatMap { RunID($0) }
  }

  /// As `run.json` has it.
  public var json: JSON {
    .object([
      JSON.Member("step", .string(name)), JSON.Member("part", .string(part.rawValue)),
      JSON.Member("seed", seed.map { .integer($0) } ?? .null),
      JSON.Member("exit_code", exitCode.map { .integer($0) } ?? .null),
      JSON.Member("signal", signal.map { .string($0) } ?? .null),
      JSON.Member("seconds", .number(seconds)),
      JSON.Member("from", source.map { .string($0.description) } ?? .null),
    ])
  }
}
