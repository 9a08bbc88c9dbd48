public import Git
public import Ledger
import Platform
public import Research

/// Looks at all that a repository holds of promises and measurements, and at how it came to be.
public struct Verification {
  /// What is asked.
  public struct Question: Sendable {
    /// Branches or commits to look at beside HEAD; empty for all branches.
    public var references: [String] = []
    /// Whether what was looked at before is gone through again.
    public var isFull = false
    /// Whether every object that is read is hashed.
    public var isStrict = false
    /// Folders of other clones, and exported witnesses, as paths.
    public var witnesses: [String] = []
    /// What is protected for this once, beside what the policy protects.
    public var protections: [Protection] = []

    /// A look at everything that is new.
    public init() {}
  }

  /// What was looked at, and what was found.
  public struct Answer: Sendable {
    /// What somebody should know of; what counts first.
    public var findings: [HistoryFinding] = []
    /// Events of the ledger that came later than they say they were written; told, never judged.
    public var late = LateArrivals()
    /// Why something could not be looked at.
    public var gaps: [String] = []
    /// Branches whose history was looked at.
    public var branches: [String] = []
    /// Commits that were gone through now, and in all.
    public var newCommits = 0
    /// Objects that were read for it.
    public var reads = 0
    /// What witnesses were heard, in a line each.
    public var testimonies: [String] = []
    /// True when nothing counts and nothing was left out.
    public var isClean: Bool { gaps.isEmpty && !findings.contains(where: \.isOpen) }
  }

  let repository: Repository
  /// Nil in a project that never used this program.
  let ledger: Ledger?
  let environment: [String: String]
  /// The version of this program: a memo of another is not believed.
  let version: String

  /// - Parameter ledger: the repository's ledger; nil where there is none.
  public init(
    of repository: Repository, ledger: Ledger?, version: String, environment: [String: String]
  ) {
    self.repository = repository
    self.ledger = ledger
    self.version = version
    self.environment = environment
  }

  /// Looks, and tells.
  public func run(_ question: Question) throws -> Answer {
    var answer = Answer()
    let standing = try standing(&answer)
    let policy = try standing?.policy ?? ledger?.snapshot().policy() ?? Policy()
    let protections = Protections(
      Protections.ofLedger + policy.protections + question.protections)
    let tips = try VerifiedTips(repository, ledger, question.references)
    answer.branches = tips.ledger.map(\.name) + tips.code.map(\.name)
    let folder = Path.join(repository.commonDirectory, "rtrack")
    let prior = try prior(question)
    let key = try memoKey(
      protections, prior, skew: policy.skewSeconds, redacted: standing?.redactions.paths ?? [])
    var memo = VerifyMemo(in: folder, key: key)
    // Findings are remembered of all branches together.
    if question.isFull || question.isStrict || !tips.isWhole { memo.forgetWalks() }
    var walks = VerifyWalks(
      repository: repository, protections: protections, isHashing: question.isStrict,
      skew: policy.skewSeconds,
      authority: standing == nil ? nil : try ledger.map(AuthorityRule.init),
      redacted: standing?.redactions ?? RedactedEntries(), prior: prior)
    try walks.go(.ledger, tips.ledger, &memo, &answer)
    try walks.go(.code, tips.code, &memo, &answer)
    try walks.settleOrder(tips, &memo, &answer)
    let witnesses = WitnessHearing(
      repository: repository, ledger: ledger, protections: protections, tips: tips,
      environment: environment)
    try witnesses.hear(question.witnesses, &walks, &memo, &answer)
    answer.findings += try RepositoryTricks(repository: repository).findings()
    answer.findings += try WorkTreeFiles(
      repository: repository, protections: protections, environment: environment
    ).findings()
    try finish(&answer, tips, standing)
    if question.references.isEmpty, question.protections.isEmpty, answer.gaps.isEmpty {
      memo.seen = try witnesses.rewinding.remembered(
        memo.seen, open: answer.findings.filter(\.isOpen))
      memo.write(to: folder, key: key)
    }
    return answer
  }

  /// What was said with authority; nil where there is no ledger, or no signature can be read: then
  /// nothing that was loosened counts, and it is told.
  private func standing(_ answer: inout Answer) throws -> Standing? {
    guard let ledger else { return nil }
    do {
      return try Standing(of: try ledger.snapshot(), environment: environment)
    } catch is AuthorityError {
      answer.gaps.append(
        "who may loosen the policy: ssh-keygen, which checks signatures, is not installed")
      return nil
    }
  }

  private func finish(
    _ answer: inout Answer, _ tips: VerifiedTips, _ standing: Standing?
  ) throws {
    let healing = Healing(repository: repository, tips: tips.ledger + tips.code)
    for index in answer.findings.indices {
      try healing.tell(&answer.findings[index])
      if answer.findings[index].isOpen, let event = standing?.cover(of: answer.findings[index]) {
        answer.findings[index].standing = .covered(by: event.description)
      }
    }
    answer.findings.sort(by: HistoryFinding.isBefore)
  }

  /// Rules and paths that a walk was made under.
  private func memoKey(
    _ protections: Protections, _ prior: PriorHistory, skew: Int64, redacted: [String]
  ) throws -> String {
    let rules = protections.all.map {
      "\($0.pattern)\u{0}\($0.content.rawValue)\u{0}\($0.freeze.rawValue)"
    }
    let operators = try Standing.operators(of: repository).map(\.description).sorted()
    let heading = ["verify 3", version, ledger?.branch ?? "", prior.key, "\(skew)"]
    let text = (heading + operators + rules + redacted)
      .joined(separator: "\n")
    return try repository.hash(of: Array(text.utf8), .blob).hex
  }

  /// What was there before the policy protected it. The ledger's own folder always is.
  private func prior(_ question: Question) throws -> PriorHistory {
    guard let ledger else { return PriorHistory() }
    return PriorHistory(
      try ledger.snapshot().events(in: .policy),
      always: Protections(Protections.ofLedger + question.protections))
  }
}

extension Standing {
  /// The event by which a finding no longer counts.
  func cover(of finding: HistoryFinding) -> EventName? {
    if let name = FindingName(finding.id), let event = acknowledgement(of: name) { return event }
    guard let path = finding.path, let act = finding.act.flatMap(Violation.Act.init) else {
      return nil
    }
    return cover(
      of: Violation(
        EnforcedRule(rawValue: finding.rule) ?? .appendOnly, act, path, before: finding.before,
        after: finding.after, message: finding.message, remedy: finding.remedy))
  }
}
