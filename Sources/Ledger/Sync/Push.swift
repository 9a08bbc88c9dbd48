import Git
import Platform

/// Sends a tip to the remote's ledger branch by git's own transport; by force only over the very
/// tip whose line was written anew with authority.
struct Push {
  let ledger: Ledger
  var patience: Duration = .seconds(60)
  /// The tip there whose place a line takes that was written anew; nil for what only grows.
  var replaced: ObjectID?

  init(_ ledger: Ledger) { self.ledger = ledger }

  enum Outcome {
    case done
    /// Somebody else had pushed in between.
    case overtaken
    /// git's own lock lies on the branch there, and these are git's words of it.
    case barred(String)
  }

  /// Pushes once.
  func run(_ tip: ObjectID) throws -> Outcome {
    let remote = ledger.remote ?? "origin"
    let lease = replaced.map { ["--force-with-lease=\(ledger.branch):\($0)"] } ?? []
    let result = try GitProcess.run(
      [
        "push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no",
      ] + lease + [remote, "\(tip.hex):\(ledger.branch)"], in: try ledger.transportFolder(),
      environment: ledger.environment,
      timeLimit: patience)
    if result.succeeded { return .done }
    let words = String(decoding: result.output + result.errors, as: UTF8.self)
    // Held for the moment of another push, or left by a git that died.
    let lines = words.split(whereSeparator: \.isNewline)
    if let line = lines.first(where: { $0.contains(".lock': File exists") }) {
      return .barred(Self.lock(in: line))
    }
    if replaced != nil, words.contains("non-fast-forward"), !words.contains("stale info") {
      throw LedgerError(
        .remote, "\(remote) takes no line that was written anew",
        hint: "whoever runs it allows it this once; a server with rtrack's hook takes a signed one")
    }
    let races = [
      "fetch first", "non-fast-forward", "stale info", "failed to update ref",
      "cannot lock ref", "incorrect old value", "failed to lock",
    ]
    if races.contains(where: words.contains) { return .overtaken }
    if result.end == .timedOut {
      throw LedgerError(
        .remote, "\(remote) did not take the push within \(patience.rounded)",
        hint: "what was written here is safe; `rtrack sync` publishes it later")
    }
    throw PushRefusal(words).error(
      from: remote, branch: ledger.branchName, Self.reason(words),
      words: HostWords.lines(in: String(decoding: result.errors, as: UTF8.self)))
  }

  /// The path in `Unable to create '/…/rtrack-ledger.lock': File exists`.
  private static func lock(in line: Substring) -> String {
    let end = line.firstRange(of: "': File exists")?.lowerBound ?? line.endIndex
    let start = line[..<end].lastIndex(of: "'").map(line.index(after:)) ?? line.startIndex
    return String(line[start..<end])
  }

  private static func reason(_ words: String) -> String {
    let lines = words.split(whereSeparator: \.isNewline)
    let told = lines.first { $0.hasPrefix("!") || $0.contains("[remote rejected]") }
    return told.map { $0.split(separator: "\t").joined(separator: " ") } ?? Fetch.lastLine(words)
  }
}
