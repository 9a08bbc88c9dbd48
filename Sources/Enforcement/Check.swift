public import Git
public import Ledger
public import Research

/// The one check: does a commit hold everything that each of its parents holds, byte for byte, and
/// is what it adds what it says it is?
///
/// Pure and by object id. Asked by rtrack's own writes, by hooks, by a server and by `verify`.
public struct Check {
  let objects: any ObjectSource
  let protections: Protections
  let branch: BranchKind
  /// How far an event may be dated after its commit, in seconds: clocks differ.
  public var skew: Int64 = 600
  /// Judges who may loosen the policy; nil where that is nobody's to judge.
  public var authority: AuthorityRule?
  /// The root trees whose policy held before, where these are not the parents': a push is judged
  /// by what stood before it.
  public var policyBefore: [ObjectID]?
  /// What was taken out of the ledger: what hung on it need not be whole any more.
  public var redacted = RedactedEntries()
  /// Whether a commit may bring what was taken out: in a history it lies where nothing was written
  /// anew, and on what git keeps of the old line.
  public var mayHoldRedacted = false

  /// A check for commits of one kind of branch.
  public init(_ objects: any ObjectSource, _ protections: Protections, on branch: BranchKind) {
    self.objects = objects
    self.protections = protections
    self.branch = branch
  }

  /// Where a commit breaks a rule, in the order of paths; at one path a rule is broken once.
  ///
  /// - Throws: what reading objects throws, and ``CheckError`` for trees that nobody could walk.
  public func violations(of commit: CheckedCommit) throws -> [Violation] {
    let freeze = FreezeRule(objects, protections, commit)
    let naming = NameRule(protections, on: branch)
    var found: [Violation] = []
    var newPaths: [PathChange] = []
    let walk = ChangeWalk(
      objects, protections,
      visit: { change in
        found += try self.violations(at: change, of: commit, freeze)
        if change.isNew, branch == .ledger { newPaths.append(change) }
      },
      visitNames: { found += naming.violations(in: $0) })
    try walk.walk(
      ChangeWalk.Place(
        path: "", before: commit.parents, after: commit.tree, cursor: rootCursor))
    try RenameSearch(objects, commit).word(&found)
    found += try RunRule(objects, redacted: redacted).violations(of: newPaths, in: commit.tree)
    found += try RegistrationRule(objects, redacted: redacted).violations(
      of: newPaths, in: commit.tree)
    found += try RunStartRule(objects).violations(
      of: newPaths, in: commit.tree, redacted: redacted)
    if let authority {
      found += try authority.violations(
        of: newPaths, in: commit.tree, before: policyBefore ?? commit.parents)
    }
    return found.sorted()
  }

  private var rootCursor: Protections.Cursor {
    switch branch {
    case .ledger: protections.root(under: Protection(pattern: "**/*", content: .files))
    case .code: protections.root
    }
  }

  private func violations(
    at change: PathChange, of commit: CheckedCommit, _ freeze: FreezeRule
  ) throws -> [Violation] {
    var found = [SealedRule.violation(at: change)].compactMap { $0 }
    if !mayHoldRedacted, let after = change.after, redacted.contains(change.path, after.id) {
      found.append(
        Violation(
          .authority, .added, change.path, after: after,
          message: "it was taken out of the ledger, and this line brings it back",
          remedy: "`rtrack sync` plants what is new here on the line without it"))
    }
    if change.isNew {
      if branch == .ledger {
        found += [
          try ContentRule(objects).violation(at: change),
          TimeRule(skew: skew).violation(at: change, committedAt: commit.time),
        ].compactMap { $0 }
      } else if !LedgerPath.isInside(change.path) {
        // A carried copy repeats what the ledger's branch was asked about.
        let content = AdoptedContentRule(objects)
        found += [try content.violation(at: change, in: commit.tree)].compactMap { $0 }
      }
      return found
    }
    let binding = try freeze.binding(change)
    let broken =
      TwoVersionsRule.violation(at: change, binding)
      ?? AppendOnlyRule.violation(at: change, binding)
    if let broken, try !heals(change, commit, freeze) { found.append(broken) }
    return found
  }

  /// Whether a commit returns a path to its first version: that breaks no rule. A merge too, also
  /// where a parent holds it otherwise: so a line can be united with one that was tampered with,
  /// and what was done there is found at the commit that did it.
  private func heals(
    _ change: PathChange, _ commit: CheckedCommit, _ freeze: FreezeRule
  ) throws -> Bool {
    guard let after = change.after else { return false }
    let first =
      change.protection.freeze == .atOnce
      ? try commit.firstVersion(change.path)
      // Of drafts that came before the first result none is what was promised.
      : try commit.frozenVersion(change.path) { try freeze.hasResult(of: change.path, in: $0) }
    return first?.isSame(as: after) == true
  }
}

/// Why a commit could not be checked.
public enum CheckError: Error, Hashable, Sendable {
  /// Folders within folders, beyond any that people make; the path says where.
  case tooDeep(path: String)
  /// More names than can be walked: trees that repeat themselves.
  case tooMany(limit: Int)
}

extension Tree.Entry {
  /// Equal but for the name.
  func isSame(as other: Tree.Entry) -> Bool { id == other.id && mode == other.mode }
}

/// Whether a path lies in the ledger's folder.
enum LedgerPath {
  static func isInside(_ path: String) -> Bool {
    path.utf8.starts(with: (Layout.root + "/").utf8) || path.utf8.elementsEqual(Layout.root.utf8)
  }
}

extension Violation: Comparable {
  /// By path, then by rule.
  public static func < (a: Violation, b: Violation) -> Bool {
    a.path.utf8.elementsEqual(b.path.utf8)
      ? a.rule.rawValue < b.rule.rawValue : a.path.utf8.lexicographicallyPrecedes(b.path.utf8)
  }
}
