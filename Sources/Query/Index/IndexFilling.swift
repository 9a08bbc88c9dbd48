import Database
import Ledger
import Research

/// Reads a ledger into the index: whole, or what was added to it.
struct IndexFilling {
  let writer: IndexWriter
  /// Told how many folders were read, and of how many.
  let progress: (Int, Int) -> Void

  /// Forgets what is there and reads everything.
  func fill(from snapshot: Snapshot) throws {
    try writer.clear()
    var acts = IndexedActs()
    let folders = try snapshot.eventFolders()
    for (index, folder) in folders.enumerated() {
      progress(index, folders.count)
      // What a snapshot has read it remembers; of a large ledger that would be all.
      let part = try snapshot.again()
      try part.forEachEventName(in: folder) { bytes in
        if let name = EventName(bytes: bytes) { try writer.add(name, in: folder, to: &acts) }
      }
      if case .issue(let number) = folder { try writer.put(number, from: part) }
      try writer.keep(part.faults, in: [])
    }
    try writer.add(acts)
    try writer.keep(snapshot.faults, in: [])
    try writer.conclude(snapshot.roots, adding: acts)
  }

  /// Puts in what was added.
  ///
  /// - Parameter paths: of the files, from the repository's root.
  func add(_ paths: [String], from snapshot: Snapshot) throws {
    var folders: Set<Layout.EventFolder> = []
    var hasStrays = false
    var acts = IndexedActs()
    for path in paths {
      switch Layout.place(of: path) {
      case .event(let folder, let name)?:
        folders.insert(folder)
        try writer.add(name, in: folder, to: &acts)
      case .attachment(let folder, _, _)?: folders.insert(folder)
      case .spec, .runFile, .attributes, .other: break
      case nil: hasStrays = hasStrays || path.hasPrefix(Layout.root + "/")
      }
    }
    let part = try snapshot.again()
    // A file out of place tells itself where its folder is listed.
    if hasStrays { folders.formUnion(try part.eventFolders()) }
    for folder in folders {
      if case .issue(let number) = folder {
        try writer.remove(number)
        try writer.put(number, from: part)
      } else {
        try part.forEachEventName(in: folder) { _ in }
      }
    }
    try writer.add(acts)
    try writer.keep(part.faults, in: folders)
    try writer.conclude(snapshot.roots, adding: acts)
  }
}
