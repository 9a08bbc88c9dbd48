public import Git
import Platform

/// The read-only projection of the ledger in a work tree: its events, and renderings of them.
///
/// For eyes, `grep` and editors. Nothing is ever read back from it, so losing or spoiling it loses
/// nothing.
public struct View {
  let ledger: Ledger
  let state: ViewState

  /// Nil where there is no work tree.
  public init?(of ledger: Ledger) {
    guard let state = ViewState(of: ledger.repository) else { return nil }
    self.ledger = ledger
    self.state = state
  }

  /// How the view stands after a refresh.
  public enum Outcome: Hashable, Sendable {
    /// It shows the ledger's tip.
    case current
    /// Only the writer's own paths were added; so many others are still missing.
    case behind(Backlog)
    /// The branch checked out here tracks `.research`: what lies there is the carried copy.
    case carried
    /// It could not be written.
    case failed(String)
  }

  /// How much a writer catches up on beside its own paths.
  static let courtesy = 500

  /// Brings the view forward to the ledger's tip.
  ///
  /// - Parameters:
  ///   - rebuilding: starts anew, as after damage.
  ///   - own: a writer's own paths; when set, a view that is far behind gets only these.
  public func refresh(rebuilding: Bool = false, own: [String]? = nil) -> Outcome {
    do {
      return try locked { try refreshLocked(rebuilding: rebuilding, own: own) }
    } catch let error as SystemError {
      return .failed(LedgerError.system(error).message)
    } catch let error as LedgerError {
      return .failed(error.message)
    } catch let error as GitError {
      return .failed("\(error.doing): \(error.message)")
    } catch {
      return .failed("\(error)")
    }
  }

  private func locked(_ work: () throws -> Outcome) throws -> Outcome {
    do {
      try FileSystem.makeDirectory(Path.parent(state.lockPath))
      let lock = try FileLock(state.lockPath, wait: .seconds(5))
      let outcome = Result { try work() }
      lock.release()
      return try outcome.get()
    } catch LockError.busy(let path, _) {
      return .failed("\(path) is held by another rtrack")
    } catch LockError.system(let error) {
      throw error
    }
  }

  private func refreshLocked(rebuilding: Bool, own: [String]?) throws -> Outcome {
    let repository = ledger.repository
    guard let tip = try ledger.tip() else { return .current }
    if try ViewState.isTracked(in: repository) {
      try retire()
      return .carried
    }
    let scope = try ViewScope(of: repository)
    let mark = rebuilding || state.scope() != scope ? nil : state.mark()
    let folder = try FileSystem.status(state.folder)
    if mark == tip && folder?.kind == .directory { return .current }
    if let folder, folder.kind != .directory {
      return .failed("\(state.folder) is no folder, and it is the view's place")
    }
    var start = folder == nil ? nil : mark
    // A view of another line (the branch was replaced) is made anew.
    if let mark = start, try !isKnown(mark, before: tip) { start = nil }
    let new = try repository.commit(tip).tree
    let old = try start.map { try repository.commit($0).tree }
    let own = start == nil ? nil : own.map(Set.init)
    let snapshot = try ledger.snapshot(of: [tip])
    var selection = try ViewSelection(scope, of: snapshot)
    let changes = try changes(from: old, to: new, beside: own, &selection)
    var writer = ViewWriter(workTree: state.workTree, repository: repository, scope: scope)
    try writer.sweep()
    guard let changes else {
      let mine = try (own ?? []).filter { try selection.shows($0) }.compactMap { path in
        try repository.entry(at: path, in: new).map { (path: path, entry: $0) }
      }
      try writer.write(mine, from: snapshot)
      return .behind(Backlog(Self.courtesy, hasMore: true))
    }
    if start == nil { try clear(before: new, &selection) }
    try writer.write(changes, from: snapshot)
    if start != nil { try writer.follow(&selection, from: snapshot) }
    try state.setMark(tip, scope)
    return .current
  }

  /// The files that one tree has otherwise, or more, than another; nil where a writer, beside its
  /// own, would have to catch up on too many.
  private func changes(
    from old: ObjectID?, to new: ObjectID, beside own: Set<String>?,
    _ selection: inout ViewSelection
  ) throws -> [(path: String, entry: Tree.Entry)]? {
    var changes: [(path: String, entry: Tree.Entry)] = []
    var others = 0
    do {
      try ledger.repository.difference(from: old, to: new) { change in
        guard let entry = change.new, try selection.shows(change.path) else { return }
        changes.append((change.path, entry))
        guard let own, !own.contains(change.path) else { return }
        others += 1
        if others > Self.courtesy { throw Backlog.Enough() }
      }
    } catch is Backlog.Enough {
      return nil
    }
    return changes
  }

  private func isKnown(_ mark: ObjectID, before tip: ObjectID) throws -> Bool {
    guard try ledger.repository.kind(of: mark) == .commit else { return false }
    if try ledger.repository.commit(tip).parents.contains(mark) { return true }
    return try ledger.repository.isAncestor(mark, of: tip)
  }

  /// Only what the layout knows is written to a work tree: no path from a ledger leads elsewhere.
  static func isWritable(_ path: String) -> Bool {
    switch Layout.place(of: path) {
    case nil: false
    case .other:
      path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && $0 != "." && $0 != ".." && $0.lowercased() != ".git"
      }
    default: true
    }
  }

  /// Removes what an earlier view left and the new one does not show. What somebody else put there
  /// stays, also when its name is an event's: it may be written by hand and not yet taken in.
  private func clear(before new: ObjectID, _ selection: inout ViewSelection) throws {
    guard try FileSystem.status(state.folder)?.kind == .directory else { return }
    let repository = ledger.repository
    var old: Set<String> = []
    if let mark = state.mark(), try repository.kind(of: mark) == .commit {
      old = try paths(of: try repository.commit(mark).tree)
    }
    let all = try paths(of: new)
    let shown = try all.filter { try selection.shows($0) }
    let folders = ViewFiles.folders(of: all.union(old))
    for path in try ViewFiles.all(in: state.folder) {
      let (wasShown, isShown) = (old.contains(path), shown.contains(path))
      let isLeft = FileSystem.isTemporary(Path.last(path))
      let isRendering = ViewFiles.isRendering(path, beside: folders)
      if isLeft || isRendering || (wasShown && !isShown) {
        try FileSystem.remove(Path.join(state.workTree, path))
        // A folder that somebody else's file is in stays.
        if !isLeft, !isRendering {
          try? FileSystem.remove(Path.join(state.workTree, Path.parent(path)))
        }
      }
    }
  }

  /// On a branch that tracks `.research`, renderings of an earlier view have no place.
  private func retire() throws {
    guard let mark = state.mark() else { return }
    if try ledger.repository.kind(of: mark) == .commit {
      let known = try paths(of: try ledger.repository.commit(mark).tree)
      let folders = ViewFiles.folders(of: known)
      for path in try ViewFiles.all(in: state.folder)
      where ViewFiles.isRendering(path, beside: folders) {
        try FileSystem.remove(Path.join(state.workTree, path))
      }
    }
    try state.removeMark()
  }

  /// All paths of a ledger's tree: asking for one after another would read a folder of thousands
  /// as often.
  func paths(of tree: ObjectID) throws -> Set<String> {
    var paths: Set<String> = []
    try ledger.repository.difference(from: nil, to: tree) { paths.insert($0.path) }
    return paths
  }

  /// The tip that the view shows.
  public var shown: ObjectID? { state.mark() }
  /// Where it lies.
  public var folder: String { state.folder }
}
