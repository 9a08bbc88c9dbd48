import Git
import Ledger
import Research

/// The walks over both kinds of branches, each over what the memo does not know.
struct VerifyWalks {
  let repository: Repository
  let protections: Protections
  let isHashing: Bool
  /// How far clocks may differ, in seconds.
  let skew: Int64
  let authority: AuthorityRule?
  let redacted: RedactedEntries
  private var prior: PriorHistory
  private var held: Set<HeldEntry>?
  private var order = Precedence()
  /// The kinds of branches that were gone through from their beginning.
  private var whole: Set<BranchKind> = []

  init(
    repository: Repository, protections: Protections, isHashing: Bool, skew: Int64,
    authority: AuthorityRule?, redacted: RedactedEntries, prior: PriorHistory
  ) {
    self.repository = repository
    self.protections = protections
    self.isHashing = isHashing
    self.skew = skew
    self.authority = authority
    self.redacted = redacted
    self.prior = prior
  }

  /// Goes through what is new on these branches, and tells what the memo knows of the rest.
  mutating func go(
    _ branch: BranchKind, _ tips: [VerifiedTip], _ memo: inout VerifyMemo,
    _ answer: inout Verification.Answer
  ) throws {
    if tips.isEmpty {
      memo.tips[branch] = []
      memo.findings[branch] = []
      if branch == .ledger { (memo.late, memo.latest) = (LateArrivals(), .min) }
      return
    }
    var earlier = memo.findings[branch] ?? []
    var late = branch == .ledger ? memo.late : LateArrivals()
    let known = try believed(memo.tips[branch] ?? [], earlier, tips)
    var result: BranchWalk.Result?
    if !known.isEmpty {
      if Set(tips.map(\.id)).isSubset(of: known) {
        memo.tips[branch] = tips.map(\.id)
        memo.findings[branch] = earlier
        answer.findings += earlier
        answer.late.add(late)
        return
      }
      result = try walk(branch, tips, known: known, latest: memo.latest)
      // Whether a spec precedes its results is a question to the whole history.
      if let new = result, !(new.facts.specs.isEmpty && new.facts.results.isEmpty),
        try !isPlain(new, on: branch)
      {
        result = nil
      }
    }
    if result == nil {
      earlier = []
      late = LateArrivals()
      if branch == .ledger { memo.latest = .min }
      result = try goThroughAll(branch, tips)
    }
    guard let result else { return }
    late.add(LateArrivals(result.facts.late, in: result.graph))
    answer.late.add(late)
    if branch == .ledger {
      memo.late = late
      memo.latest = max(memo.latest, result.graph.seconds.max() ?? .min)
    }
    answer.newCommits += result.graph.isNew.count(where: { $0 })
    answer.reads += result.reads
    answer.gaps += result.gaps
    memo.tips[branch] = Array(Set(tips.map(\.id)))
    // Where clocks were set back, some of what is known may have been gone through again.
    let named = Set(earlier.map(\.id))
    let findings = earlier + result.findings.filter { !named.contains($0.id) }
    memo.findings[branch] = findings
    answer.findings += findings
  }

  /// Where the walk need not go again. What was found on a branch that is gone, or was written
  /// anew, may be gone with it; then everything is gone through.
  private func believed(
    _ known: [ObjectID], _ earlier: [HistoryFinding], _ tips: [VerifiedTip]
  ) throws -> [ObjectID] {
    let here = known.filter(repository.contains)
    if earlier.isEmpty { return here }
    let ids = Set(tips.map(\.id))
    for tip in known where !ids.contains(tip) {
      guard here.contains(tip) else { return [] }
      let isHeld = try ids.contains { try repository.isAncestor(tip, of: $0) }
      if !isHeld { return [] }
    }
    return here
  }

  private mutating func goThroughAll(
    _ branch: BranchKind, _ tips: [VerifiedTip]
  ) throws -> BranchWalk.Result {
    let result = try walk(branch, tips, known: [])
    whole.insert(branch)
    if branch == .code { held = result.facts.held }
    try order.take(
      result.facts, result.graph, FindingContext(repository, result.graph, tips))
    return result
  }

  /// Tells which specs are not shown to precede their results. A copy that code carries may show
  /// what the ledger's own line does not, and the reverse, so both are heard first.
  mutating func settleOrder(
    _ tips: VerifiedTips, _ memo: inout VerifyMemo, _ answer: inout Verification.Answer
  ) throws {
    if whole.isEmpty { return }
    if !order.findings.isEmpty || answer.findings.contains(where: { $0.rule == "order" }) {
      if !whole.contains(.ledger), !tips.ledger.isEmpty {
        _ = try goThroughAll(.ledger, tips.ledger)
      }
      if !whole.contains(.code), !tips.code.isEmpty { _ = try goThroughAll(.code, tips.code) }
    }
    for branch in [BranchKind.ledger, .code] {
      memo.findings[branch]?.removeAll { $0.rule == "order" }
    }
    answer.findings.removeAll { $0.rule == "order" }
    let findings = try order.findings.map { try aged($0) }
    memo.findings[.ledger, default: []] += findings
    answer.findings += findings
  }

  private mutating func aged(_ finding: HistoryFinding) throws -> HistoryFinding {
    var finding = finding
    if try prior.holds(finding, in: repository) { finding.standing = .older }
    return finding
  }

  private func walk(
    _ branch: BranchKind, _ tips: [VerifiedTip], known: [ObjectID], latest: Int64? = nil
  ) throws -> BranchWalk.Result {
    try BranchWalk(
      repository: repository, branch: branch, protections: protections, tips: tips, known: known,
      latestKnown: latest, isHashing: isHashing, authority: authority, redacted: redacted,
      skew: skew, prior: prior
    ).run()
  }

  /// Whether each new result's spec was there before, in the ledger, where one look tells.
  private func isPlain(_ result: BranchWalk.Result, on branch: BranchKind) throws -> Bool {
    guard branch == .ledger, result.facts.specs.isEmpty else { return false }
    let graph = result.graph
    return try Dictionary(grouping: result.facts.results, by: \.place).allSatisfy { place, facts in
      try graph.parents(of: place).contains { parent in
        try facts.contains { fact in
          try repository.entry(
            at: "\(Layout.root)/experiments/\(fact.experiment)", in: graph.trees[parent]) != nil
        }
      }
    }
  }

  /// What these branches hold, or ever held, at protected paths.
  func held(by tips: [VerifiedTip]) throws -> Set<HeldEntry> {
    tips.isEmpty ? [] : try walk(.code, tips, known: []).facts.held
  }

  /// What all branches of code hold, or ever held, at protected paths.
  mutating func everHeld(_ tips: [VerifiedTip]) throws -> Set<HeldEntry> {
    if let held { return held }
    let found = try held(by: tips)
    held = found
    return found
  }
}
