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
    folders.formUnion(try renumbered(by: folders, paths, part))
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

  /// Issues whose own events are the same, and that may be called by another number now: by a
  /// settlement, or since one more issue claims what a settlement gave.
  private func renumbered(
    by folders: Set<Layout.EventFolder>, _ paths: [String], _ snapshot: Snapshot
  ) throws -> Set<Layout.EventFolder> {
    let settled = try snapshot.settled()
    let isOpened = paths.contains {
      guard case .event(.issue, let name)? = Layout.place(of: $0) else { return false }
      return name.kind == .opened
    }
    guard !settled.isEmpty, isOpened || folders.contains(.numbers) else { return [] }
    var changed: Set<Layout.EventFolder> = []
    for claim in settled.claims {
      if case .issue(let place) = claim.settlement.place { changed.insert(.issue(place)) }
      if let number = claim.settlement.number.issue { changed.insert(.issue(number)) }
    }
    return changed
  }
}
