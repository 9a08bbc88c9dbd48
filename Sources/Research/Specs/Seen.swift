/// How much of an experiment's results could be known when its spec was written.
public enum Seen: String, CaseIterable, Hashable, Sendable, Comparable {
  /// Nothing was run.
  case nothingRun = "nothing-run"
  /// Something was run, and has left no results.
  case noResults = "no-results"
  /// There are results, and nobody has opened them.
  case notOpened = "not-opened"
  /// Somebody who wrote the spec knows results.
  case seen

  /// The one that leaves more of a promise first.
  public static func < (a: Seen, b: Seen) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// As a sentence goes on: "when nothing had been run".
  public var phrase: String {
    switch self {
    case .nothingRun: "nothing had been run"
    case .noResults: "no results were there"
    case .notOpened: "results were there, but not opened"
    case .seen: "results had been seen"
    }
  }
}
