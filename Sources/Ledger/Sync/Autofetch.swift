import Git
import Platform
import Research

/// A look at the remote before an answer is given, where `git config ledger.autofetch 5m` asks for
/// it: bounded in time, and never the reason why a command fails.
///
/// What it brings is only recorded as seen, so that it is read beside the local ledger; `sync`
/// unites the two.
public struct Autofetch {
  private let ledger: Ledger
  private let sync: Sync
  /// How long the remote may keep the answer waiting.
  public var patience: Duration = .seconds(1)

  /// The look of a ledger at its remote.
  ///
  /// - Parameter judge: says which redactions count, as of ``Sync/judge``.
  public init(of ledger: Ledger, writer: Writer, judge: @escaping RedactionJudge) {
    self.ledger = ledger
    var writer = writer
    writer.patience = .milliseconds(200)
    var sync = Sync(of: ledger, writer: writer)
    sync.judge = judge
    self.sync = sync
  }

  /// When it was tried last, whatever came of it: a remote that is away keeps nobody waiting again.
  private var record: String { Path.join(ledger.privateFolder, "autofetch") }

  /// Looks where it is asked for, and is time to.
  ///
  /// - Returns: what a person should know of it; nil as a rule, also where the remote is away.
  public func run() -> String? {
    guard let remote = ledger.remote,
      let text = (try? ledger.repository.setting("ledger.autofetch")) ?? nil
    else { return nil }
    guard let seconds = Policy.seconds(text), (1...604_800).contains(seconds) else {
      return "ledger.autofetch is \"\(text.prefix(40))\", not a time such as 5m, up to 7 days; "
        + "nothing was fetched"
    }
    let now = sync.writer.clock()
    let due = now.adding(seconds: -seconds)
    func isRecent(_ moment: Timestamp) -> Bool { moment > due && moment <= now }
    if case .seen(_, let at) = Witness(of: ledger).freshness(), isRecent(at) { return nil }
    if let last = lastTry(at: remote), isRecent(last) { return nil }
    do {
      // Where nothing can be kept, each call would wait again.
      try FileSystem.makeDirectory(ledger.privateFolder)
      try FileSystem.write(Array("\(now) \(remote)\n".utf8), to: record)
      return try look(at: now)
    } catch {
      return nil
    }
  }

  private func lastTry(at remote: String) -> Timestamp? {
    guard let bytes = try? FileSystem.read(record, limit: 512) else { return nil }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    return words.count == 2 && words[1] == remote ? Timestamp(String(words[0])) : nil
  }

  /// Records what the remote has, if that is this ledger, and holds what was written as it was.
  private func look(at now: Timestamp) throws -> String? {
    guard let local = try ledger.tip() else { return nil }
    var fetch = Fetch(ledger)
    fetch.patience = patience
    fetch.isInPassing = true
    guard let tip = try fetch.run() else { return nil }
    _ = try ledger.snapshot(of: [tip])
    let known = [
      try Witness(of: ledger).seen(), try ledger.repository.mergeBase(tip, local),
    ].compactMap { $0 }
    guard try !known.isEmpty && sync.replanting(tip, local) == nil,
      try Healing(of: ledger).wounds(of: tip, since: known).isEmpty
    else {
      return "what \(ledger.remote ?? "the remote") holds does not go on from what is here, and is "
        + "not read; `rtrack sync` says why"
    }
    try sync.writer.locked { try Witness(of: ledger).record(tip, lookedAt: now, holding: $0) }
    return nil
  }
}
