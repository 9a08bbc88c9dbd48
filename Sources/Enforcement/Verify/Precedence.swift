import Git
import Ledger
import Research

/// Whether history shows that specs were there before the results of their experiments.
struct Precedence {
  /// Experiments of which some commit holds a spec and no result.
  private(set) var shown: Set<String> = []
  private var doubtful: [String: HistoryFinding] = [:]
  /// Folders are called so, not experiments.
  private static let general: Set<String> = ["experiments", "experiment", "specs", "results"]

  /// Takes in what one walk saw. A carried copy counts: it is a witness of the ledger's order.
  mutating func take(
    _ facts: WalkFacts, _ graph: CommitGraph, _ context: FindingContext
  ) throws {
    var new: [String: HistoryFinding] = [:]
    let results = Dictionary(grouping: facts.results, by: \.experiment)
    for (experiment, specs) in Dictionary(grouping: facts.specs, by: \.experiment) {
      // A result's path may hold the spec's own: `exp-1/spec.md`, `exp-1/results/metrics.json`.
      let brought = results[experiment] ?? []
      guard !Self.general.contains(experiment),
        let firstSpec = specs.max(by: { $0.place < $1.place })
      else { continue }
      let places = Set(brought.map(\.place))
      let isShown = specs.contains { spec in
        !places.contains(spec.place)
          && !places.contains { $0 > spec.place && graph.leads(from: spec.place, to: $0) }
      }
      if isShown {
        shown.insert(experiment)
        continue
      }
      let together = places.contains(firstSpec.place)
      new[experiment] = HistoryFinding(
        "order", path: firstSpec.path, commit: graph.ids[firstSpec.place],
        message: together
          ? "the spec first appears together with its results: it is not shown to precede them"
          : "the spec first appears after its results: it is not shown to precede them",
        remedy: "another clone or an exported witness that saw the spec alone shows it: "
          + "`rtrack verify --witness`; otherwise say so: `rtrack acknowledge`")
    }
    let names = Array(new.keys)
    var findings = Array(new.values)
    try context.complete(&findings)
    for (name, finding) in zip(names, findings) where doubtful[name] == nil {
      doubtful[name] = finding
    }
  }

  /// What no walk shows, once all are taken in.
  var findings: [HistoryFinding] {
    doubtful.filter { !shown.contains($0.key) }.map(\.value)
  }
}
