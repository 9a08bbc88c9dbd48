import Git
import Platform
public import Research

/// The commits that runs stand on, between this clone and the remote: each under its run's own
/// reference, pushed once and fetched where it is needed.
public struct RunCommits {
  private let ledger: Ledger
  private let patience: Duration

  /// What became of a push.
  public struct Outcome: Hashable, Sendable {
    /// The runs whose commits the remote has now, and had not before as far as is known here.
    public var sent: [String] = []
    /// Why the remote did not take some; nil where it took all.
    public var refusal: String?

    /// Nothing was pushed.
    public init() {}
  }

  /// The commits of a ledger's runs.
  ///
  /// - Parameter patience: how long the remote may keep a call waiting.
  public init(of ledger: Ledger, patience: Duration) {
    self.ledger = ledger
    self.patience = patience
  }

  private static let folder = "refs/rtrack/runs/"
  private var record: String { Path.join(ledger.privateFolder, "runs-sent") }

  /// Pushes what this clone has and has not pushed yet. What was pushed is remembered, so that a
  /// sync without new runs asks the remote nothing.
  ///
  /// - Throws: `GitError` or `SystemError` where this clone cannot be read; what the remote says is
  ///   told by the outcome.
  public func push() throws -> Outcome {
    var outcome = Outcome()
    guard let remote = ledger.remote else { return outcome }
    let known = try sent()
    let new = try ledger.repository.references(under: Self.folder).map(\.name)
      .filter { !known.contains("\(remote) \($0)") }.sorted()
    for start in stride(from: 0, to: new.count, by: 200) {
      let names = new[start..<min(start + 200, new.count)]
      let result = try GitProcess.run(
        ["push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no", remote]
          + names.map { "\($0):\($0)" },
        in: try ledger.transportFolder(), environment: ledger.environment, timeLimit: patience)
      guard result.succeeded else {
        outcome.refusal = Fetch.lastLine(
          String(decoding: result.output + result.errors, as: UTF8.self))
        return outcome
      }
      let lines = names.map { "\(remote) \($0)\n" }.joined()
      try FileSystem.append(Array(lines.utf8), to: record)
      outcome.sent += names.map { String($0.dropFirst(Self.folder.count)) }
    }
    return outcome
  }

  /// Makes the commit of a run be here, from the remote where this clone has none.
  ///
  /// - Parameter commit: the one that the run's start names, in hexadecimal.
  /// - Throws: ``LedgerError`` when it is nowhere to be had, or the remote holds another.
  public func fetch(_ commit: String, of run: RunID) throws {
    guard let id = ObjectID(hex: commit) else {
      throw LedgerError(.invalid, "the start of run \(run) names no commit")
    }
    if ledger.repository.contains(id) { return }
    let name = Self.folder + run.description
    guard let remote = ledger.remote else { throw missing(run, "there is no remote to ask") }
    let result = try GitProcess.run(
      ["fetch", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", remote, name],
      in: try ledger.transportFolder(), environment: ledger.environment, timeLimit: patience)
    if !result.succeeded {
      throw missing(run, Fetch.lastLine(String(decoding: result.errors, as: UTF8.self)))
    }
    guard ledger.repository.contains(id) else {
      throw LedgerError(
        .tampered, "\(remote) holds another commit as \(name) than run \(run) was started on",
        hint: "its start names \(commit)")
    }
  }

  private func missing(_ run: RunID, _ why: String) -> LedgerError {
    LedgerError(
      .remote, "the commit of run \(run) is not in this clone: \(why)",
      hint: "where it was run, `rtrack sync` publishes it")
  }

  /// What was pushed already: a remote and a reference a line.
  private func sent() throws -> Set<String> {
    guard try FileSystem.status(record) != nil else { return [] }
    let bytes = try FileSystem.read(record, limit: 64 << 20)
    return Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
  }
}
