public import Platform

/// What a command at work prints, read while it is kept: first what there is, then what comes, by
/// whole lines. What its log has let go by then is passed over, and said.
public struct LogFollower {
  private let folder: String
  private let environment: [String: String]
  private var head: GrowingFile?
  private var headCount = 0
  /// The part of the end that is read now, and the one before it: held open, so that no new file
  /// can be taken for one of them.
  private var tail: GrowingFile?
  private var before: GrowingFile?
  /// What has no end of a line yet.
  private var rest: [UInt8] = []

  /// Lines beyond this are passed on in parts.
  private static let longest = 64 << 10

  /// Follows the log in a run's folder.
  ///
  /// - Parameter environment: of its variables those that are called as secrets are covered.
  public init(in folder: String, covering environment: [String: String]) {
    self.folder = folder
    self.environment = environment
  }

  /// What was printed since it was asked last, up to the end of its last line.
  public mutating func next() throws(SystemError) -> [UInt8] {
    try readHead()
    if headCount >= OutputLog.head { try readTails() }
    let end = rest.lastIndex(of: 10).map { $0 + 1 } ?? (rest.count > Self.longest ? rest.count : 0)
    let whole = Array(rest[..<end])
    rest.removeFirst(end)
    return OutputLog.covered(whole, environment)
  }

  /// What is left, where nothing more will come.
  public mutating func finish() throws(SystemError) -> [UInt8] {
    let lines = try next()
    defer { rest = [] }
    return lines + OutputLog.covered(rest, environment)
  }

  private mutating func readHead() throws(SystemError) {
    if head == nil { head = try GrowingFile.open(OutputLog.headPath(in: folder)) }
    guard let more = try head?.readMore() else { return }
    headCount += more.count
    rest += more
  }

  private mutating func readTails() throws(SystemError) {
    while true {
      if let tail { rest += try tail.readMore() }
      let fresh = try freshTails()
      guard let next = fresh.first else { return }
      // Once another is written to, this one is not any more.
      if let tail { rest += try tail.readMore() }
      if fresh.count > 1 {
        if let last = rest.last, last != 10 { rest.append(10) }
        rest += Array("[rtrack: some of the output may have been left out here]\n".utf8)
      }
      before = tail
      tail = next
    }
  }

  /// The parts of the end that were not read yet, the older one first.
  private func freshTails() throws(SystemError) -> [GrowingFile] {
    var found: [(file: GrowingFile, time: (Int64, Int32))] = []
    for turn in 0...1 {
      let path = OutputLog.tailPath(turn, in: folder)
      guard let status = try FileSystem.status(path), let file = try GrowingFile.open(path),
        file.identity != tail?.identity, file.identity != before?.identity
      else { continue }
      found.append((file, (status.modified, status.modifiedNanoseconds)))
    }
    return found.sorted { $0.time < $1.time }.map(\.file)
  }
}
