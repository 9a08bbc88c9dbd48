/// One command of a run: the only one, or one of several that are run one after another.
public struct RunStep: Hashable, Sendable {
  /// What a command is for, in the order in which the protocol goes.
  public enum Part: String, CaseIterable, Hashable, Sendable, Comparable {
    /// Shows that the code works at all.
    case sanity
    /// Reproduces what the treatment is compared with.
    case baseline
    /// The cheapest run that shows that the rest can work; what it measures is no result.
    case minimumViable = "mve"
    /// What the experiment is about.
    case treatment

    /// By the protocol's order.
    public static func < (a: Part, b: Part) -> Bool {
      (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
  }

  /// Its folder below the run's, of `[a-z0-9-]`; empty for the only command of a run.
  public var name: String
  /// What it is for.
  public var part: Part
  /// The program and its words.
  public var command: [String]
  /// The seed that it gets; nil for none.
  public var seed: Int?

  /// A command of a run.
  public init(_ name: String, _ part: Part, _ command: [String], seed: Int? = nil) {
    self.name = name
    self.part = part
    self.command = command
    self.seed = seed
  }
}

/// The commands of a run in their order.
public struct RunPlan: Hashable, Sendable {
  /// Every command, in the order in which they are run.
  public var steps: [RunStep]

  /// Whether there is more than one, so that each has a folder of its own.
  public var hasSteps: Bool { steps.first.map { !$0.name.isEmpty } ?? false }

  /// The plan of a start that names its command: once, or seed by seed.
  ///
  /// - Parameter seeds: empty for a command that is run once, with `seed` or without one.
  public init(_ command: [String], _ part: RunStep.Part, seed: Int? = nil, seeds: [Int] = []) {
    steps =
      seeds.isEmpty
      ? [RunStep("", part, command, seed: seed)]
      : seeds.map { RunStep("seed-\($0)", part, command, seed: $0) }
  }

  /// The plan of a spec's protocol: what its steps name, each with the seeds that it names, else
  /// those of the whole protocol; sanity checks first, then the baseline, the minimum viable
  /// experiment and the rest, each in the spec's order.
  ///
  /// - Parameter parts: what of it is wanted.
  public init(protocol spec: Spec, _ parts: Set<RunStep.Part> = Set(RunStep.Part.allCases)) {
    steps = []
    let sorted = spec.steps.enumerated().sorted {
      ($0.element.part, $0.offset) < ($1.element.part, $1.offset)
    }
    for (number, (_, step)) in sorted.enumerated() where parts.contains(step.part) {
      let name = "\(number + 1)-\(step.part.rawValue)"
      let isArm = step.part == .baseline || step.part == .treatment
      let seeds = step.seeds.isEmpty && isArm ? spec.seeds : step.seeds
      if seeds.isEmpty { steps.append(RunStep(name, step.part, step.command)) }
      for seed in seeds {
        steps.append(RunStep("\(name)-seed-\(seed)", step.part, step.command, seed: seed))
      }
    }
  }

  /// The plan of a run as its start has it.
  public init(_ start: RunStart, _ spec: Spec) {
    if start.isProtocol {
      self.init(
        protocol: spec, start.isBaseline ? [.sanity, .baseline] : Set(RunStep.Part.allCases))
    } else {
      self.init(
        start.command, start.isBaseline ? .baseline : .treatment, seed: start.seed,
        seeds: start.seeds)
    }
  }
}
