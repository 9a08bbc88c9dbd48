import Git
import Ledger
import Platform
import Research

/// Another clone of the same project, looked at as a witness.
struct CloneWitness {
  /// As it was named in the call.
  let name: String
  let testimony: Testimony
  let protections: Protections
  let branches: [VerifiedTip]
  /// What the histories here ever held at protected paths.
  let held: () throws -> Set<HeldEntry>

  /// Opens the clone so that objects of both can be read.
  static func open(
    _ path: String, beside repository: Repository, environment: [String: String]
  ) throws -> Repository {
    var variables = environment
    for name in GitProcess.repositoryVariables { variables[name] = nil }
    variables["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = Path.join(repository.commonDirectory, "objects")
    return try Repository.open(from: path, environment: variables)
  }

  /// Compares all that it holds.
  func findings(_ witness: Repository, ledgerBranch: String) throws -> [HistoryFinding] {
    var found: [HistoryFinding] = []
    let isPublic = witness.isBare
    if let tip = try witness.target(of: ledgerBranch), try witness.kind(of: tip) == .commit {
      found += try testimony.ledger(
        tip, named: name, in: witness, isPublic: isPublic)
    }
    for (reference, tip) in try witness.references(under: "refs/rtrack/seen") {
      guard try witness.kind(of: tip) == .commit else { continue }
      found += try testimony.ledger(
        tip, named: "\(name) (\(reference))", in: witness, isPublic: true)
    }
    let short = String(ledgerBranch.dropFirst("refs/heads/".count))
    for (reference, tip) in try witness.references(under: "refs/heads")
      + witness.references(
        under: "refs/remotes")
    {
      let isRemote = reference.hasPrefix("refs/remotes/")
      let branch = reference.split(separator: "/").dropFirst(isRemote ? 3 : 2)
        .joined(separator: "/")
      guard branch != short, branch != "HEAD", try witness.kind(of: tip) == .commit,
        let own = branches.first(where: { $0.name == branch })
          ?? branches.first(where: { $0.name.hasSuffix("/\(branch)") })
      else { continue }
      found += try code(
        tip, of: witness, against: own, isPublic: isPublic || isRemote)
    }
    var seen: Set<HistoryFinding> = []
    return found.filter { seen.insert($0).inserted }
  }

  private func code(
    _ tip: ObjectID, of witness: Repository, against own: VerifiedTip, isPublic: Bool
  ) throws -> [HistoryFinding] {
    if tip == own.id { return [] }
    let lost = try testimony.losses(
      from: try witness.commit(tip).tree, to: [try witness.commit(own.id).tree], in: witness
    ).filter { protections.protection(of: $0.path) != nil }
    if lost.isEmpty { return [] }
    let held = try held()
    let isBehind = try witness.isAncestor(own.id, of: tip)
    return lost.compactMap { path, old, new in
      if held.contains(HeldEntry(path: Array(path.utf8), id: old.id)) { return nil }
      if new == nil, isBehind || !isPublic { return nil }
      return Testimony.finding(path, old, new, "\(own.name) in \(name)")
    }
  }
}
