import Git
import Platform

/// What of a view is not as the ledger has it.
extension View {
  /// Files in the view's folder that neither the ledger nor its renderings put there.
  public func strays() throws -> [String] {
    guard let tip = try ledger.tip(), try FileSystem.status(state.folder)?.kind == .directory
    else { return [] }
    let known = try paths(of: try ledger.repository.commit(tip).tree)
    let folders = ViewFiles.folders(of: known)
    return try ViewFiles.all(in: state.folder).filter { path in
      let isLeft = FileSystem.isTemporary(Path.last(path))
      return !isLeft && !ViewFiles.isRendering(path, beside: folders) && !known.contains(path)
    }
  }

  /// Files of the view whose bytes are not the ledger's: edited, cut off, or missing.
  public func damage() throws -> [String] {
    let repository = ledger.repository
    guard let mark = state.mark(), try !ViewState.isTracked(in: repository) else { return [] }
    guard try FileSystem.status(state.folder)?.kind == .directory,
      try repository.kind(of: mark) == .commit
    else { return [Layout.root] }
    var damaged: [String] = []
    var folders: Set<Layout.EventFolder> = []
    let snapshot = try ledger.snapshot(of: [mark])
    let scope = try ViewScope(of: repository)
    var selection = try ViewSelection(scope, of: snapshot)
    try repository.difference(from: nil, to: try repository.commit(mark).tree) { change in
      guard let entry = change.new, try selection.shows(change.path) else { return }
      if case .event(let folder, _) = Layout.place(of: change.path) { folders.insert(folder) }
      if try content(change.path) != repository.blob(entry.id) { damaged.append(change.path) }
    }
    for folder in folders {
      for (path, bytes) in try Rendering.of(folder, in: snapshot, scope)
      where content(path) != bytes {
        damaged.append(path)
      }
    }
    return damaged.sorted()
  }

  /// The bytes of a plain file of the view; nil where there is none.
  private func content(_ path: String) -> [UInt8]? {
    let file = Path.join(state.workTree, path)
    guard (try? FileSystem.status(file))??.kind == .file else { return nil }
    return try? FileSystem.read(file)
  }
}
