import Git
import Ledger

/// The branches that a look at a repository goes through.
struct VerifiedTips {
  /// The ledger's line here, on remotes, as it was last seen and last fetched; the local one first.
  var ledger: [VerifiedTip] = []
  /// Branches of code, here and on remotes, and what is checked out.
  var code: [VerifiedTip] = []

  /// Whether all branches of code are here.
  let isWhole: Bool

  /// - Parameter named: the branches of code that are asked for; empty for all.
  init(_ repository: Repository, _ ledger: Ledger?, _ named: [String]) throws {
    let short = ledger?.branchName ?? "rtrack-ledger"
    isWhole = named.isEmpty
    for prefix in ["refs/heads", "refs/remotes", "refs/rtrack"] {
      for (reference, target) in try repository.references(under: prefix)
      where isWhole || isLedger(reference, short) {
        try take(reference, target, short, repository)
      }
    }
    for name in named {
      if let (reference, target) = Self.reference(name, repository) {
        try take(reference, target, short, repository)
      } else if let id = ObjectID(hex: name), try repository.kind(of: id) == .commit {
        code.append(VerifiedTip(name: id.short, reference: "", id: id))
      } else {
        throw LedgerError(
          .invalid, "\"\(name)\" is no branch and no commit's full id here",
          hint: "`git branch --all` lists the branches")
      }
    }
    let head = try repository.head()
    if let commit = head.commit, head.branch.map({ !isLedger($0, short) }) ?? true,
      !code.contains(where: { $0.id == commit })
    {
      code.append(VerifiedTip(name: "HEAD", reference: "", id: commit))
    }
    // The local line is what everything else is held against.
    let local = self.ledger.firstIndex { $0.name == short }
    if let local { self.ledger.swapAt(0, local) }
  }

  /// The reference of a name as people give it; what is no name of git's is none.
  private static func reference(_ name: String, _ repository: Repository) -> (String, ObjectID)? {
    for prefix in ["", "refs/heads/", "refs/remotes/", "refs/tags/"] {
      if prefix.isEmpty, !name.hasPrefix("refs/"), name != "HEAD" { continue }
      if let target = try? repository.target(of: prefix + name) { return (prefix + name, target) }
    }
    return nil
  }

  private mutating func take(
    _ reference: String, _ target: ObjectID, _ short: String, _ repository: Repository
  ) throws {
    guard try repository.kind(of: target) == .commit else { return }
    if reference.hasPrefix("refs/remotes/"), reference.hasSuffix("/HEAD") { return }
    let parts = reference.split(separator: "/", maxSplits: 2).map(String.init)
    let name = parts.count == 3 && parts[1] != "rtrack" ? parts[2] : reference
    let tip = VerifiedTip(name: name, reference: reference, id: target)
    if !isLedger(reference, short) {
      code.append(tip)
    } else if !ledger.contains(tip) {
      ledger.append(tip)
    }
  }

  private func isLedger(_ reference: String, _ short: String) -> Bool {
    if reference.hasPrefix("refs/rtrack/seen/") || reference.hasPrefix("refs/rtrack/fetched/") {
      return true
    }
    if reference == "refs/heads/\(short)" || reference == short { return true }
    return ["refs/remotes/", "refs/rtrack/"].contains { reference.hasPrefix($0) }
      && reference.hasSuffix("/\(short)")
  }
}
