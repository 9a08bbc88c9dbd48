public import Git
import Research

/// A rule of enforcement, by the name that reports, SARIF and acknowledgements use.
public enum EnforcedRule: String, CaseIterable, Hashable, Sendable {
  /// What was committed is never changed, renamed, retyped, emptied or removed.
  case appendOnly = "append-only"
  /// Two parents of a merge hold the path with different bytes.
  case twoVersions = "two-versions"
  /// Nothing is added to a run's folder once its manifest is committed.
  case sealed
  /// A spec's text stands from its first result on.
  case freeze
  /// What a phase of the protocol may write.
  case owned
  /// A path that some file system would take for another, or that leaves the ledger.
  case name
  /// New events, specs, metrics and analyses are what their format says.
  case content
  /// What is new was checked by something that this version knows.
  case profile
  /// Nothing is dated after the commit that brings it.
  case time
  /// The policy is loosened only by who may.
  case authority
}

/// One place where a commit breaks a rule, by object id.
public struct Violation: Hashable, Sendable {
  /// What became of the path.
  public enum Act: String, Hashable, Sendable {
    /// Added where nothing may be.
    case added
    /// Other bytes.
    case changed
    /// Gone.
    case removed
    /// Gone, and the same bytes stand at another path.
    case renamed
    /// A file that became a link, a program, a folder or a submodule.
    case retyped
    /// A file without bytes.
    case emptied
  }

  /// The rule that is broken.
  public var rule: EnforcedRule
  /// From the repository's root.
  public var path: String
  /// What happened to it.
  public var act: Act
  /// What a parent holds there.
  public var before: Tree.Entry?
  /// What the commit holds there.
  public var after: Tree.Entry?
  /// What is wrong, in one sentence that names the path's state, not the reader.
  public var message: String
  /// What to do instead: the command that does what was meant.
  public var remedy: String

  /// A place where a rule is broken.
  public init(
    _ rule: EnforcedRule, _ act: Act, _ path: String, before: Tree.Entry? = nil,
    after: Tree.Entry? = nil, message: String, remedy: String
  ) {
    self.rule = rule
    self.act = act
    self.path = path
    self.before = before
    self.after = after
    self.message = message
    self.remedy = remedy
  }
}

extension Violation {
  /// What cannot be judged here: it says that it was checked by a profile of a newer version.
  static func unknown(_ profile: CheckProfile, at change: PathChange) -> Violation {
    Violation(
      .profile, .added, change.path, after: change.after,
      message: "it was checked by the profile \(profile), which this rtrack does not know",
      remedy: "install a newer rtrack here")
  }
}
