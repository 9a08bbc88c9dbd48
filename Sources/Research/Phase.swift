/// A phase of the experiment protocol: who is at work, and so what may be written.
public enum Phase: String, CaseIterable, Hashable, Sendable {
  case survey = "SURVEY"
  case frame = "FRAME"
  case run = "RUN"
  case read = "READ"
  case synthesize = "SYNTHESIZE"
  case log = "LOG"

  /// Reads a phase as people spell it, in any case.
  public init?(word: some StringProtocol) {
    self.init(rawValue: word.uppercased())
  }

  /// The phase that a role names: `run`, `RUN agent` and `Read phase agent` do, `log keeper` does
  /// not, since a role in a lab's own words says nothing of the protocol.
  public init?(role: some StringProtocol) {
    let words = role.split { !$0.isLetter }.map { $0.lowercased() }
      .filter { $0 != "agent" && $0 != "phase" }
    guard words.count == 1 else { return nil }
    self.init(word: words[0])
  }

  /// What it may write, in words.
  public var mayWrite: String {
    switch self {
    case .survey: "experiments/survey-*.md"
    case .frame: "specs, experiments/exp-*.md"
    case .run: "code, and metrics, config and artefacts of its own experiment's results"
    case .read:
      "analysis.md of its experiment, RESEARCH_LOG.md, QUESTIONS.md, HANDOFF.md and "
        + "program_state.json"
    case .synthesize: "SYNTHESIS.md"
    case .log: "no file: it commits what the other phases wrote, and opens the pull request"
    }
  }
}

/// Which phase holds, of which experiment, and how that is known.
public struct PhaseStanding: Hashable, Sendable {
  /// How a phase is known, the strongest first.
  public enum Source: String, Hashable, Sendable {
    /// `RTRACK_PHASE` in the environment.
    case variable
    /// `rtrack phase`, for one work tree.
    case workTree = "work-tree"
    /// The role of whoever speaks.
    case role
  }

  /// The phase.
  public var phase: Phase
  /// The experiment it is about, where that was said.
  public var experiment: ExperimentID?
  /// How it is known.
  public var source: Source

  /// A phase that holds.
  public init(_ phase: Phase, of experiment: ExperimentID? = nil, source: Source = .variable) {
    self.phase = phase
    self.experiment = experiment
    self.source = source
  }

  /// `RUN`, or `RUN of exp-001-warm-up`.
  public var words: String { phase.rawValue + (experiment.map { " of \($0)" } ?? "") }
}
