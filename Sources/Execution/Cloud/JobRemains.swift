public import Experiments
import Platform

/// What a job left, brought to this machine: its files where a run's lie, its output in a run's
/// log, and what it told of metrics.
public struct JobRemains {
  /// The metrics that it printed.
  public let fold: MetricsFold
  /// How many bytes it printed.
  public let printed: Int
  /// What it wrote down of itself and its machine.
  public let facts: JobFacts

  /// Puts what was brought into the place of a run; may be called again.
  ///
  /// - Parameter folder: what ``Engine/pull(_:into:)`` filled.
  public init(_ folder: String, into place: RunPlace) throws {
    let files = Path.join(folder, "files")
    if try FileSystem.status(files)?.kind == .directory {
      try FileSystem.removeTree(place.results)
      try FileSystem.rename(files, to: place.results)
    }
    for name in ["log-head", "log-tail-0", "log-tail-1", "log-end"] {
      try FileSystem.remove(Path.join(place.folder, name))
    }
    try FileSystem.remove(place.printed)
    var log = OutputLog(in: place.folder)
    var tap = MetricTap(keepingIn: place.printed)
    for name in [JobLog.setup, .output, .errors] {
      let path = Path.join(folder, name.rawValue)
      guard try FileSystem.status(path)?.kind == .file else { continue }
      try FileSystem.readPlain(path) { bytes in
        log.append(bytes)
        if name == .output { tap.append(bytes) }
      }
    }
    tap.finish()
    try log.finish()
    if let fault = log.fault { throw fault }
    fold = tap.fold
    printed = log.count
    facts = JobFacts(of: folder)
  }
}
