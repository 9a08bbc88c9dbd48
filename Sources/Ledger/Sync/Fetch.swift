import Git
import Platform
import Research

/// Brings the remote's ledger here, beside the local one, by git's own transport.
struct Fetch {
  let ledger: Ledger
  /// How long the network may take.
  var patience: Duration = .seconds(60)

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// Fetches; answers the remote's tip, or nil when it has no ledger branch.
  func run() throws -> ObjectID? {
    guard let remote = ledger.remote, let arrived = ledger.fetchedReference else {
      throw LedgerError(
        .remote, "there is no remote to fetch from",
        hint: "add one with `git remote add origin URL`, or name one: `git config ledger.remote`")
    }
    let result = try GitProcess.run(
      [
        "fetch", "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules",
        "--no-write-fetch-head", remote, "+\(ledger.branch):\(arrived)",
      ], in: ledger.repository.commonDirectory, environment: ledger.environment,
      timeLimit: patience)
    if result.succeeded {
      guard let tip = try ledger.repository.target(of: arrived) else {
        throw LedgerError(.remote, "git fetched the ledger of \(remote), but it did not arrive")
      }
      return tip
    }
    let words = String(decoding: result.errors, as: UTF8.self)
    if words.contains("couldn't find remote ref") { return nil }
    if result.end == .timedOut {
      throw LedgerError(
        .remote, "\(remote) did not answer within \(patience)",
        hint: "what was written here is safe; `rtrack sync` publishes it later")
    }
    throw LedgerError(
      .remote, "git could not fetch from \(remote): \(Self.lastLine(words))",
      hint: "what was written here is safe; `rtrack sync` publishes it later")
  }

  /// Makes the ledger branch what arrived, in a clone that has none: trusted on first use.
  func take(
    _ tip: ObjectID, lookedAt now: Timestamp, holding lock: borrowing FileLock
  ) throws {
    _ = try ledger.snapshot(of: [tip])
    let when = Timestamp(seconds: try ledger.repository.commit(tip).committer.seconds)
    try ledger.move(
      ledger.branch, from: nil, to: tip, by: try ledger.committer(at: when),
      message: "rtrack: taken from \(ledger.remote ?? "")", holding: lock)
    try Witness(of: ledger).record(tip, lookedAt: now, holding: lock)
  }

  static func lastLine(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    let said = lines.first { $0.hasPrefix("fatal:") || $0.hasPrefix("error:") } ?? lines.last
    return said.map(String.init) ?? "it said nothing"
  }
}
