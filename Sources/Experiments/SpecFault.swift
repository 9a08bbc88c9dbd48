public import Research

/// How strictly a spec is read.
public enum SpecProfile: String, CaseIterable, Hashable, Sendable {
  /// For registering: what is missing must be added first.
  case strict
  /// For files that were adopted: what they lack is told.
  case legacy
}

/// How much a fault weighs.
public enum SpecSeverity: String, CaseIterable, Hashable, Sendable, Comparable {
  /// Worth knowing.
  case note
  case warning
  /// It cannot be registered so.
  case error

  /// The lighter one first.
  public static func < (a: SpecSeverity, b: SpecSeverity) -> Bool { a.weight < b.weight }

  private var weight: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// What a spec must have, by the name that reports use.
public enum SpecRule: String, CaseIterable, Hashable, Sendable {
  /// It is a spec at all: text, not empty, with some of the headings.
  case spec
  /// `# Experiment: <name>`.
  case title
  /// Every part has its heading, once, and something below it.
  case heading
  /// The hypothesis has a direction and a size.
  case hypothesis
  /// Each variable has a name and values.
  case variable
  /// Each metric has a name, once.
  case metric
  /// A metric without a range, which no criterion can be checked against.
  case range
  /// One or two metrics are primary.
  case primary
  /// There is a baseline, with metric, value and tolerance.
  case baseline
  /// Each criterion has an id, once, and a predicate that can be read.
  case criterion
  /// A criterion without a predicate, which READ judges.
  case judgedByRead = "judged-by-read"
  /// What a predicate names is declared.
  case undeclared
  /// A predicate can hold, and can fail.
  case decides
  /// A percentage that could be meant in two ways.
  case percent
  /// A box that is ticked before the run.
  case ticked
  /// The protocol has steps, and names its seeds.
  case steps = "protocol"
  /// The budget says all that it should.
  case budget
  /// The budget is within its tier.
  case tier
  /// What machine it needs.
  case computeProfile = "compute-profile"
  /// When to stop early.
  case abort
  /// Nothing of the template is left.
  case placeholder

  /// What a fault of this rule weighs.
  public func severity(in profile: SpecProfile) -> SpecSeverity {
    switch self {
    case .spec: .error
    case .judgedByRead: .note
    case .percent, .range: .warning
    default: profile == .strict ? .error : .warning
    }
  }
}

/// One fault of a spec: where, what, and what to write.
public struct SpecFault: Error, Hashable, Sendable {
  /// The rule it breaks.
  public var rule: SpecRule
  /// Where.
  public var place: Spec.Place
  /// What is wrong, as a sentence without its full stop.
  public var message: String
  /// What to write instead, as a sentence without its full stop.
  public var remedy: String
  /// What is lacking, where many places can lack the same: such as `metrics without a range`.
  public var lack: String?

  /// A fault at a place.
  public init(
    _ rule: SpecRule, at place: Spec.Place, _ message: String, remedy: String, lack: String? = nil
  ) {
    self.rule = rule
    self.place = place
    self.message = message
    self.remedy = remedy
    self.lack = lack
  }
}
