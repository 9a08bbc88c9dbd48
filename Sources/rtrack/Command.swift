public import ArgumentParsing
public import Research

/// One command: its properties are its grammar, `run` gives a report, nothing here prints.
protocol Command: CommandDefinition {
  var common: CommonOptions { get }
  func run(in context: Context) throws -> any Report
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Flag(name: "json", help: "Print one JSON document")
  var json: Bool

  @Flag(name: "quiet", short: "q", help: "Print bare ids only")
  var quiet: Bool

  @Option(
    name: "directory", short: "C", value: "DIR", help: "Work as if called in DIR",
    completion: .directories)
  var directory: String?
}

/// Who speaks, for commands that write.
struct SpeakerOptions: ParsableArguments {
  @Option(
    name: "as", value: "AGENT", help: "Who speaks (else RTRACK_AGENT, else git's rtrack.agent)",
    completion: .command(["agent", "list", "-q"]))
  var speaker: String?
}

/// In which cycle, and when, for commands that write.
struct WhenOptions: ParsableArguments {
  @Option(
    name: "cycle", value: "N",
    help: "The cycle this belongs to (else RTRACK_CYCLE, else the only open one)")
  var cycle: CycleReference?

  @Option(
    name: "occurred-at", value: "TIME",
    help: "When it really happened, such as 2026-11-21T05:33:12Z, where that was not now")
  var occurredAt: Timestamp?
}

extension Timestamp: ExpressibleByArgument {
  /// Reads a moment as calls spell it.
  public init(argument: String) throws(ArgumentFault) {
    guard let time = Timestamp(argument) else {
      throw ArgumentFault("expected a time such as 2026-11-21T05:33:12Z")
    }
    self = time
  }
}

extension IssueNumber: ExpressibleByArgument {
  /// Reads the number of an issue: `194`, `#194` or `L7`.
  public init(argument: String) throws(ArgumentFault) {
    guard let number = IssueNumber(argument) else {
      throw ArgumentFault("expected the number of an issue, such as 194")
    }
    self = number
  }
}

extension ExperimentID: ExpressibleByArgument {
  /// Reads the name of an experiment.
  public init(argument: String) throws(ArgumentFault) {
    guard let id = ExperimentID(argument) else {
      throw ArgumentFault("expected an experiment's name, such as exp-001-warm-up")
    }
    self = id
  }
}

/// An issue as a call names it: `194`, `#194`, `L7`, or `194~p2m7xa` where two clones opened one
/// number and the opening event must be told apart.
struct IssueReference: ExpressibleByArgument, Hashable {
  let number: IssueNumber
  /// The end of the opening event's name.
  let suffix: String?

  init(argument: String) throws(ArgumentFault) {
    let parts = argument.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    guard let number = IssueNumber(parts[0]) else {
      throw ArgumentFault("expected the number of an issue, such as 194")
    }
    self.number = number
    suffix = parts.count > 1 ? String(parts[1]) : nil
  }

  var argumentText: String { number.description + (suffix.map { "~" + $0 } ?? "") }
}

extension Status: ExpressibleByArgument {}
extension Issue.State: ExpressibleByArgument {}
extension ProtectedContent: ExpressibleByArgument {}
extension Freeze: ExpressibleByArgument {}
extension Seen: ExpressibleByArgument {}
