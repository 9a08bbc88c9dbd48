public import Experiments
import Platform
public import Research

/// What a job left, brought to this machine: its files where a run's lie, its output in a run's
/// log, and what it told of metrics.
public struct JobRemains {
  /// What one task left.
  public struct Task {
    /// The command that it was.
    public let step: RunStep
    /// The metrics that it printed.
    public let fold: MetricsFold
    /// What it wrote down of itself and its machine.
    public let facts: JobFacts
  }

  /// Its tasks in their order; one, where it was one command.
  public let tasks: [Task]
  /// How many bytes it printed.
  public let printed: Int

  /// Puts what was brought into the place of a run; may be called again.
  ///
  /// - Parameter tasks: the commands, each with the folder that ``Engine/pull(_:into:)`` filled.
  public init(_ tasks: [(step: RunStep, folder: String)], into place: RunPlace) throws {
    for name in ["log-head", "log-tail-0", "log-tail-1", "log-end"] {
      try FileSystem.remove(Path.join(place.folder, name))
    }
    var log = OutputLog(in: place.folder)
    self.tasks = try tasks.map { step, folder in
      if !step.name.isEmpty { log.append(Array("[rtrack: \(step.name)]\n".utf8)) }
      return try Self.take(step, folder, into: place, &log)
    }
    try log.finish()
    if let fault = log.fault { throw fault }
    printed = log.count
  }

  private static func take(
    _ step: RunStep, _ folder: String, into place: RunPlace, _ log: inout OutputLog
  ) throws -> Task {
    let results = place.folder(of: step)
    let files = Path.join(folder, "files")
    if try FileSystem.status(files)?.kind == .directory {
      try FileSystem.makeDirectory(Path.parent(results))
      try FileSystem.removeTree(results)
      try FileSystem.rename(files, to: results)
    }
    try FileSystem.makeDirectory(results)
    let printed = Path.join(results, RunPlace.printedName)
    try FileSystem.remove(printed)
    var tap = MetricTap(keepingIn: printed, into: StepMetrics.fold(for: step))
    for name in [JobLog.setup, .output, .errors] {
      let path = Path.join(folder, name.rawValue)
      guard try FileSystem.status(path)?.kind == .file else { continue }
      try FileSystem.readPlain(path) { bytes in
        log.append(bytes)
        if name == .output { tap.append(bytes) }
      }
    }
    tap.finish()
    return Task(step: step, fold: tap.fold, facts: JobFacts(of: folder))
  }
}
