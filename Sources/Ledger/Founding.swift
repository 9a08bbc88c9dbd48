import Git
import Platform
import Research

/// How a ledger came to be in a repository.
public enum Origin: Hashable, Sendable {
  case founded
  /// Taken from the remote, trusted on first use.
  case taken(remote: String)
  /// Built again from the copy that a branch of code carries.
  case restored(branch: String, commits: Int)
  /// It was here already.
  case present
}

/// Makes the ledger of a repository, or mends what belongs around one.
public struct Founding {
  let ledger: Ledger
  let writer: Writer
  /// Asked where a branch carries a copy of a ledger that something was taken out of.
  public var judge: RedactionJudge = { _, _ in [:] }

  /// The founding of this ledger; what is written is written by `writer`.
  public init(of ledger: Ledger, writer: Writer) {
    self.ledger = ledger
    self.writer = writer
  }

  /// What was made or mended beside the ledger itself.
  public struct Outcome: Sendable {
    /// Where the ledger came from.
    public let origin: Origin
    /// The branch is held so that nobody checks it out; false in bare repositories.
    public let isHeld: Bool
    /// What had to be done, in words; empty when everything was in place.
    public let mended: [String]
    /// What could not be reached or done, in words.
    public let warnings: [String]
  }

  /// Makes the ledger where there is none (from the remote, from a carried copy, or new), and puts
  /// right what belongs around it. Run again it changes nothing.
  public func establish() throws -> Outcome {
    var warnings: [String] = []
    // Without the lock: a slow network must not keep others waiting.
    let arrived = try ledger.exists() ? nil : fetched(&warnings)
    return try writer.locked { lock in
      var origin = Origin.present
      if try ledger.exists() {
        _ = try ledger.snapshot()
      } else {
        try refuseTakenName()
        origin = try make(from: arrived, holding: lock)
      }
      var mended: [String] = []
      if try Hold.establish(in: ledger) {
        mended.append("\(ledger.branchName) is held: nobody can check it out or delete it")
      }
      if try Exclude.establish(in: ledger.repository) {
        mended.append(".research/ is in info/exclude: git status stays clean")
      }
      return Outcome(
        origin: origin, isHeld: try Hold.isPresent(in: ledger), mended: mended, warnings: warnings)
    }
  }

  /// In a fresh clone: takes the remote's ledger, when there is one, and otherwise does nothing.
  public func takeIfRemoteHasOne(patience: Duration) throws -> Origin? {
    guard let remote = ledger.remote, try !ledger.exists() else { return nil }
    let now = writer.clock()
    var fetch = Fetch(ledger)
    fetch.patience = patience
    guard let tip = try fetch.run() else { return nil }
    try writer.locked { lock in
      // Another call may have been quicker.
      if try !ledger.exists() { try Fetch(ledger).take(tip, lookedAt: now, holding: lock) }
    }
    _ = try establish()
    return .taken(remote: remote)
  }

  /// The remote's ledger, and when it was looked for; nil where there is none or it is not reached.
  private func fetched(_ warnings: inout [String]) throws -> (tip: ObjectID, at: Timestamp)? {
    guard ledger.remote != nil else { return nil }
    let now = writer.clock()
    do {
      return try Fetch(ledger).run().map { ($0, now) }
    } catch let error as LedgerError where error.kind == .remote {
      warnings.append("\(error.message); whether it has a ledger is not known")
      return nil
    }
  }

  private func make(
    from arrived: (tip: ObjectID, at: Timestamp)?, holding lock: borrowing FileLock
  ) throws -> Origin {
    if let arrived {
      try Fetch(ledger).take(arrived.tip, lookedAt: arrived.at, holding: lock)
      return .taken(remote: ledger.remote ?? "")
    }
    let restoration = Restoration(of: ledger, judge: judge)
    if let restored = try restoration.restore(holding: lock) { return restored }
    try found(holding: lock)
    return .founded
  }

  /// The first commit: which version of the format this is, and that bytes are bytes.
  private func found(holding lock: borrowing FileLock) throws {
    let repository = ledger.repository
    let now = writer.clock()
    let name = EventName(
      time: now, cycle: 0, agent: .system, kind: .founded,
      suffix: EventName.suffix(from: writer.dice()))
    let event = Event(
      name: name, thread: .policy, payload: .founded(ledgerVersion: Policy.currentLedgerVersion))
    let objects = try repository.writer()
    let tree = try objects.insert(
      [
        (Layout.attributesPath, try objects.blob(Array(Layout.attributes.utf8))),
        (Layout.path(of: event), try objects.blob(EventFile.serialized(event))),
      ], into: nil)
    let composition = Composition([event], speaker: .system, act: "ledger founded")
    let committer = try ledger.committer(at: now)
    let commit = Commit(
      tree: tree, parents: [], author: ledger.author(.system, at: now), committer: committer,
      message: CommitMessage(composition, numbering: .own).text)
    let id = try ledger.signed(commit, with: objects)
    do {
      try ledger.move(
        ledger.branch, from: nil, to: id, by: committer, message: "rtrack: ledger founded",
        holding: lock)
    } catch let error as GitError where error.kind == .moved {
      // Somebody else founded it in this moment; theirs holds.
      _ = try ledger.snapshot()
    }
  }

  /// A branch, or a folder of branches, may already be called as the ledger would be.
  private func refuseTakenName() throws {
    let inside = try ledger.repository.references(under: ledger.branch + "/")
    if let taken = inside.first {
      throw LedgerError(
        .branchTaken,
        "the branch \(taken.name.dropFirst(11)) stands where \(ledger.branchName) would",
        hint: "give the ledger another name: `git config ledger.branch research-ledger`")
    }
    var parts = ledger.branch.split(separator: "/").map(String.init)
    while parts.count > 3 {
      parts.removeLast()
      let above = parts.joined(separator: "/")
      if try ledger.repository.target(of: above) != nil {
        throw LedgerError(
          .branchTaken, "the branch \(above.dropFirst(11)) leaves no room for \(ledger.branchName)",
          hint: "give the ledger another name: `git config ledger.branch research-ledger`")
      }
    }
  }
}

/// The view's place in git's list of what is not to be shown or added.
enum Exclude {
  static let line = "/.research/"

  /// Whether the line is there.
  static func isPresent(in repository: Repository) throws -> Bool {
    do {
      return holdsLine(try text(in: repository))
    } catch {
      throw LedgerError.system(error)
    }
  }

  /// Adds the line to `info/exclude` of the common git directory. Answers whether it was missing.
  static func establish(in repository: Repository) throws -> Bool {
    if repository.isBare { return false }
    do {
      var text = try text(in: repository)
      if holdsLine(text) { return false }
      if !text.isEmpty && !text.hasSuffix("\n") { text += "\n" }
      text += line + "\n"
      let path = path(in: repository)
      try FileSystem.makeDirectory(Path.parent(path))
      try FileSystem.write(Array(text.utf8), to: path)
      return true
    } catch {
      throw LedgerError.system(error)
    }
  }

  private static func path(in repository: Repository) -> String {
    Path.join(repository.commonDirectory, "info/exclude")
  }

  private static func text(in repository: Repository) throws(SystemError) -> String {
    let path = path(in: repository)
    guard try FileSystem.status(path) != nil else { return "" }
    return String(decoding: try FileSystem.read(path), as: UTF8.self)
  }

  private static func holdsLine(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { $0 == line }
  }
}
