import Git
public import Ledger
import Platform

/// One call of a hook, as its stub passes it on.
public struct HookCall {
  let ledger: Ledger
  let hook: HookName
  let arguments: [String]
  let directory: String
  let role: () throws -> String?

  /// A call of git's.
  ///
  /// - Parameters:
  ///   - arguments: what git gives the hook.
  ///   - directory: where git runs it.
  ///   - role: the role of whoever speaks.
  public init(
    _ hook: HookName, _ arguments: [String], of ledger: Ledger, in directory: String,
    role: @escaping () throws -> String? = { nil }
  ) {
    self.hook = hook
    self.arguments = arguments
    self.ledger = ledger
    self.directory = directory
    self.role = role
  }

  /// Lets pass what keeps the rules.
  ///
  /// - Parameter input: the hook's standard input; asked for only by hooks that have one.
  /// - Throws: ``HookRefusal`` for what does not, and what could not be read.
  public func run(input: () throws -> [UInt8]) throws {
    switch hook {
    case .preCommit, .preMergeCommit, .prepareCommitMessage, .preApplyPatch:
      try checkStaged()
    case .referenceTransaction:
      // In other states nothing can be stopped any more, or not yet.
      guard arguments.first == "prepared" else { return }
      try TransactionHook(ledger: ledger).run(ReferenceMove.lines(try input()))
    case .prePush:
      try PushHook(ledger: ledger, remote: arguments.first ?? "").run(try input())
    case .preReceive:
      try ReceiveHook(ledger: ledger).run(ReferenceMove.lines(try input()))
    }
  }

  private func checkStaged() throws {
    let protections = try ProtectedList(of: ledger).protections()
    var check = StagedCheck(ledger: ledger, protections: protections, directory: directory)
    if isWriting {
      check.owned = OwnedCheck(ledger: ledger, protections: protections, role: role)
    }
    var found = try check.violations(merging: hook != .preApplyPatch)
    if mayAmend { found = try check.standing(found) }
    if found.isEmpty { return }
    let isMerge = hook == .preMergeCommit
    let what =
      found.allSatisfy { $0.rule == .owned }
      ? "holds what its phase may not write" : "would break what was promised"
    throw HookRefusal(
      "this \(isMerge ? "merge" : "commit") \(what); nothing was committed",
      found,
      hint: isMerge
        ? "both lines are as they were, and the merge waits for a `git commit`"
        : reverted().map { "to take back its code, and keep these: `rtrack revert \($0.short)`" }
          ?? "to leave a path out: `git restore --staged PATH`; your file stays as you have it")
  }

  /// The commit that `git revert` is taking back, as the message says which it has written.
  private func reverted() -> ObjectID? {
    guard hook == .prepareCommitMessage, let file = arguments.first,
      let bytes = try? FileSystem.read(Path.absolute(file, in: directory), limit: 1 << 20)
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("Revert \""), let start = text.firstRange(of: "This reverts commit ")
    else { return nil }
    return ObjectID(hex: String(text[start.upperBound...].prefix(40)))
  }

  /// Whether the commit is one that somebody writes now, whose message comes from them: that of a
  /// merge or a squash does not.
  private var isWriting: Bool {
    switch hook {
    case .preCommit: true
    case .prepareCommitMessage:
      arguments.count < 2 || ["message", "template", "commit"].contains(arguments[1])
    default: false
    }
  }

  /// Whether the last commit may be about to be made anew: git does not tell, unless the message is
  /// taken over too. Whoever amends nothing is stopped when the branch is to move.
  private var mayAmend: Bool { hook == .preCommit || hook == .prepareCommitMessage }
}
