import Git
import Ledger
import Platform
import Research

/// Judges the moves of references, as `reference-transaction` tells them while they are prepared.
struct TransactionHook {
  let ledger: Ledger

  private var repository: Repository { ledger.repository }

  /// Refuses the first move that would lose or change what must stay.
  func run(_ moves: [ReferenceMove]) throws {
    for move in moves {
      if move.name == ledger.branch || move.name.hasPrefix("refs/rtrack/seen/") {
        try checkLedger(move)
      } else if move.name.hasPrefix("refs/heads/") {
        try checkBranch(move)
      }
    }
  }

  // MARK: The ledger

  /// The ledger branch, and what was seen of it elsewhere, only grow, and are never deleted.
  private func checkLedger(_ move: ReferenceMove) throws {
    let isBranch = move.name == ledger.branch
    let what = isBranch ? "the ledger branch \(move.shortName)" : move.name
    if move.isDeletion {
      if isPruned(move) { return }
      throw HookRefusal(
        "\(what) is never deleted or renamed; it stays where it was",
        hint: isBranch
          ? "to give it another name in this clone: `git config ledger.branch NAME`, before `init`"
          : "it is what this clone bears witness to; only rtrack moves it")
    }
    if let symbol = move.symbol {
      throw HookRefusal("\(what) is no other name for \(symbol); it stays where it was")
    }
    guard let old = try repository.target(of: move.name), old != move.new else { return }
    try refuseLosses(from: old, to: move.new, of: what, in: repository)
    if isBranch { try refuseLoosening(from: old, to: move.new, of: what) }
  }

  /// Nobody loosens the policy by plain git: a server would take nothing of this clone's any more.
  private func refuseLoosening(
    from old: ObjectID, to new: ObjectID, of what: String
  ) throws {
    let (before, after) = (try repository.commit(old).tree, try repository.commit(new).tree)
    let policy = "\(Layout.root)/policy"
    if try repository.entry(at: policy, in: before) == repository.entry(at: policy, in: after) {
      return
    }
    var check = Check(repository, Protections(Protections.ofLedger), on: .ledger)
    check.authority = try AuthorityRule(of: ledger)
    var found = try check.violations(of: CheckedCommit(parents: [before], tree: after))
      .filter { $0.rule == .authority }
    if found.isEmpty { return }
    // Several commits at once, as a fetch brings them, may bring a key and then what it signed.
    let authorised = try Standing(
      in: [after], of: repository, environment: ledger.environment
    ).authority.authorised
    found.removeAll { violation in
      guard case .event(_, let name)? = Layout.place(of: violation.path) else { return false }
      return authorised.contains(name)
    }
    if found.isEmpty { return }
    throw HookRefusal(
      "\(what) would get what nobody with authority said; it stays where it was", found)
  }

  private func refuseLosses(
    from old: ObjectID, to new: ObjectID, of what: String, in repository: Repository
  ) throws {
    let losses = try LedgerGrowth.losses(from: old, to: new, in: repository)
    if losses.isEmpty { return }
    throw HookRefusal(
      "\(what) may only grow, and this move loses or changes what it holds; it stays where it was",
      losses, hint: "to take in what a remote holds: `rtrack sync`")
  }

  /// True where git only clears away the file of a reference that it has just packed.
  ///
  /// A deletion looks alike but for three things: it gives no old value, or holds the lock of the
  /// packed references, or they do not hold the reference with that value.
  private func isPruned(_ move: ReferenceMove) -> Bool {
    let common = repository.commonDirectory
    func path(_ name: String) -> String { Path.join(common, name) }
    guard move.old != .zero, (try? FileSystem.status(path("packed-refs.lock"))) == .some(nil),
      let loose = try? FileSystem.read(path(move.name), limit: 1_000),
      ObjectID(hex: String(decoding: loose.prefix { $0 != 10 }, as: UTF8.self)) == move.old,
      let packed = try? FileSystem.read(path("packed-refs"), limit: 1 << 30)
    else { return false }
    let line = Array("\(move.old.hex) \(move.name)".utf8)
    return packed.split(separator: 10).contains { $0.elementsEqual(line) }
  }

  // MARK: Branches of code

  private func checkBranch(_ move: ReferenceMove) throws {
    let old = try repository.target(of: move.name)
    var new = move.new
    let rename = RenameUnderWay(in: ledger)
    if move.isDeletion {
      // What is only lost is safe where it was published. But a rename over this branch tells no
      // hook its new value; the log that it moves along does.
      guard old != nil, let renamed = rename.value() else { return }
      new = renamed
    }
    if let symbol = move.symbol {
      guard let shown = try repository.target(of: symbol) else { return }
      new = shown
    }
    guard new != old, try repository.kind(of: new) == .commit else { return }
    do {
      try BranchMove(
        ledger: ledger, protections: try ProtectedList(of: ledger).protections(),
        name: move.name, old: old, new: new
      ).check()
    } catch var refusal as HookRefusal where move.isDeletion {
      rename.remember()
      refusal.hint =
        "the branch that was to be renamed has lost its name already: "
        + "`git branch NAME \(new.short)` gives it back"
      throw refusal
    }
  }
}

/// `git branch -M`: it puts the log of the old name aside, takes both names away, and then writes
/// the new one, which no hook is told.
private struct RenameUnderWay {
  private let log: String
  private let memory: String

  init(in ledger: Ledger) {
    log = Path.join(ledger.repository.commonDirectory, "logs/refs/.tmp-renamed-log")
    memory = Path.join(ledger.privateFolder, "refused-rename")
  }

  /// What the new name gets: the last value of the log that was put aside.
  func value() -> ObjectID? {
    // git leaves it there when a rename was refused; that one is over.
    guard let mark, (try? FileSystem.read(memory, limit: 1_000)) != mark,
      let bytes = try? FileSystem.read(log, limit: 1 << 28),
      let last = bytes.split(separator: 10).last
    else { return nil }
    let words = last.split(separator: 32, maxSplits: 2)
    return words.count > 1 ? ObjectID(hex: String(decoding: words[1], as: UTF8.self)) : nil
  }

  /// Remembers that the rename which this log belongs to was refused.
  func remember() {
    guard let mark else { return }
    try? FileSystem.write(mark, to: memory)
  }

  private var mark: [UInt8]? {
    guard let status = (try? FileSystem.status(log)) ?? nil else { return nil }
    return Array("\(status.identity) \(status.modified) \(status.modifiedNanoseconds)".utf8)
  }
}

/// Whether one state of the ledger branch holds all that another did.
enum LedgerGrowth {
  /// What is gone or other; empty where it only grew.
  static func losses(
    from old: ObjectID, to new: ObjectID, in repository: Repository
  ) throws -> [Violation] {
    guard try repository.kind(of: new) == .commit else {
      throw HookRefusal("the ledger branch points at commits only")
    }
    var losses: [Violation] = []
    try repository.difference(
      from: try repository.commit(old).tree, to: try repository.commit(new).tree
    ) { change in
      guard let before = change.old else { return }
      let act: Violation.Act = change.new == nil ? .removed : .changed
      losses.append(
        Violation(
          .appendOnly, act, change.path, before: before, after: change.new,
          message: act == .removed ? "it would be gone" : "it would have other bytes",
          remedy: "what changes is said in a new event"))
    }
    return losses
  }
}
