import Git
import Platform

extension View {
  /// How a view stands to its ledger, without bringing it forward.
  public enum Standing: Hashable, Sendable {
    /// It shows the ledger's tip.
    case current
    /// So many files of the ledger are not yet shown.
    case behind(Backlog)
    /// The branch checked out here tracks `.research`; so many files are not yet carried.
    case carried(behind: Backlog)
    /// There is none, or it is not known what it shows.
    case missing
    /// Something that is no folder lies in its place.
    case blocked
  }

  /// Where the view stands now. Nothing is written.
  public func standing() throws -> Standing {
    let repository = ledger.repository
    guard let tip = try ledger.tip() else { return .missing }
    let whole = try repository.commit(tip).tree
    if try ViewState.isTracked(in: repository), let head = try repository.head().commit {
      let copy = try repository.tree(try repository.commit(head).tree)[Layout.root]
      let ledger = try repository.tree(whole)[Layout.root]
      return .carried(behind: try Backlog(from: copy?.id, to: ledger?.id, in: repository))
    }
    guard let there = try FileSystem.status(folder) else { return .missing }
    guard there.kind == .directory else { return .blocked }
    guard let mark = shown, try repository.kind(of: mark) == .commit else { return .missing }
    if mark == tip { return .current }
    let old = try repository.commit(mark).tree
    return .behind(try Backlog(from: old, to: whole, in: repository))
  }
}
