import Git
public import Ledger
import Research

/// What branches of code led to when their paths were first protected. What was done there was done
/// before the promise, whatever a commit's clock says: the event that protects names the tips that
/// it saw.
struct PriorHistory {
  private var rules: [Rule] = []

  private struct Rule {
    let paths: Protections
    let tips: [ObjectID]
    /// All that leads to the tips; nil until somebody asks.
    var commits: Set<ObjectID>?
  }

  /// Nothing was there before: every finding counts.
  init() {}

  /// - Parameters:
  ///   - events: those of the policy. Where several protect a path, only what all of them saw is
  ///     older: one that is added later makes nothing older.
  ///   - always: what needs no event to be protected.
  init(_ events: [Event], always: Protections) {
    for event in events {
      guard case .protect(let rule, let tips) = event.payload else { continue }
      rules.append(
        Rule(paths: Protections([rule]), tips: tips.compactMap { ObjectID(hex: $0) }))
    }
    if !rules.isEmpty { rules.append(Rule(paths: always, tips: [])) }
  }

  /// What a memo of findings is kept under.
  var key: String {
    rules.map { $0.tips.map(\.hex).sorted().joined(separator: ",") }.sorted()
      .joined(separator: ";")
  }

  /// Whether a finding's commit was there before its path was protected.
  mutating func holds(_ finding: HistoryFinding, in repository: Repository) throws -> Bool {
    guard let commit = finding.commit, let path = finding.path else { return false }
    var isCovered = false
    for index in rules.indices where rules[index].paths.protection(of: path) != nil {
      if rules[index].tips.isEmpty { return false }
      if rules[index].commits == nil {
        var commits: Set<ObjectID> = []
        // A branch that this clone does not have leads to nothing here.
        let tips = rules[index].tips.filter { repository.contains($0) }
        try repository.history(from: tips, hiding: []) { id, _ in commits.insert(id).inserted }
        rules[index].commits = commits
      }
      guard rules[index].commits?.contains(commit) == true else { return false }
      isCovered = true
    }
    return isCovered
  }
}

extension Ledger {
  /// The newest commits of the branches of code, here and on remotes, as hexadecimal ids: what a
  /// new protection finds there. Of more than 500, the first by name.
  public func codeTips() throws -> [String] {
    var seen: Set<ObjectID> = []
    let tips = try VerifiedTips(repository, self, []).code.map(\.id)
    return tips.filter { seen.insert($0).inserted }.prefix(500).map(\.hex)
  }
}
