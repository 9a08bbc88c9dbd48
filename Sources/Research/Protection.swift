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

extension Protection {
  /// What both ask for: frozen from the earlier moment, and of the content that is checked more.
  public func stricter(with other: Protection) -> Protection {
    var strict = self
    if other.freeze == .atOnce { strict.freeze = .atOnce }
    let order = ProtectedContent.allCases
    let places = [content, other.content].compactMap { order.firstIndex(of: $0) }
    strict.content = order[places.min() ?? 0]
    return strict
  }

  /// What is wrong with a pattern, or nil.
  public static func fault(in pattern: String) -> String? {
    let names = pattern.split(separator: "/", omittingEmptySubsequences: false)
    if pattern.utf8.count > 1000 { return "a pattern has at most 1000 bytes" }
    if pattern.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return "a pattern holds no control characters"
    }
    if pattern.hasPrefix("/") {
      return "a pattern begins at the repository's root, without a slash"
    }
    if names.dropLast().contains("") || names.contains(".") || names.contains("..") {
      return "a pattern is made of names and stars, parted by single slashes"
    }
    if !pattern.utf8.contains(where: { ![42, 47, 63].contains($0) }) {
      return "\"\(pattern)\" would protect everything; name what it is to protect"
    }
    if names.first == ".git" { return "git keeps its own folder; it cannot be protected" }
    return nil
  }
}
