import Database
import Git
import Ledger
import Platform

/// Where the index of a ledger lies: one for all work trees of a clone.
struct IndexPlace {
  /// Nil where nothing can be written for sure: then it is made in memory.
  let path: String?

  /// In the common git directory, if that is on a disk of this machine: elsewhere SQLite's log of
  /// writes cannot be shared, and it lies with the other caches of this user on this host.
  init(of ledger: Ledger) {
    let name = "index-\(IndexSchema.version).sqlite"
    let common = ledger.repository.commonDirectory
    if FileSystem.isLocal(common) {
      path = Path.join(ledger.privateFolder, name)
      return
    }
    let environment = ledger.environment
    let caches =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? Path.join($0, ".cache") : nil }
    guard let caches, FileSystem.isLocal(caches) else {
      path = nil
      return
    }
    let clone = SHA256.digest(of: Array(common.utf8)).prefix(16)
    path = Path.join(caches, "rtrack/\(clone)-\(name)")
  }

  /// The path, with the folder made that it lies in; nil where that cannot be.
  func prepared() -> String? {
    guard let path else { return nil }
    return (try? FileSystem.makeDirectory(Path.parent(path))) == nil ? nil : path
  }

  /// Empties it, which costs one reading of the ledger. Others may have it open, so SQLite itself
  /// is asked first; where that fails too, its files are taken away.
  func empty() {
    guard let path else { return }
    do {
      try Database(at: path, patience: 60_000).reset()
    } catch {
      for end in ["-wal", "-shm", ""] { try? FileSystem.remove(path + end) }
    }
  }
}
