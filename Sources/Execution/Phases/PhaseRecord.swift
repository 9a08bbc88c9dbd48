import Documents
public import Platform

/// What one phase at work closed in a work tree, noted in its git directory before anything is
/// done, so that whoever finds it later can undo it: the modes that files had.
public struct PhaseRecord {
  private let folder: String
  private let path: String
  private let top: String
  private var state: State

  fileprivate struct State {
    var watcher: ProcessIdentity
    /// The command; it may outlive the rtrack that started it.
    var command: ProcessIdentity?
    /// Paths from the work tree's root, and the permission bits that they had.
    var modes: [(path: String, bits: UInt16)]
  }

  /// Takes the right to write from files, and notes what they had. A file that another phase at
  /// work here closed already keeps what it had before that one.
  ///
  /// - Parameters:
  ///   - files: paths from the work tree's root.
  ///   - gitDirectory: the work tree's own.
  public init(closing files: [String], in top: String, gitDirectory: String) throws {
    self.top = top
    folder = Self.folder(gitDirectory)
    let watcher =
      ProcessIdentity(of: Machine.processID)
      ?? ProcessIdentity(id: Machine.processID, start: 0, boot: "")
    try FileSystem.makeDirectory(folder)
    var number = 0
    while try FileSystem.status(Path.join(folder, "\(watcher.id)-\(number).json")) != nil {
      number += 1
    }
    path = Path.join(folder, "\(watcher.id)-\(number).json")
    state = State(watcher: watcher, modes: [])
    let lock = try Self.lock(folder)
    defer { lock.release() }
    var known: [String: UInt16] = [:]
    for other in try Self.all(in: folder) {
      for (path, bits) in other.state.modes { known[path] = bits }
    }
    for file in files {
      guard let status = try Self.status(of: file, in: top) else { continue }
      state.modes.append((file, known[file] ?? status.permissions))
    }
    try write()
    for (file, bits) in state.modes {
      try? FileSystem.setPermissions(bits & ~0o222, of: Path.join(top, file))
    }
  }

  /// Notes which process the command is.
  public mutating func note(_ command: ProcessIdentity) {
    state.command = command
    try? write()
  }

  /// Where the command notes its own process, when another stands between.
  public var processFile: String { String(path.dropLast(5)) + ".pid" }

  /// Gives files their modes back, but for those that another phase at work still closes.
  public func open() throws {
    let lock = try Self.lock(folder)
    defer { lock.release() }
    try openLocked(beside: try Self.all(in: folder))
  }

  private func openLocked(beside records: [PhaseRecord]) throws {
    let others = Set(
      records.filter { $0.path != path && $0.isAtWork }.flatMap { $0.state.modes.map(\.path) })
    for (file, bits) in state.modes where !others.contains(file) {
      guard let status = try Self.status(of: file, in: top), status.permissions != bits
      else { continue }
      try? FileSystem.setPermissions(bits, of: Path.join(top, file))
    }
    try FileSystem.remove(processFile)
    try FileSystem.remove(path)
  }

  /// Undoes what phases left that nobody is at work in any more; gives back how many there were.
  @discardableResult
  public static func heal(in gitDirectory: String, workTree: String) throws -> Int {
    let folder = folder(gitDirectory)
    guard try left(in: gitDirectory) > 0 else { return 0 }
    let lock = try lock(folder)
    defer { lock.release() }
    let records = try all(in: folder, of: try FileSystem.resolve(workTree))
    let over = records.filter { !$0.isAtWork }
    for record in over { try record.openLocked(beside: records) }
    return over.count
  }

  /// How many phases left something behind.
  private static func left(in gitDirectory: String) throws -> Int {
    let folder = folder(gitDirectory)
    guard try FileSystem.status(folder)?.kind == .directory else { return 0 }
    return try all(in: folder).filter { !$0.isAtWork }.count
  }

  private var isAtWork: Bool { state.watcher.isAlive || state.command?.isAlive == true }

  /// A plain file of the work tree that no link leads to; nil for anything else.
  private static func status(of file: String, in top: String) throws -> FileStatus? {
    let path = Path.join(top, file)
    guard let status = try FileSystem.status(path), status.kind == .file else { return nil }
    let parent = Path.parent(path)
    return try FileSystem.resolve(parent) == parent ? status : nil
  }
}

/// Records on the disk.
extension PhaseRecord {
  private init(_ state: State, at path: String, top: String) {
    self.state = state
    self.path = path
    self.top = top
    folder = Path.parent(path)
  }

  private static func folder(_ gitDirectory: String) -> String {
    Path.join(gitDirectory, "rtrack/phases")
  }

  private static func lock(_ folder: String) throws -> HeldLock {
    HeldLock(try FileLock(Path.join(folder, "lock"), wait: .seconds(10)))
  }

  private static func all(in folder: String, of top: String = "") throws -> [PhaseRecord] {
    try FileSystem.entries(folder).filter { $0.hasSuffix(".json") }.compactMap { name in
      let path = Path.join(folder, name)
      guard let bytes = try? FileSystem.readPlain(path, limit: 64 << 20),
        let json = try? JSON.parse(bytes), let state = State(json)
      else { return nil }
      return PhaseRecord(state, at: path, top: top)
    }
  }

  private func write() throws {
    try FileSystem.write(Array(state.json.serialized(pretty: false).utf8), to: path, durable: true)
  }
}

/// A lock as a value that can be given back from a deferred block.
private final class HeldLock {
  private var lock: FileLock?
  init(_ lock: consuming FileLock) { self.lock = consume lock }
  func release() { lock = nil }
}

extension PhaseRecord.State {
  init?(_ json: JSON) {
    guard let watcher = json["watcher"].flatMap(ProcessIdentity.init(json:)),
      let files = json["files"]?.array
    else { return nil }
    self.watcher = watcher
    command = json["command"].flatMap(ProcessIdentity.init(json:))
    modes = files.compactMap { file in
      guard let path = file["path"]?.string, let bits = file["mode"]?.integer else { return nil }
      return (path, UInt16(clamping: bits))
    }
  }

  var json: JSON {
    .object([
      JSON.Member("watcher", watcher.json), JSON.Member("command", command?.json ?? .null),
      JSON.Member(
        "files",
        .array(
          modes.map {
            .object([
              JSON.Member("path", .string($0.path)), JSON.Member("mode", .integer(Int($0.bits))),
            ])
          })),
    ])
  }
}

extension ProcessIdentity {
  fileprivate init?(json: JSON) {
    guard let id = json["pid"]?.integer.flatMap({ Int32(exactly: $0) }),
      let start = json["start"]?.integer, let boot = json["boot"]?.string
    else { return nil }
    self.init(id: id, start: UInt64(clamping: start), boot: boot)
  }

  fileprivate var json: JSON {
    .object([
      JSON.Member("pid", .integer(Int(id))), JSON.Member("start", .integer(Int(clamping: start))),
      JSON.Member("boot", .string(boot)),
    ])
  }
}
