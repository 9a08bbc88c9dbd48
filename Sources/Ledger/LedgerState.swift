public import Git
import Platform

/// What surrounds a ledger in its clone, for those who ask how it stands.
extension Ledger {
  /// Whether git itself keeps everybody from checking the ledger branch out or deleting it. Never
  /// so in a bare repository, which others push to.
  public func isHeld() throws -> Bool { try Hold.isPresent(in: self) }

  /// Work trees that have the ledger branch checked out, the hold left out.
  public func checkouts() throws -> [WorkTreeHead] {
    try repository.workTreeHeads().filter { $0.branch == branch && !Hold.isHold($0, of: self) }
  }

  /// Whether git's list of what is not to be shown or added names the view.
  public func isExcluded() throws -> Bool { try Exclude.isPresent(in: repository) }

  /// Entries that what was last fetched from the remote holds with other bytes than were seen there
  /// before: nothing of it was taken over.
  public func rewrittenEntries() throws -> [String] {
    guard let reference = fetchedReference, let seen = try Witness(of: self).seen(),
      let fetched = try repository.target(of: reference), fetched != seen,
      try repository.kind(of: fetched) == .commit
    else { return [] }
    return try Healing(of: self).wounds(of: fetched, since: [seen])
      .filter { $0.now != nil }.map(\.path)
  }

  /// Where git is started for transport: there it reads a remote's relative path as people do.
  func transportFolder() throws -> String {
    let top = try repository.workTreeHeads().first?.path ?? repository.commonDirectory
    return try FileSystem.status(top)?.kind == .directory ? top : repository.commonDirectory
  }

  /// Files of the ledger that were never seen on the remote; nil where there is no remote, or it
  /// was never seen.
  public func unsent() throws -> Int? {
    guard let seen = try Witness(of: self).seen(), let tip = try tip() else { return nil }
    if seen == tip { return 0 }
    var files = 0
    try repository.difference(
      from: try repository.commit(seen).tree, to: try repository.commit(tip).tree
    ) { if $0.new != nil { files += 1 } }
    return files
  }
}
