import Documents
import Ledger
public import Platform
public import Research

/// Where a run lives until its end: a folder of its own in the git directory, where nobody's
/// `git add` or `git clean` meets it.
public struct RunPlace: Sendable {
  /// The run.
  public let run: RunID
  /// The folder, in full.
  public let folder: String

  /// What the command writes to: everything in it becomes the run's.
  public var results: String { Path.join(folder, "files") }
  /// The registered spec, for the command to read.
  public var spec: String { Path.join(folder, "spec.md") }
  /// Where the command may tell metrics while it runs, a JSON object a line.
  public var stream: String { Path.join(results, Self.streamName) }
  /// Where what the command prints as metrics is kept.
  public var printed: String { Path.join(results, Self.printedName) }

  /// What one command of a run writes to: the results' folder, or one of its own below.
  public func folder(of step: RunStep) -> String {
    step.name.isEmpty ? results : Path.join(results, step.name)
  }
  /// The work tree of a run that repeats another.
  public var tree: String { Path.join(folder, "tree") }
  /// The metrics of the run that reproduced the baseline, for the command to read.
  public var baseline: String { Path.join(folder, "baseline.json") }

  /// The names of these files among the results.
  public static let streamName = "metrics.jsonl"
  /// As ``streamName``, of what was printed.
  public static let printedName = "metrics-printed.txt"

  /// Kept free on the disk for the notes of the end, should the command fill it.
  private static let reserve = 64 << 10

  private var room: String { Path.join(folder, "room") }
  private var state: String { Path.join(folder, "state.json") }
  private var lock: String { Path.join(folder, "alive") }

  /// The place of a run in a clone.
  ///
  /// - Parameter privateFolder: the ledger's own, in the common git directory.
  public init(of run: RunID, in privateFolder: String) {
    self.run = run
    folder = Path.join(privateFolder, "runs/\(run)")
  }

  /// Every place that there is in a clone, by number.
  public static func all(in privateFolder: String) -> [RunPlace] {
    let names = (try? FileSystem.entries(Path.join(privateFolder, "runs"))) ?? []
    return names.compactMap { RunID($0) }.sorted { ($0.number, $0.suffix) < ($1.number, $1.suffix) }
      .map { RunPlace(of: $0, in: privateFolder) }
  }

  /// Makes the folder, with the spec in it that nobody writes to, and keeps it as this process's
  /// while the claim lives.
  ///
  /// - Throws: `SystemError`, also where the place is another run's.
  public func claim(spec bytes: [UInt8], state facts: RunState) throws -> RunClaim {
    try FileSystem.makeDirectory(results)
    guard let claim = try adopt() else {
      throw LedgerError(.busy, "another process has \(folder) already")
    }
    try FileSystem.create(bytes, at: spec, mode: 0o444)
    try keepReserve()
    try write(facts)
    return claim
  }

  /// Takes a place over whose watcher is gone; nil while it is there.
  public func adopt() throws -> RunClaim? {
    do throws(LockError) {
      return RunClaim(try FileLock(lock, wait: .zero))
    } catch {
      switch error {
      case .busy: return nil
      case .system(let error): throw error
      }
    }
  }

  /// Takes a place over from the process that handed it to this one; nil where none did.
  public func takeOver() throws -> RunClaim? {
    do throws(LockError) {
      return RunClaim(try FileLock(handedOver: lock))
    } catch {
      switch error {
      case .busy: return nil
      case .system(let error): throw error
      }
    }
  }

  /// Whether the process that watches the run is there.
  public var isWatched: Bool {
    guard (try? FileSystem.status(lock)) != nil else { return false }
    guard let claim = try? adopt() else { return true }
    claim.release()
    return false
  }

  /// What was noted of the run; nil where nothing can be read.
  public func readState() -> RunState? {
    guard let bytes = try? FileSystem.readPlain(state, limit: 1 << 20),
      let json = try? JSON.parse(bytes)
    else { return nil }
    return RunState(json)
  }

  /// Gives up the room that was kept for the notes of the end.
  public func useReserve() { try? FileSystem.remove(room) }

  /// Keeps that room, where the disk has as much.
  public func keepReserve() throws(SystemError) {
    try FileSystem.write([UInt8](repeating: 32, count: Self.reserve), to: room)
  }

  /// Notes what is known of the run, whole or not at all.
  public func write(_ facts: RunState) throws {
    try FileSystem.write(
      Array((facts.json.serialized(pretty: true) + "\n").utf8), to: state, durable: true)
  }

  /// Removes the folder; but for the files that the ledger only points to.
  public func remove(keeping files: Set<String> = []) throws {
    if files.isEmpty { return try FileSystem.removeTree(folder) }
    for name in try FileSystem.entries(folder) where name != Path.last(results) {
      try FileSystem.removeTree(Path.join(folder, name))
    }
    try prune(results, "", keeping: files)
  }

  private func prune(_ folder: String, _ prefix: String, keeping files: Set<String>) throws {
    for name in try FileSystem.entries(folder) {
      let path = prefix.isEmpty ? name : prefix + "/" + name
      let place = Path.join(folder, name)
      if files.contains(path) { continue }
      if files.contains(where: { $0.hasPrefix(path + "/") }) {
        try prune(place, path, keeping: files)
      } else {
        try FileSystem.removeTree(place)
      }
    }
  }
}

/// The right to a run's place; the system takes it back when the process dies.
public final class RunClaim {
  private var lock: FileLock?

  init(_ lock: consuming FileLock) { self.lock = consume lock }

  /// Starts a program that lives on when this process is gone, and gives it the place: it takes
  /// it by ``RunPlace/takeOver()``.
  ///
  /// - Parameter log: where it says what it has to say.
  public func handOver(
    to command: [String], in directory: String, environment: [String: String], log: String
  ) throws(SystemError) {
    guard var held = lock.take() else { return }
    do throws(SystemError) {
      try held.handOver(to: command, in: directory, environment: environment, log: log)
    } catch {
      lock = consume held
      throw error
    }
  }

  /// Gives the place back.
  public func release() { lock = nil }
}
