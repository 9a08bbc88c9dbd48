public import Platform
import Research

/// What a command printed, kept on the disk in bounds: its beginning and its end.
///
/// However much is printed, at most ``head`` and twice ``tail`` bytes are kept: what comes after
/// the beginning goes into two files that take turns, each emptied when its turn comes.
public struct OutputLog {
  /// Bytes of the beginning that are kept.
  public static let head = 1 << 20
  /// Bytes of the end that are kept at least, where there are as many.
  public static let tail = 512 << 10

  /// How many bytes were printed.
  public private(set) var count = 0
  /// What kept the log from being written; the run goes on without it.
  public private(set) var fault: SystemError?
  private let folder: String
  private var turn = 0
  private var inTurn = 0
  /// The file that is written to now, and where it lies.
  private var open: (path: String, file: AppendedFile)?

  /// A log in a run's folder.
  public init(in folder: String) { self.folder = folder }

  private var headPath: String { Self.headPath(in: folder) }
  private func tailPath(_ turn: Int) -> String { Self.tailPath(turn, in: folder) }

  static func headPath(in folder: String) -> String { Path.join(folder, "log-head") }
  static func tailPath(_ turn: Int, in folder: String) -> String {
    Path.join(folder, "log-tail-\(turn % 2)")
  }

  /// Takes in what was printed.
  public mutating func append(_ bytes: [UInt8]) {
    let before = count
    count += bytes.count
    if fault != nil { return }
    do throws(SystemError) {
      let first = min(max(0, Self.head - before), bytes.count)
      if first == bytes.count { return try write(bytes, to: headPath) }
      if first == 0 { return try appendToTail(bytes) }
      try write(Array(bytes[..<first]), to: headPath)
      try appendToTail(Array(bytes[first...]))
    } catch {
      fault = error
    }
  }

  private mutating func appendToTail(_ bytes: [UInt8]) throws(SystemError) {
    if inTurn >= Self.tail {
      turn += 1
      inTurn = 0
      try FileSystem.remove(tailPath(turn))
    }
    try write(bytes, to: tailPath(turn))
    inTurn += bytes.count
  }

  private mutating func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    if bytes.isEmpty { return }
    if let open, open.path == path { return try open.file.append(bytes) }
    let file = try AppendedFile(path)
    open = (path, file)
    try file.append(bytes)
  }

  /// What is kept, with a line in the middle that says what was left out, and with the values of
  /// secret variables covered by their names.
  ///
  /// - Parameter environment: what the command could see.
  public static func text(in folder: String, covering environment: [String: String]) -> [UInt8] {
    func read(_ name: String) -> [UInt8] {
      (try? FileSystem.readPlain(Path.join(folder, name), limit: 16 << 20)) ?? []
    }
    let head = read("log-head")
    let tails = [read("log-tail-0"), read("log-tail-1")]
    let end = orderedTail(tails, in: folder)
    let omitted = omission(in: folder, head.count, end.count)
    var text = covered(head, environment)
    if omitted > 0 {
      if text.last != 10 { text.append(10) }
      text += Array("[rtrack: \(omitted) bytes were left out here]\n".utf8)
    }
    return text + covered(end, environment)
  }

  /// Notes which of the two tails is the newer one, and how much was printed, for a reader that
  /// comes when this process is gone.
  public func finish() throws(SystemError) {
    try FileSystem.write(
      Array("\(turn % 2) \(count)\n".utf8), to: Path.join(folder, "log-end"))
  }

  /// How many bytes were printed; nil where the watcher did not come to note it.
  public static func count(in folder: String) -> Int? { noted(in: folder)?.count }

  private static func noted(in folder: String) -> (newer: Int, count: Int)? {
    let bytes = try? FileSystem.readPlain(Path.join(folder, "log-end"), limit: 100)
    let words = String(decoding: bytes ?? [], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let newer = Int(words[0]), let count = Int(words[1]) else {
      return nil
    }
    return (newer, count)
  }

  private static func orderedTail(_ tails: [[UInt8]], in folder: String) -> [UInt8] {
    var newer = noted(in: folder)?.newer
    if newer == nil {
      // The watcher is gone: the one that was written last.
      let times = (0...1).map { index in
        let status = try? FileSystem.status(Path.join(folder, "log-tail-\(index)"))
        return (status?.modified ?? 0, status?.modifiedNanoseconds ?? 0)
      }
      newer = times[0] > times[1] ? 0 : 1
    }
    return newer == 0 ? tails[1] + tails[0] : tails[0] + tails[1]
  }

  /// Bytes between beginning and end that were not kept; of a run without its watcher it is only
  /// known that there were some when the tails took turns.
  private static func omission(in folder: String, _ head: Int, _ tail: Int) -> Int {
    noted(in: folder).map { max(0, $0.count - head - tail) } ?? 0
  }

  /// With the values of secret variables covered by their names.
  static func covered(_ bytes: [UInt8], _ environment: [String: String]) -> [UInt8] {
    var bytes = bytes
    let secrets = environment.filter { SecretRule.isSecret(name: $0.key) && $0.value.count >= 8 }
    for (name, value) in secrets.sorted(by: { $0.value.count > $1.value.count }) {
      bytes = replaced(Array(value.utf8), by: Array("[\(name)]".utf8), in: bytes)
    }
    return bytes
  }

  private static func replaced(
    _ part: [UInt8], by other: [UInt8], in bytes: [UInt8]
  ) -> [UInt8] {
    guard let first = part.first else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      if bytes[at] == first, bytes[at...].starts(with: part) {
        result += other
        at += part.count
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return result
  }
}
