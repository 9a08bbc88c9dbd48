import Git
import Ledger
import Platform
import Research

/// Hears everything that saw this project's history before: what was seen of the remote, the copies
/// that code carries, the files that were sealed, other clones, and exported witnesses.
struct WitnessHearing {
  let repository: Repository
  let ledger: Ledger?
  let protections: Protections
  let tips: VerifiedTips
  let environment: [String: String]

  func hear(
    _ named: [String], _ walks: inout VerifyWalks, _ memo: inout VerifyMemo,
    _ answer: inout Verification.Answer
  ) throws {
    let testimony = try testimony()
    for tip in tips.code { answer.findings += try testimony.carried(by: tip) }
    answer.findings += try remote(testimony)
    answer.findings += try rewinding.findings(memo.seen)
    answer.findings += try sealed(&walks, &memo)
    for path in named {
      answer.findings += try hear(path, testimony, &walks, &answer.testimonies)
    }
  }

  /// The ledger as it stands here: the local line, and what the remote had beyond it.
  private func testimony() throws -> Testimony {
    var ids: [ObjectID] = []
    if let ledger {
      if let local = try ledger.tip() { ids.append(local) }
      if let reference = ledger.seenReference, let seen = try repository.target(of: reference),
        !ids.contains(seen)
      {
        ids.append(seen)
      }
    }
    return Testimony(
      repository: repository, ledgerTrees: try ids.map { try repository.commit($0).tree },
      ledgerTips: ids)
  }

  /// What the remote had and has no more, as it was last fetched; and what is other here.
  private func remote(_ testimony: Testimony) throws -> [HistoryFinding] {
    guard let ledger, let remote = ledger.remote, let reference = ledger.seenReference,
      let seen = try repository.target(of: reference)
    else { return [] }
    var found: [HistoryFinding] = []
    if let local = try ledger.tip() {
      let own = Testimony(
        repository: repository, ledgerTrees: [try repository.commit(local).tree],
        ledgerTips: [local])
      found += try own.ledger(
        seen, named: "\(remote), as it was last seen,", in: repository, isPublic: true)
    }
    if let fetched = ledger.fetchedReference.flatMap({ try? repository.target(of: $0) }) {
      let there = Testimony(
        repository: repository, ledgerTrees: [try repository.commit(fetched).tree],
        ledgerTips: [fetched])
      found += try there.ledger(
        seen, named: "\(remote), as it was seen before its last fetch,", in: repository,
        isPublic: true)
    }
    return found
  }

  /// What this clone saw of its lines before.
  var rewinding: Rewinding {
    Rewinding(
      repository: repository, protections: protections, tips: tips, line: ledger?.branch,
      remote: ledger?.remote)
  }

  private func sealed(
    _ walks: inout VerifyWalks, _ memo: inout VerifyMemo
  ) throws -> [HistoryFinding] {
    guard tips.isWhole, let ledger, let tip = try ledger.tip() else { return [] }
    let sealed = SealedBlobs(repository: repository, ledger: ledger, tip: tip, tips: tips)
    guard let state = try sealed.state(), memo.sealing != state else { return [] }
    let findings = try sealed.findings { try walks.held(by: $0) }
    memo.sealing = findings.isEmpty ? state : ""
    return findings
  }

  private func hear(
    _ path: String, _ testimony: Testimony, _ walks: inout VerifyWalks,
    _ heard: inout [String]
  ) throws -> [HistoryFinding] {
    guard let status = try FileSystem.status(path, following: true) else {
      throw LedgerError(
        .invalid, "there is no witness \(path)",
        hint: "name another clone's folder, or a file that `rtrack witness export` wrote")
    }
    // Both what was walked and what a witness needs of it lie here.
    let held = try walks.everHeld(tips.code)
    if status.kind == .directory {
      let clone = try CloneWitness.open(path, beside: repository, environment: environment)
      heard.append("the clone \(path)")
      return try CloneWitness(
        name: path, testimony: testimony, protections: protections, branches: tips.code,
        held: { held }
      ).findings(clone, ledgerBranch: ledger?.branch ?? "refs/heads/rtrack-ledger")
    }
    let statement = try WitnessStatement(
      parsing: try FileSystem.read(path, limit: WitnessStatement.largest), named: path)
    let seal = try WitnessSeal(path: path, environment: environment, repository: repository)
    // Of some branches alone nobody asked about the others.
    let gone =
      tips.isWhole
      ? statement.gone(besides: tips.code, held: held, named: path) : (findings: [], others: 0)
    let merged =
      gone.others == 0
      ? ""
      : "; \(gone.others) of its branches \(gone.others == 1 ? "is" : "are") gone, and nothing of "
        + "\(gone.others == 1 ? "it" : "them") is missing"
    heard.append("\(path), of \(statement.at), \(seal.words)\(merged)")
    return try seal.findings + gone.findings
      + statement.findings(
        against: testimony, held: held, tips.code, named: path)
  }
}
