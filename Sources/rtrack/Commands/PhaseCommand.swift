import ArgumentParsing
import Documents
import Enforcement
import Research

/// Shows or sets the phase of the experiment protocol, or runs a command in one.
struct PhaseCommand: Command {
  static let name = "phase"
  static let summary =
    "Show or set the phase of the experiment protocol here, or run a command in one"
  static let discussion = """
    The phase says what may be written here: SURVEY its survey, FRAME specs, RUN code and the \
    results of its own experiment, READ analysis and research log, SYNTHESIZE its synthesis; LOG \
    commits. The hooks and `rtrack guard` ask for it. RTRACK_PHASE and RTRACK_EXPERIMENT in the \
    environment stand over what is set here; where neither says anything, the role of whoever \
    speaks does, when it is called as a phase.
    """
  static let examples = [
    Example("rtrack phase"), Example("rtrack phase RUN exp-001-warm-up"),
    Example("rtrack phase --end"),
    Example("rtrack phase RUN exp-001-warm-up -- agent …", "an agent that runs this experiment"),
  ]

  @Argument(help: "The phase that begins")
  var phase: PhaseWord?

  @Argument(help: "The experiment it is about", completion: .command(["experiment", "list", "-q"]))
  var experiment: ExperimentID?

  @Argument(help: "A program and its words, behind --, to run in the phase")
  var command: [String]

  @Flag(help: "End the phase that was set here")
  var end: Bool

  @Flag(help: "Mount nothing read-only for the command, although bubblewrap is here")
  var modesOnly: Bool

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if end, phase != nil { throw ArgumentFault("--end takes no phase") }
    if phase?.phase == .run, experiment == nil {
      throw ArgumentFault("RUN needs its experiment, such as `rtrack phase RUN exp-001-warm-up`")
    }
    if modesOnly, command.isEmpty {
      throw ArgumentFault("--modes-only is about a COMMAND, and there is none")
    }
    if !command.isEmpty, common.json || common.quiet {
      throw ArgumentFault("what a COMMAND prints is its own: it takes no --json and no --quiet")
    }
  }

  func run(in context: Context) throws -> any Report {
    if let phase, let experiment, !command.isEmpty {
      return try PhaseSession(context, phase.phase, experiment).run(
        command, mountsNothing: modesOnly)
    }
    try context.healPhases(in: try context.repository())
    let file = try context.phaseFile()
    var ended = false
    if end { ended = try file.remove() }
    if let phase {
      try file.write(PhaseStanding(phase.phase, of: experiment, source: .workTree))
    }
    return PhaseReport(
      standing: try context.phase(), isSet: phase != nil, isEnded: ended, wasAsked: end)
  }
}

/// A phase as calls spell it, in any case.
struct PhaseWord: ExpressibleByArgument, Hashable {
  let phase: Phase

  init(argument: String) throws(ArgumentFault) {
    guard let phase = Phase(word: argument) else {
      throw .noneOf(Self.allArguments, word: argument)
    }
    self.phase = phase
  }

  static var allArguments: [String] { Phase.allCases.map(\.rawValue) }

  var argumentText: String { phase.rawValue }
}

/// The phase that holds now, and what the call did.
private struct PhaseReport: Report {
  let standing: PhaseStanding?
  let isSet: Bool
  let isEnded: Bool
  let wasAsked: Bool

  var ids: [String] { standing.map { [$0.phase.rawValue] } ?? [] }

  var json: [JSON.Member] {
    [
      JSON.Member("phase", .optional(standing?.phase.rawValue)),
      JSON.Member("experiment", .optional(standing?.experiment?.text)),
      JSON.Member("source", .optional(standing?.source.rawValue)),
      JSON.Member("may_write", .optional(standing?.phase.mayWrite)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    var lines: [String] = []
    if wasAsked {
      lines.append(isEnded ? "The phase of this work tree is over." : "No phase was set here.")
    }
    guard let standing else {
      if !wasAsked { lines.append("No phase holds here.") }
      return lines.joined(separator: "\n")
    }
    lines.append("\(standing.words), \(source(standing.source)).")
    lines.append("It writes \(standing.phase.mayWrite).")
    return terminalSafe(lines.joined(separator: "\n"))
  }

  private func source(_ source: PhaseStanding.Source) -> String {
    switch source {
    case .variable where isSet || wasAsked:
      "because RTRACK_PHASE says so, which stands over what is set here"
    case .variable: "because RTRACK_PHASE says so"
    case .workTree: "set in this work tree"
    case .role: "by the role of whoever speaks"
    }
  }
}
