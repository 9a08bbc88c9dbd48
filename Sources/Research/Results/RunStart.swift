/// What the start of a run says: everything that it stands on, said before its command began.
public struct RunStart: Hashable, Sendable {
  /// A fact of the environment, such as `kernel` and `Linux 6.1.0`.
  public struct Fact: Hashable, Sendable {
    /// What it is.
    public var name: String
    /// How it was.
    public var value: String

    /// A fact of the environment.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The run.
  public var run: RunID
  /// The git id of the bytes of the spec that it follows.
  public var spec: String
  /// The commit of the code that runs, in hexadecimal.
  public var commit: String
  /// Whether that commit was made for the run, since the work tree was not what HEAD holds.
  public var isDirty: Bool
  /// The program and its words, as they were given.
  public var command: [String]
  /// Where it works, from the repository's root; `.` for the root itself.
  public var directory: String
  /// The seed that it was given; nil for none.
  public var seed: Int?
  /// The seeds that the command is run with, one after another; empty where it is run once.
  public var seeds: [Int] = []
  /// Whether it only reproduces the baseline.
  public var isBaseline = false
  /// Whether the commands are those that the spec's protocol names; `command` is then the first.
  public var isProtocol = false
  /// The run that reproduced the baseline that this one is compared with; nil where it does so
  /// itself.
  public var baseline: RunID?
  /// Why it is run although that baseline was not reproduced; nil where it was.
  public var invalid: String?
  /// The run that it goes on from; nil for one from the beginning.
  public var continues: RunID?
  /// The run that it repeats to see whether it gives the same; nil for one of its own.
  public var reruns: RunID?
  /// Why it is run although the experiment's budget is used up; nil where it is not.
  public var overBudget: String?
  /// Where it runs.
  public var host: String?
  /// The machine and the tools.
  public var environment: [Fact]
  /// The variables of the environment that a list allows to be recorded.
  public var variables: [Fact]

  /// The start of a run.
  public init(
    run: RunID, spec: String, commit: String, isDirty: Bool = false, command: [String],
    directory: String = ".", seed: Int? = nil, overBudget: String? = nil, host: String? = nil,
    environment: [Fact] = [],
    variables: [Fact] = []
  ) {
    self.run = run
    self.spec = spec
    self.commit = commit
    self.isDirty = isDirty
    self.command = command
    self.directory = directory
    self.seed = seed
    self.overBudget = overBudget
    self.host = host
    self.environment = environment
    self.variables = variables
  }
}

/// A run that was started and whose end nobody has told yet.
public struct StartedRun: Hashable, Sendable {
  /// The event that told its start.
  public let event: Event
  /// What that event says.
  public let start: RunStart

  /// Its name.
  public var id: RunID { start.run }
}
