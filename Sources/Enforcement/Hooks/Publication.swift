import Git
import Ledger

/// Whether others may have an entry: an amend or rebase of what nobody else has is nobody's
/// violation.
struct Publication {
  private let repository: Repository
  private let hasRemote: Bool
  /// The trees that the believed remote's branches held, as far as is known here.
  private let published: Set<ObjectID>
  /// The tree of this clone's ledger, which keeps what was sealed.
  private let ledger: ObjectID?

  init(of ledger: Ledger) throws {
    let repository = ledger.repository
    self.repository = repository
    hasRemote = ledger.remote != nil
    var published: Set<ObjectID> = []
    for folder in ledger.remote.map({ ["refs/remotes/\($0)", "refs/rtrack/code/\($0)"] }) ?? [] {
      for reference in try repository.references(under: folder)
      where try repository.kind(of: reference.target) == .commit {
        published.insert(try repository.commit(reference.target).tree)
      }
    }
    self.published = published
    self.ledger = try ledger.tip().map { try repository.commit($0).tree }
  }

  /// True when the remote's branches held what a violation would change, or the ledger keeps it
  /// sealed. Where there is no remote a commit is all the publication there can be; the ledger's
  /// own copy is published by the ledger.
  func covers(_ violation: Violation) throws -> Bool {
    guard hasRemote, let before = violation.before, !LedgerPath.isInside(violation.path)
    else { return true }
    let isOut = try published.contains { tree in
      try repository.entry(at: violation.path, in: tree)?.isSame(as: before) == true
    }
    if isOut { return true }
    let seal = "\(Layout.root)/sealed/\(before.id.hex.prefix(2))/\(before.id.hex)"
    return try ledger.flatMap { try repository.entry(at: seal, in: $0) } != nil
  }
}
