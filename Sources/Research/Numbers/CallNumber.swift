/// A number that people call something by: `issue 194`, `cycle 42`, `experiment 3`, `run 2 of
/// exp-001-lr-warmup`.
///
/// Clones give numbers out before they meet, so a number may come to mean two things; what a thing
/// *is*, is its opening event (``SettledNumbers``).
public struct CallNumber: Hashable, Sendable {
  /// What is counted; each has numbers of its own.
  public enum Row: Hashable, Sendable {
    case issue
    /// Issues opened here while plain numbers are a host's: `L7`.
    case localIssue
    case cycle
    case experiment
    case run(ExperimentID)
  }

  /// What is counted.
  public let row: Row
  /// At least 1.
  public let value: Int

  /// Nil unless the value is at least 1, and one that the row can have.
  public init?(_ row: Row, _ value: Int) {
    guard (1...99_999_999).contains(value) else { return nil }
    self.row = row
    self.value = value
  }

  /// An issue's number.
  public init(_ issue: IssueNumber) {
    row = issue.isLocal ? .localIssue : .issue
    value = issue.value
  }

  /// The number where it is an issue's.
  public var issue: IssueNumber? {
    switch row {
    case .issue: IssueNumber(value)
    case .localIssue: IssueNumber(value, isLocal: true)
    case .cycle, .experiment, .run: nil
    }
  }
}

extension CallNumber: CustomStringConvertible {
  /// `issue 194`, `issue L7`, `cycle 42`, `experiment 3` or `run 2 of exp-001-lr-warmup`.
  public var description: String {
    switch row {
    case .issue: "issue \(value)"
    case .localIssue: "issue L\(value)"
    case .cycle: "cycle \(value)"
    case .experiment: "experiment \(value)"
    case .run(let experiment): "run \(value) of \(experiment)"
    }
  }

  /// Reads what ``description`` writes; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let words = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count >= 2 else { return nil }
    let made: CallNumber? =
      switch words[0] {
      case "issue": IssueNumber(words[1]).map(CallNumber.init)
      case "cycle": Int(words[1]).flatMap { CallNumber(.cycle, $0) }
      case "experiment": Int(words[1]).flatMap { CallNumber(.experiment, $0) }
      case "run" where words.count == 4:
        ExperimentID(words[3]).flatMap { id in Int(words[1]).flatMap { CallNumber(.run(id), $0) } }
      default: nil
      }
    guard let made, made.description == text else { return nil }
    self = made
  }
}

/// Where a thing lies that has a number: in the folder of the number it was opened under, for good.
public enum NumberedPlace: Hashable, Sendable {
  case issue(IssueNumber)
  case cycle(Int)
  case experiment(ExperimentID)
  case run(RunID, of: ExperimentID)

  /// The number that it was opened under; nil for an experiment whose name has none.
  public var number: CallNumber? {
    switch self {
    case .issue(let number): CallNumber(number)
    case .cycle(let number): CallNumber(.cycle, number)
    case .experiment(let id): id.number.flatMap { CallNumber(.experiment, $0) }
    case .run(let run, let experiment): CallNumber(.run(experiment), run.number)
    }
  }
}

extension NumberedPlace: CustomStringConvertible {
  /// `issue 194`, `cycle 42`, `experiment exp-001-lr-warmup` or `run 1-7c2mxa of
  /// exp-001-lr-warmup`.
  public var description: String {
    switch self {
    case .issue(let number): "issue \(number)"
    case .cycle(let number): "cycle \(number)"
    case .experiment(let id): "experiment \(id)"
    case .run(let run, let experiment): "run \(run) of \(experiment)"
    }
  }

  /// Reads what ``description`` writes; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard words.count == 2 else { return nil }
    let made: NumberedPlace?
    switch words[0] {
    case "issue": made = IssueNumber(words[1]).map(NumberedPlace.issue)
    case "cycle": made = Int(words[1]).flatMap { $0 > 0 ? .cycle($0) : nil }
    case "experiment": made = ExperimentID(words[1]).map(NumberedPlace.experiment)
    case "run":
      let parts = words[1].split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, let run = RunID(parts[0]), let id = ExperimentID(parts[2]) else {
        return nil
      }
      made = .run(run, of: id)
    default: made = nil
    }
    guard let made, made.description == text else { return nil }
    self = made
  }
}
