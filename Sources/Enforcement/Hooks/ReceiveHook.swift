import Git
import Ledger
import Research

/// Judges a push on the server, before it is taken: `pre-receive`.
///
/// Every commit that is new here is checked beside its parents, by the policy that held before the
/// push. The ledger branch only moves forward; of a branch that holds protected entries none is
/// lost, neither by a forced push nor with the branch.
struct ReceiveHook {
  let ledger: Ledger

  /// More new commits than these are not taken at once, unless `rtrack.pushLimit` says otherwise.
  static let most = 200_000

  private var repository: Repository { ledger.repository }

  /// Refuses the push where one of its references breaks a rule.
  func run(_ moves: [ReferenceMove]) throws {
    let limit = try repository.setting("rtrack.pushLimit").flatMap { Int($0) } ?? Self.most
    let known = try knownCommits(limit)
    let standing = try ledger.exists() ? Standing.now(in: ledger) : nil
    let protections = try standing?.protections ?? arriving(moves)
    let authority = try AuthorityRule(of: ledger)
    let before = try ledger.tip().map { [try repository.commit($0).tree] }
    for move in moves {
      if move.name.hasPrefix("refs/replace/") {
        throw HookRefusal(
          "\(move.name) would make git show other objects than were committed; it is not taken")
      }
      if move.name.hasPrefix("refs/rtrack/") {
        throw HookRefusal("\(move.name) belongs to each clone alone; it is not taken")
      }
      let isLedger = move.name == ledger.branch
      var check = Check(repository, protections, on: isLedger ? .ledger : .code)
      if isLedger {
        check.authority = authority
        check.policyBefore = before
        if let standing {
          check.redacted = standing.redactions
          check.skew = standing.policy.skewSeconds
        }
      }
      if !move.isDeletion { try checkCommits(move, check, known, limit) }
      if isLedger {
        try checkLedger(move)
      } else if move.name.hasPrefix("refs/heads/") {
        try checkBranch(move, check, known, moves)
      }
    }
  }

  /// What is protected where a server has no ledger yet: what the one says which comes.
  private func arriving(_ moves: [ReferenceMove]) throws -> Protections {
    guard let first = moves.first(where: { $0.name == ledger.branch && !$0.isDeletion }) else {
      return .bare
    }
    return Protections(of: try ledger.snapshot(of: [first.new]).policy())
  }

  /// What this repository holds already.
  private func knownCommits(_ limit: Int) throws -> [ObjectID] {
    Set(try repository.references(under: "refs").map(\.target)).compactMap {
      try? PeeledTag.commit($0, in: repository)
    }
  }

  private func checkCommits(
    _ move: ReferenceMove, _ check: Check, _ known: [ObjectID], _ limit: Int
  ) throws {
    guard let tip = try PeeledTag.commit(move.new, in: repository) else {
      if move.name.hasPrefix("refs/heads/") {
        throw HookRefusal("\(move.name) points at no commit; it is not taken")
      }
      return
    }
    var found: [(commit: ObjectID, violation: Violation)] = []
    do {
      let commits = NewCommits(repository: repository, check: check, most: limit)
      found = try commits.violations(to: tip, beyond: known)
    } catch let error as NewCommits.TooMany {
      throw HookRefusal(
        "\(move.name) brings more than \(error.limit) new commits at once; it is not taken",
        hint: "push them in parts, or let the server's operator set rtrack.pushLimit")
    } catch let error as GitError where error.kind == .missing {
      throw HookRefusal(
        "\(move.name) comes without all of its history (\(error.message)); it is not taken",
        hint: "a shallow clone pushes after `git fetch --unshallow`")
    }
    found = try found.uncovered(by: ledger, \.violation)
    guard let first = found.first else { return }
    throw HookRefusal(
      "\(move.shortName) is not taken: commit \(first.commit.short) breaks what was promised",
      found.map(\.violation),
      hint: "commits that were never pushed can be made anew without it; your work is safe")
  }

  private func checkLedger(_ move: ReferenceMove) throws {
    if move.isDeletion, try repository.target(of: move.name) != nil {
      throw HookRefusal("the ledger branch \(move.shortName) is never deleted")
    }
    guard let old = seen(move) else { return }
    if try repository.isAncestor(old, of: move.new) { return }
    let losses = try LedgerGrowth.losses(from: old, to: move.new, in: repository)
    if try isAnew(move.new, insteadOf: old, losses) { return }
    throw HookRefusal(
      "the ledger branch only moves forward, and this push does not lead on from what is here",
      losses, hint: "`rtrack sync` takes in what is here and pushes the union")
  }

  /// What the pusher saw there; nil where that was nothing.
  ///
  /// It may have moved since, by a push that came first. Then no rule is broken, and nothing is
  /// taken either: git moves a reference only from the value that the pusher named.
  private func seen(_ move: ReferenceMove) -> ObjectID? { move.old == .zero ? nil : move.old }

  /// Whether a signed event that this push brings says that the line was written anew, from a
  /// commit of the line that is here, and nothing is missed but what it names.
  private func isAnew(
    _ new: ObjectID, insteadOf old: ObjectID, _ losses: [Violation]
  ) throws -> Bool {
    let known = try PolicyThread(in: [try repository.commit(old).tree], of: repository).blobs
    let rule = RedactionRule(repository, environment: ledger.environment)
    let redactions = try rule.redactions(in: new, judgedBy: [old])
      .filter { known[$0.key] == nil }.values
    let isOfThisLine = try redactions.contains { redaction in
      guard let named = redaction.oldTip.flatMap(ObjectID.init(hex:)), repository.contains(named)
      else { return false }
      return try repository.isAncestor(named, of: old)
    }
    let entries = RedactedEntries(Array(redactions))
    return try isOfThisLine && Redaction.isNamed(new, by: redactions, in: repository)
      && losses.allSatisfy { entries.covers($0.path, $0.before, became: $0.after) }
  }

  /// No protected entry of a branch may be lost.
  private func checkBranch(
    _ move: ReferenceMove, _ check: Check, _ known: [ObjectID], _ moves: [ReferenceMove]
  ) throws {
    guard let old = seen(move), try repository.kind(of: old) == .commit else { return }
    let before = try repository.commit(old).tree
    if move.isDeletion {
      let lost = try LostEntries(ledger: ledger, check: check).lost(
        with: before, besides: survivors(of: move, moves))
      if lost.isEmpty { return }
      throw HookRefusal(
        "\(move.shortName) holds protected entries that no other branch holds; it is not deleted",
        lost, hint: "merge it first; then it may go")
    }
    if try repository.isAncestor(old, of: move.new) { return }
    let lost = try check.violations(
      of: CheckedCommit(parents: [before], tree: try repository.commit(move.new).tree)
    ).filter { EnforcedRule.keeping.contains($0.rule) }.uncovered(by: ledger, \.self)
    if lost.isEmpty { return }
    throw HookRefusal(
      "\(move.shortName) holds protected entries that this forced push would lose or change; it "
        + "stays where it was", lost,
      hint: "rebase onto it, or merge it: `git pull`, then push without force")
  }

  /// The trees of the branches that stay, or come, with this push.
  private func survivors(
    of gone: ReferenceMove, _ moves: [ReferenceMove]
  ) throws -> [ObjectID] {
    let moved = Set(moves.map(\.name))
    var tips = try repository.references(under: "refs/heads")
      .filter { !moved.contains($0.name) && $0.name != ledger.branch }.map(\.target)
    tips += moves.filter { !$0.isDeletion && $0.name.hasPrefix("refs/heads/") }.map(\.new)
    return try tips.filter { try repository.kind(of: $0) == .commit }
      .map { try repository.commit($0).tree }
  }
}
