import Documents
public import Platform
public import Research

/// What is noted of a run beside it while it is at work, for whoever finds it without its watcher.
public struct RunState: Sendable {
  /// Its experiment.
  public var experiment: ExperimentID
  /// The commit of its code.
  public var commit: String
  /// What whoever watches it was asked for.
  public var terms: RunTerms?
  /// The command's process; nil until it was started.
  public var process: ProcessIdentity?
  /// The command of several that is at work; nil where there is one, or none is.
  public var step: String?
  /// How those of several ended that were run.
  public var steps: [StepRecord] = []
  /// How it ended, once it has.
  public var end: RunFacts?

  /// What is known before a run begins.
  public init(of experiment: ExperimentID, commit: String, terms: RunTerms? = nil) {
    self.experiment = experiment
    self.commit = commit
    self.terms = terms
  }

  init?(_ json: JSON) {
    guard let name = json["experiment"]?.string, let experiment = ExperimentID(name),
      let commit = json["commit"]?.string
    else { return nil }
    self.init(of: experiment, commit: commit, terms: json["terms"].flatMap { RunTerms($0) })
    if let id = json["pid"]?.integer.flatMap({ Int32(exactly: $0) }),
      let start = json["start"]?.integer, let boot = json["boot"]?.string
    {
      process = ProcessIdentity(id: id, start: UInt64(clamping: start), boot: boot)
    }
    step = json["step"]?.string
    steps = (json["steps"]?.array ?? []).compactMap { StepRecord($0) }
    end = json["end"].flatMap { RunFacts($0) }
  }

  var json: JSON {
    .object([
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("commit", .string(commit)),
      JSON.Member("terms", terms?.json ?? .null),
      JSON.Member("pid", process.map { .integer(Int($0.id)) } ?? .null),
      JSON.Member("start", process.map { .integer(Int(clamping: $0.start)) } ?? .null),
      JSON.Member("boot", process.map { .string($0.boot) } ?? .null),
      JSON.Member("step", step.map { .string($0) } ?? .null),
      JSON.Member("steps", .array(steps.map(\.json))),
      JSON.Member("end", end?.json ?? .null),
    ])
  }
}
