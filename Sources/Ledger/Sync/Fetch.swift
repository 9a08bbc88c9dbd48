import Git
import Platform
import Research

/// Brings the remote's ledger here, beside the local one, by git's own transport.
struct Fetch {
  let ledger: Ledger
  /// How long the network may take.
  var patience: Duration = .seconds(60)
  /// Whether it is only a look: no lock of git's own is waited for, and git tidies nothing up.
  var isInPassing = false
  private let remote: String?

  /// - Parameter remote: nil for the one that is believed.
  init(_ ledger: Ledger, from remote: String? = nil) {
    self.ledger = ledger
    self.remote = remote ?? ledger.remote
  }

  /// Fetches; answers the remote's tip, or nil when it has no ledger branch.
  func run() throws -> ObjectID? {
    guard let remote else {
      throw LedgerError(
        .remote, "there is no remote to fetch from",
        hint: "add one with `git remote add origin URL`, or name one: `git config ledger.remote`")
    }
    let arrived = Ledger.fetchedReference(of: remote)
    let quietly = isInPassing ? ["-c", "gc.auto=0", "-c", "maintenance.auto=false"] : []
    // An empty refmap: what git keeps in refs/remotes is neither believed nor touched.
    let options = [
      "fetch", "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules", "--refmap=",
      "--no-write-fetch-head", remote, "+\(ledger.branch):\(arrived)",
    ]
    let command = quietly + options
    var stuck = StuckLock(Path.join(ledger.repository.commonDirectory, arrived + ".lock"))
    var result = try git(command)
    while try !result.succeeded && !isInPassing && stuck.isWorthAnotherTry(after: result.errors) {
      result = try git(command)
    }
    if result.succeeded {
      guard let tip = try ledger.repository.target(of: arrived) else {
        throw LedgerError(.remote, "git fetched the ledger of \(remote), but it did not arrive")
      }
      try refuseUnlessCommit(tip, of: remote)
      return tip
    }
    let words = String(decoding: result.errors, as: UTF8.self)
    if words.contains("couldn't find remote ref") { return nil }
    if result.end == .timedOut {
      throw LedgerError(
        .remote, "\(remote) did not answer within \(patience.rounded)",
        hint: "what was written here is safe; `rtrack sync` publishes it later")
    }
    throw LedgerError(
      .remote, "git could not fetch from \(remote): \(Self.lastLine(words))",
      details: HostWords.lines(in: words),
      hint: "what was written here is safe; `rtrack sync` publishes it later")
  }

  private func refuseUnlessCommit(_ tip: ObjectID, of remote: String) throws {
    let kind = try ledger.repository.kind(of: tip)
    if kind == .commit { return }
    throw LedgerError(
      .invalid,
      "\(ledger.branchName) of \(remote) is a \(kind.map { "\($0)" } ?? "thing unknown"), "
        + "no commit",
      hint: "nothing was taken over; whoever keeps \(remote) sees it with "
        + "`git cat-file -t \(ledger.branchName)`")
  }

  private func git(_ command: [String]) throws -> ChildResult {
    try GitProcess.run(
      command, in: try ledger.transportFolder(), environment: ledger.environment,
      timeLimit: patience)
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

/// git's lock on the reference where fetches arrive: held by another fetch of this clone, or left
/// by one that was killed.
///
/// What lies there is looked at only after a fetch and checked before it is believed, so a lock
/// that nobody has touched for seconds may be cleared: the worst is one more round.
private struct StuckLock {
  private let path: String
  private let started = MonotonicClock.nanoseconds()
  private var seen: FileStatus?
  private var since: UInt64 = 0

  init(_ path: String) { self.path = path }

  mutating func isWorthAnotherTry(after errors: [UInt8]) throws -> Bool {
    let words = String(decoding: errors, as: UTF8.self)
    let now = MonotonicClock.nanoseconds()
    guard now - started < 10_000_000_000 else { return false }
    // Another fetch moved it meanwhile, such as that of a call that was killed.
    if words.contains("cannot lock ref"), words.contains(" but expected ") {
      MonotonicClock.sleep(.milliseconds(100))
      return true
    }
    guard words.contains("\(Path.last(path))': File exists") else { return false }
    do {
      let found = try FileSystem.status(path)
      if found != seen {
        seen = found
        since = now
      } else if now - since > 2_000_000_000 {
        try FileSystem.remove(path)
      }
    } catch {
      throw LedgerError.system(error)
    }
    MonotonicClock.sleep(.milliseconds(100))
    return true
  }
}
