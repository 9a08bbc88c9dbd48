public import Git
public import Research

/// The events of a folder: told by their names, and read.
extension Snapshot {
  /// An event's file, not yet read.
  public struct File: Sendable {
    /// The event's name, from the file's.
    public let name: EventName
    /// The folder of the ledger it lies in.
    public let folder: Layout.EventFolder
    /// The name of the file, which is the event's and `.md`.
    public let file: String
    /// The id of its bytes.
    public let blob: ObjectID

    /// From the repository's root.
    public var path: String { "\(Snapshot.path(of: folder))/\(file)" }
  }

  /// Bytes of the shortest file's name: `20261121T053312Z-c1-a-b-k3f9q2.md`.
  private static let shortestFile = 33

  /// Visits the names of events in a folder, without their `.md`, as bytes; for walks over all of
  /// them. What is no event's name by its shape is told.
  public func forEachEventName(
    in folder: Layout.EventFolder, _ visit: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    let path = Self.path(of: folder)
    try forEachFile(in: path) { name, entry in
      if Layout.kind(ofFile: name) != nil, name.count >= Self.shortestFile {
        try visit(name.dropLast(3))
      } else if !Self.isBeside(name, in: folder) {
        notAnEvent("\(path)/\(entry().name)")
      }
    }
  }

  /// The events of a folder whose kind is wanted, unread, in the order of their names.
  ///
  /// - Parameter others: told the names of those that are not wanted.
  public func files(
    in folder: Layout.EventFolder, where isWanted: (Substring) -> Bool = { _ in true },
    others: (ArraySlice<UInt8>) -> Void = { _ in }
  ) throws -> [File] {
    let path = Self.path(of: folder)
    var files: [File] = []
    var decided: [(kind: ArraySlice<UInt8>, isWanted: Bool)] = []
    try forEachFile(in: path) { bytes, entry in
      if let kind = Layout.kind(ofFile: bytes) {
        let known = decided.first { $0.kind == kind }
        let answer = known?.isWanted ?? isWanted(Substring(decoding: kind, as: UTF8.self))
        if known == nil { decided.append((kind, answer)) }
        if !answer, bytes.count >= Self.shortestFile { return others(bytes.dropLast(3)) }
        if let name = EventName(bytes: bytes.dropLast(3)) {
          let entry = entry()
          if entry.mode == .file {
            files.append(File(name: name, folder: folder, file: entry.name, blob: entry.id))
          } else {
            fault("\(path)/\(entry.name)", "is no plain file, so it is no event")
          }
          return
        }
      }
      if !Self.isBeside(bytes, in: folder) { notAnEvent("\(path)/\(entry().name)") }
    }
    // One tree has its files in this order already.
    return roots.count > 1 ? files.sorted { $0.file < $1.file } : files
  }

  /// The file of an event by its name; nil where the folder has none.
  public func file(_ name: EventName, in folder: Layout.EventFolder) throws -> File? {
    let file = "\(name).md"
    guard let entry = try entry(file, in: Self.path(of: folder)), entry.mode == .file else {
      return nil
    }
    return File(name: name, folder: folder, file: file, blob: entry.id)
  }

  /// The event in a file; nil, and counted, when it cannot be read.
  public func event(in file: File) throws -> Event? {
    let path = file.path
    if let event = readEvents.event(file.blob, at: path) { return event }
    do {
      let bytes = try repository.blob(file.blob)
      let event = try EventFile.parse(bytes, name: file.name, in: file.folder, path: path).event
      readEvents.keep(event, file.blob, at: path)
      return event
    } catch let fault as EventFault {
      note(fault)
      return nil
    }
  }

  /// The events of a folder whose kind is wanted.
  public func events(
    in folder: Layout.EventFolder, where isWanted: (Substring) -> Bool = { _ in true }
  ) throws -> [Event] {
    try files(in: folder, where: isWanted).compactMap { try event(in: $0) }
  }

  /// Whether a file that is no event has its place in a folder of events all the same: a spec.
  private static func isBeside(
    _ name: ArraySlice<UInt8>, in folder: Layout.EventFolder
  ) -> Bool {
    if case .experiment = folder { Layout.isSpec(name) } else { false }
  }

  private func notAnEvent(_ path: String) {
    fault(path, "is no event's name, such as 20261121T053312Z-c42-flux-comment-k3f9q2.md")
  }
}
