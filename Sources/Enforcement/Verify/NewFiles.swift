import Git
import Ledger
import Research

/// Files that commits brought and that are to be read, in little memory: there may be a million.
struct NewFiles: Sendable {
  private(set) var ids: [ObjectID] = []
  private var commits: [Int32] = []
  private var mayBeEvents: [Bool] = []
  private var ends: [Int] = []
  /// The paths, one behind the other.
  private var paths: [UInt8] = []

  /// One of them.
  struct File {
    let path: ArraySlice<UInt8>
    let id: ObjectID
    let commit: Int
    let mayBeEvent: Bool
  }

  subscript(number: Int) -> File {
    let start = number == 0 ? 0 : ends[number - 1]
    return File(
      path: paths[start..<ends[number]], id: ids[number], commit: Int(commits[number]),
      mayBeEvent: mayBeEvents[number])
  }

  /// - Parameter mayBeEvent: whether it looks like an event from outside; otherwise only its bytes
  ///   are to be hashed.
  mutating func append(_ path: [UInt8], _ id: ObjectID, _ commit: Int, mayBeEvent: Bool) {
    paths += path
    ids.append(id)
    commits.append(Int32(commit))
    mayBeEvents.append(mayBeEvent)
    ends.append(paths.count)
  }

  mutating func append(_ other: NewFiles) {
    if ids.isEmpty {
      self = other
      return
    }
    let before = paths.count
    paths += other.paths
    ids += other.ids
    commits += other.commits
    mayBeEvents += other.mayBeEvents
    ends += other.ends.map { $0 + before }
  }
}

/// Reads new files, for one thread. What is plainly an event nobody asks more about; at the commits
/// of all others the one check is asked.
struct NewFileReader {
  let reader: ObjectReader
  let files: NewFiles
  let graph: CommitGraph
  let skew: Int64
  /// Whether every file is read, so that its bytes are hashed.
  let isHashing: Bool
  var facts = WalkFacts()
  /// The folders that were met, by their paths.
  private var folders: [ArraySlice<UInt8>: Layout.EventFolder] = [:]

  init(
    _ reader: ObjectReader, _ files: NewFiles, _ graph: CommitGraph, skew: Int64, isHashing: Bool
  ) {
    self.reader = reader
    self.files = files
    self.graph = graph
    self.skew = skew
    self.isHashing = isHashing
  }

  mutating func read(_ number: Int) throws {
    let file = files[number]
    if file.mayBeEvent {
      let isEvent = try isPlainEvent(file)
      if let content = WalkFacts.content(inLedger: file.path, isEvent: isEvent) {
        facts.note(String(decoding: file.path, as: UTF8.self), file.commit, content)
      }
      if isEvent { return }
      facts.suspects.insert(file.commit)
    }
    if isHashing { _ = try reader.blob(file.id) }
  }

  /// Nearly all are: folders are looked up once, and no string is made that is not kept.
  private mutating func isPlainEvent(_ file: NewFiles.File) throws -> Bool {
    let path = file.path
    guard let slash = path.lastIndex(of: 47), path.endIndex - slash > 4,
      let name = EventName(bytes: path[(slash + 1)..<(path.endIndex - 3)]),
      let folder = folder(path[..<slash], path)
    else { return false }
    let time = Timestamp(seconds: graph.seconds[file.commit])
    if let lateness = TimeRule(skew: skew).lateness(of: name, committedAt: time) {
      facts.late.note(lateness, at: file.commit, Array(path))
    }
    // With a registration comes its spec.
    if case .experiment = folder, name.kind == .registered || name.kind == .amended {
      return false
    }
    guard folder != .policy, name.time.seconds <= time.seconds + skew,
      let bytes = try reader.blob(file.id, atMost: ContentRule.largest)
    else { return false }
    return (try? EventFile.parse(bytes, name: name, in: folder, path: "")) != nil
  }

  /// The folder of events that a path lies in; nil for any other.
  private mutating func folder(
    _ bytes: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>
  ) -> Layout.EventFolder? {
    if let known = folders[bytes] { return known }
    let text = String(decoding: path, as: UTF8.self)
    guard case .event(let folder, _)? = Layout.place(of: text) else { return nil }
    folders[Array(bytes)[...]] = folder
    return folder
  }
}
