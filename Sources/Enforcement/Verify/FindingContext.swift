import Git
import Research

/// Says of findings who made their commits, and which branches hold them.
struct FindingContext {
  private let repository: Repository
  private let graph: CommitGraph
  private let tips: [VerifiedTip]
  /// So many branches are looked through; with more, the commit has to do.
  private static let mostTips = 64

  init(_ repository: Repository, _ graph: CommitGraph, _ tips: [VerifiedTip]) {
    self.repository = repository
    self.graph = graph
    self.tips = tips
  }

  func complete(_ findings: inout [HistoryFinding]) throws {
    if findings.isEmpty { return }
    var reach: [(name: String, holds: Set<Int>)] = []
    for tip in tips.prefix(Self.mostTips) {
      if let place = graph.place(of: tip.id) { reach.append((tip.name, graph.reach(place))) }
    }
    var commits: [ObjectID: Commit] = [:]
    for index in findings.indices {
      guard let id = findings[index].commit else { continue }
      let commit = try commits[id] ?? repository.commit(id)
      commits[id] = commit
      findings[index].author = commit.author.name
      findings[index].time = Timestamp(seconds: commit.committer.seconds)
      if let place = graph.place(of: id) {
        findings[index].places = reach.filter { $0.holds.contains(place) }.map(\.name)
      }
    }
  }
}

/// Says of what was lost that it is there again.
struct Healing {
  let repository: Repository
  let tips: [VerifiedTip]

  func tell(_ finding: inout HistoryFinding) throws {
    guard let path = finding.path, let before = finding.before, finding.commit != nil,
      let tip = tips.first(where: { finding.places.contains($0.name) }),
      let now = try repository.entry(at: path, in: try repository.commit(tip.id).tree),
      now.id == before.id, now.mode == before.mode
    else { return }
    finding.message += "; \(tip.name) holds it again as it was"
  }
}

extension CommitGraph {
  /// A commit and all that leads to it.
  func reach(_ start: Int) -> Set<Int> {
    var seen: Set<Int> = [start]
    var open = [start]
    while let place = open.popLast() {
      for parent in parents(of: place) where seen.insert(parent).inserted { open.append(parent) }
    }
    return seen
  }
}
