import Git
import Ledger
import Platform
import Research

/// What may not be written in one work tree: by its phase, and by the policy of its ledger.
final class Ground {
  let tree: WorkTree
  let standing: PhaseStanding?
  private let environment: [String: String]
  /// Told once: what is protected could not be read.
  private(set) var complaint: String?

  /// - Parameter isOwn: whether the tool works in this repository, so that the phase which the
  ///   environment sets is meant for it.
  init(
    _ tree: WorkTree, _ environment: [String: String], isOwn: Bool,
    role: (String) throws -> String?
  ) throws {
    self.tree = tree
    self.environment = environment
    var own = environment
    if !isOwn {
      own["RTRACK_PHASE"] = nil
      own["RTRACK_EXPERIMENT"] = nil
    }
    standing = try PhaseStanding.standing(
      own, file: PhaseFile(gitDirectory: tree.gitDirectory)
    ) { isOwn ? try role(tree.top) : nil }
  }

  /// What the policy protects, and what is committed.
  private struct Rules {
    let repository: Repository
    let protections: Protections
  }

  private var plain: [String: String] {
    var plain = environment
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] { plain[name] = nil }
    return plain
  }

  private lazy var repository = try? Repository.open(from: tree.top, environment: plain)

  /// The root tree of HEAD's commit; nil before the first.
  private lazy var head: ObjectID? = {
    guard let repository, let commit = (try? repository.target(of: "HEAD")) ?? nil else {
      return nil
    }
    return try? repository.commit(commit).tree
  }()

  /// Nil where there is no ledger, and so no policy.
  private lazy var rules: Rules? = {
    do {
      let repository = try Repository.open(from: tree.top, environment: plain)
      self.repository = repository
      let ledger = try Ledger(of: repository, environment: plain)
      guard try ledger.exists() else { return nil }
      let policy = try ledger.snapshot().policy()
      return Rules(repository: repository, protections: Protections(of: policy))
    } catch {
      complaint = "what the ledger's policy protects could not be read: \(error)"
      return nil
    }
  }()

  private lazy var places = ProtocolPlaces(protections: rules?.protections.all ?? [])

  /// Whether anything can be refused here at all.
  var isGuarded: Bool { standing != nil || rules != nil }

  /// Why a phase may not write a path, or nil.
  func refusal(byPhase path: String, isGuess: Bool = false) -> Refusal? {
    guard let standing else { return nil }
    // Of what is only guessed to be a file, code is nobody's matter.
    if isGuess, places.place(of: path) == .code { return nil }
    do {
      try OwnedRule.check(path, in: standing, places: places)
      return nil
    } catch {
      return error
    }
  }

  /// Why the policy keeps a committed path as it is, or nil.
  func refusal(byPolicy path: String) -> Refusal? {
    guard let rules, let protection = rules.protections.protection(of: path) else { return nil }
    guard isCommitted(path), isFrozen(path, protection, rules) else { return nil }
    return Refusal(
      rule: "append-only",
      reason: "\(path) is committed and protected (\(protection.pattern)): it stays as it is",
      hint: protection.content == .specs
        ? "a new version of a spec is `rtrack experiment amend`; the old one stays"
        : "write what is new to a path of its own; `rtrack protect list` shows what is protected")
  }

  /// Whether HEAD's commit holds the path.
  func isCommitted(_ path: String) -> Bool {
    guard let repository, let head else { return false }
    return ((try? repository.entry(at: path, in: head)) ?? nil) != nil
  }

  /// A spec that is free until its first result may be written before.
  private func isFrozen(_ path: String, _ protection: Protection, _ rules: Rules) -> Bool {
    guard protection.freeze == .firstResult, let head,
      let entry = try? rules.repository.entry(at: path, in: head)
    else { return true }
    let rule = FreezeRule(
      rules.repository, rules.protections, CheckedCommit(parents: [head], tree: head))
    let change = PathChange(
      path: path, before: [entry], after: nil, obstacle: nil, protection: protection, seal: nil)
    return (try? rule.binding(change).isEmpty) != true
  }

  /// Why a path in a git directory may not be written, or nil: branches move by git, the phase by
  /// `rtrack phase`. What people edit there by hand passes.
  func refusal(inGitDirectory path: String) -> Refusal? {
    let inside = [tree.gitDirectory, tree.commonDirectory].compactMap {
      Path.relative(path, to: $0)
    }.first
    guard let inside, isGuarded else { return nil }
    let first = inside.split(separator: "/").first.map(String.init) ?? "."
    let kept = [
      ".", "HEAD", "refs", "packed-refs", "objects", "logs", "hooks", "rtrack", "worktrees",
      "index", "shallow", "commondir",
    ]
    guard kept.contains(first) || inside == "info/grafts" else { return nil }
    return Refusal(
      rule: "git-directory", reason: "git keeps \(path) itself, and with it what was committed",
      hint: "use git's own commands; the phase is `rtrack phase`, hooks are `rtrack hooks`")
  }
}
