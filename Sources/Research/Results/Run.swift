/// The name of one run of an experiment, such as `1-7c2mxa`: its number, and six random characters
/// that keep the first runs of two clones apart.
public struct RunID: Hashable, Sendable, CustomStringConvertible {
  /// From 1; two clones may give the same one before they meet.
  public let number: Int
  /// Six characters of `[a-z0-9]`.
  public let suffix: String

  /// A name from its parts; nil when one of them is none.
  public init?(number: Int, suffix: some StringProtocol) {
    guard (1...99_999_999).contains(number), suffix.utf8.count == 6,
      suffix.utf8.allSatisfy({ ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) })
    else { return nil }
    self.number = number
    self.suffix = String(suffix)
  }

  /// Reads `1-7c2mxa`; nil when it is spelled otherwise.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), String(number) == parts[0] else {
      return nil
    }
    self.init(number: number, suffix: parts[1])
  }

  /// As folders and events spell it.
  public var description: String { "\(number)-\(suffix)" }
}

/// How a run came to its end.
public enum RunOutcome: String, CaseIterable, Hashable, Sendable {
  /// Everything was done.
  case completed
  /// An abort criterion or a limit of the spec stopped it; what was measured is there.
  case aborted
  /// The command failed.
  case failed
  /// A limit of time stopped it.
  case timedOut = "timed_out"
  /// Nobody knows: it died with its machine.
  case lost
}

/// What the end of a run says. Its results lie in a folder that is called as the run.
public struct RunEnd: Hashable, Sendable {
  /// The run.
  public var run: RunID
  /// How it ended.
  public var outcome: RunOutcome
  /// The git id of the spec's bytes that it followed.
  public var spec: String?
  /// The SHA-256 of its `manifest.sha256`; nil where it left nothing.
  public var manifest: String?
  /// Where it ran; its own word outranks that of another host that it is lost.
  public var host: String?
  /// The run that this one stands in for.
  public var supersedes: RunID?
  /// Why it does.
  public var reason: String?
  /// True when seeds or configuration are others than the spec says.
  public var isDeviated: Bool
  /// Whether it only reproduced the baseline.
  public var isBaseline = false
  /// What its results were checked by.
  public var profile: CheckProfile

  /// The end of a run.
  public init(
    run: RunID, outcome: RunOutcome, spec: String? = nil, manifest: String? = nil,
    host: String? = nil, supersedes: RunID? = nil, reason: String? = nil, isDeviated: Bool = false,
    profile: CheckProfile = .strict
  ) {
    self.run = run
    self.outcome = outcome
    self.spec = spec
    self.manifest = manifest
    self.host = host
    self.supersedes = supersedes
    self.reason = reason
    self.isDeviated = isDeviated
    self.profile = profile
  }
}
