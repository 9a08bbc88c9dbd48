import Ledger
import Platform

extension HookInstallation {
  /// Takes the hooks out and puts back what was there. Answers whether there was anything to do.
  @discardableResult
  public func uninstall() throws -> Bool {
    guard let record = try HookRecord.read(in: ledger.privateFolder) else { return false }
    let stubs = Path.join(common, record.folder)
    for name in try FileSystem.status(stubs) == nil ? [] : FileSystem.entries(stubs) {
      let path = Path.join(stubs, name)
      if try isOurs(path) { try FileSystem.remove(path) }
    }
    if let moved = record.moved { try putBack(Path.join(common, moved), to: stubs) }
    if record.madeFolder, record.moved == nil, try FileSystem.status(stubs) != nil,
      try FileSystem.entries(stubs).isEmpty
    {
      try FileSystem.remove(stubs)
    }
    try settings.restore(hooksPath: record.hooksPath, stubs: stubs)
    try removeMarks()
    try HookRecord.remove(in: ledger.privateFolder)
    return true
  }

  /// What the stubs noted for each other, in the git directory of each work tree.
  private func removeMarks() throws {
    let linked = Path.join(common, "worktrees")
    let names = try FileSystem.status(linked) == nil ? [] : FileSystem.entries(linked)
    for folder in [common] + names.map({ Path.join(linked, $0) }) {
      for mark in ["rtrack-checked", "rtrack-moved"] {
        try FileSystem.remove(Path.join(folder, mark))
      }
    }
  }

  private func isOurs(_ path: String) throws -> Bool {
    guard try FileSystem.status(path)?.kind == .file else { return false }
    return HookStub.isOurs(try FileSystem.read(path, limit: 1 << 24))
  }

  private func isSame(_ one: String, _ other: String) throws -> Bool {
    guard let a = try FileSystem.status(one), let b = try FileSystem.status(other),
      a.kind == .file, b.kind == .file, a.permissions == b.permissions
    else { return false }
    return try FileSystem.read(one, limit: 1 << 24) == FileSystem.read(other, limit: 1 << 24)
  }

  /// Puts the folder of before back; hooks that came meanwhile stay, each beside the others.
  private func putBack(_ moved: String, to stubs: String) throws {
    guard let status = try FileSystem.status(moved) else { return }
    let now = try FileSystem.status(stubs) == nil ? [] : FileSystem.entries(stubs)
    if now.isEmpty {
      try FileSystem.remove(stubs)
      try FileSystem.rename(moved, to: stubs)
    } else if status.kind == .directory {
      for name in try FileSystem.entries(moved) {
        let path = Path.join(moved, name)
        // Another tool may have put its hook over ours; the one of before stays beside it.
        if now.contains(name), try isSame(path, Path.join(stubs, name)) {
          try FileSystem.remove(path)
          continue
        }
        var place = now.contains(name) ? name + Self.beside : name
        while now.contains(place) { place += "~" }
        try FileSystem.rename(path, to: Path.join(stubs, place))
      }
      if try FileSystem.entries(moved).isEmpty { try FileSystem.remove(moved) }
    }
  }
}
