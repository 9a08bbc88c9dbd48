import Git
import Ledger
import Research

/// The walk over the whole history of one kind of branches: every commit, every parent.
struct BranchWalk {
  let repository: Repository
  let branch: BranchKind
  let protections: Protections
  let tips: [VerifiedTip]
  /// Commits that were looked at before, with all that leads to them.
  var known: [ObjectID] = []
  /// The latest time that one of those bears, in seconds since 1970; nil where none are known.
  var latestKnown: Int64?
  var isHashing = false
  /// Who may loosen the policy.
  var authority: AuthorityRule?
  /// What was taken out of the ledger with authority.
  var redacted = RedactedEntries()
  /// How far clocks may differ, in seconds.
  var skew: Int64 = 600
  /// What was there before its path was protected.
  var prior = PriorHistory()

  /// What the walk found.
  struct Result {
    let graph: CommitGraph
    let facts: WalkFacts
    var findings: [HistoryFinding]
    /// Why something could not be looked at.
    var gaps: [String]
    let reads: Int
  }

  func run() throws -> Result {
    let comparison = try HistoryComparison(
      of: repository, tips: tips.map(\.id), known: known, scope: scope, isHashing: isHashing)
    let graph = comparison.graph
    let (protections, branch, skew, isHashing) = (protections, branch, skew, isHashing)
    let outcome = try comparison.run { _ in
      WalkVisitor(protections: protections, branch: branch, isHashing: isHashing)
    }
    var facts = WalkFacts()
    for visitor in outcome.visitors { facts.merge(visitor.facts) }
    let files = facts.files
    facts.files = NewFiles()
    let reading = try comparison.read(files.ids) { reader in
      NewFileReader(reader, files, graph, skew: skew, isHashing: isHashing)
    } _: { reader, number in
      try reader.read(number)
    }
    for reader in reading.visitors { facts.merge(reader.facts) }
    var result = Result(
      graph: graph, facts: facts, findings: [], gaps: [], reads: outcome.reads + reading.reads)
    try judge(&result)
    try backdating(&result)
    try FindingContext(repository, graph, tips).complete(&result.findings)
    var prior = prior
    for index in result.findings.indices
    where try prior.holds(result.findings[index], in: repository) {
      result.findings[index].standing = .older
    }
    if !graph.cutOff.isEmpty {
      result.gaps.append(
        "the history is shallow: what lies before \(graph.cutOff[0].short) is not in this clone")
    }
    return result
  }

  private var scope: PathScope {
    branch == .ledger ? .everything : PathScope(paths: protections.prefixes)
  }

  /// Asks the one check of every commit at which something is not plain.
  private func judge(_ result: inout Result) throws {
    let graph = result.graph
    let first = OriginSearch(
      repository, tips: tips.map(\.id), paths: result.facts.lost, scope: scope)
    var check = Check(repository, protections, on: branch)
    check.skew = skew
    check.redacted = redacted
    check.mayHoldRedacted = true
    if branch == .ledger { check.authority = authority }
    for place in result.facts.suspects.sorted() {
      var commit = CheckedCommit(
        parents: graph.parents(of: place).map { graph.trees[$0] }, tree: graph.trees[place],
        time: Timestamp(seconds: graph.seconds[place]), firstVersion: first.version)
      let versions = FirstVersions(repository: repository, tips: [graph.ids[place]])
      commit.frozenVersion = { try versions.frozen(at: $0, $1) }
      do {
        for violation in try check.violations(of: commit) {
          if violation.rule == .profile {
            result.gaps.append(
              "\(violation.path), of commit \(graph.ids[place].short): \(violation.message)")
            continue
          }
          result.findings.append(HistoryFinding(violation, in: graph.ids[place]))
        }
      } catch let error as CheckError {
        result.gaps.append("commit \(graph.ids[place].short) cannot be checked: \(error)")
      }
    }
  }

  /// Commits that say they were made before what they follow. Of code, where anybody's clock is as
  /// it is, only those that a rule asks about, and beside their parents alone.
  private func backdating(_ result: inout Result) throws {
    let graph = result.graph
    var found: [(id: ObjectID, seconds: Int64, follows: Int64)] = []
    if branch == .ledger {
      found = try backdated(in: graph)
    } else {
      for place in result.facts.suspects.sorted() where graph.isNew[place] {
        let parents = (0..<graph.parentCount(of: place)).map { graph.parent($0, of: place) }
        guard let follows = parents.map({ graph.seconds[$0] }).max(),
          graph.seconds[place] < follows - skew
        else { continue }
        found.append((graph.ids[place], graph.seconds[place], follows))
      }
    }
    result.findings += found.map { id, seconds, follows in
      HistoryFinding(
        "backdated", commit: id,
        message: "the commit says \(Timestamp(seconds: seconds)), but follows one of "
          + "\(Timestamp(seconds: follows))",
        remedy: "when it was made is shown by witnesses only; if a clock was wrong, "
          + "`rtrack acknowledge` says so")
    }
  }

  /// Where something that was looked at before may be later than what is new, all of the line's
  /// times are read again.
  private func backdated(
    in graph: CommitGraph
  ) throws -> [(id: ObjectID, seconds: Int64, follows: Int64)] {
    let backdating = Backdating(skew: skew)
    var (whole, found) = (graph, backdating.findings(in: graph, after: latestKnown))
    if latestKnown != nil, !found.isEmpty {
      whole = try HistoryComparison(of: repository, tips: tips.map(\.id)).graph
      found = backdating.findings(in: whole)
    }
    return found.compactMap { finding in
      let id = whole.ids[finding.place]
      guard graph.place(of: id).map({ graph.isNew[$0] }) == true else { return nil }
      return (id, whole.seconds[finding.place], finding.follows)
    }
  }
}
