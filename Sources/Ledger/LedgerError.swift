/// Why the ledger could not do what was asked. Exit status 2; a rule's no is a
/// ``Refusal``, with exit status 1.
public struct LedgerError: Error, Hashable, Sendable {
  /// What went wrong, as a word for programs.
  public enum Kind: String, Sendable {
    case noLedger = "no-ledger"
    case newerLedger = "newer-ledger"
    case branchTaken = "branch-taken"
    case branchCheckedOut = "branch-checked-out"
    case busy
    case readOnly = "read-only"
    case diskFull = "disk-full"
    case unknownIssue = "unknown-issue"
    case unknownAgent = "unknown-agent"
    case unknownCycle = "unknown-cycle"
    case unknownExperiment = "unknown-experiment"
    case unknownRun = "unknown-run"
    case ambiguous
    case invalid
    case tooLarge = "too-large"
    case identity
    case remote
    case unrelated
    case tampered
    case refused
    case system
  }
  /// A word for programs.
  public let kind: Kind
  /// What was wrong, and where.
  public let message: String
  /// What else was said of it, line by line, such as a remote's own words.
  public let details: [String]
  /// What to do, when there is something.
  public let hint: String?

  /// An error; the message holds no full stop, the hint no command that destroys something.
  public init(_ kind: Kind, _ message: String, details: [String] = [], hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.details = details
    self.hint = hint
  }
}
