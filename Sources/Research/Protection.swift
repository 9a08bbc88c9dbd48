/// What kind of promise a protected path holds; it decides which checks its content gets.
public enum ProtectedContent: String, CaseIterable, Hashable, Sendable {
  /// Experiment specs.
  case specs
  /// Results of runs: metrics, config, analysis.
  case results
  /// Anything else that may not change once it is committed.
  case files
}

/// From when on a protected path may not change.
public enum Freeze: String, CaseIterable, Hashable, Sendable {
  /// From the commit that brings it.
  case atOnce = "at-once"
  /// From the first result of its experiment on; for projects that tick criteria in the spec.
  case firstResult = "first-result"
}

/// A rule for paths beside the code, as the policy has it.
public struct Protection: Hashable, Sendable {
  /// Which paths, as `.gitignore` spells them, from the repository's root.
  public var pattern: String
  /// What they hold.
  public var content: ProtectedContent
  /// From when on.
  public var freeze: Freeze

  /// A rule of the policy.
  public init(pattern: String, content: ProtectedContent, freeze: Freeze = .atOnce) {
    self.pattern = pattern
    self.content = content
    self.freeze = freeze
  }
}
