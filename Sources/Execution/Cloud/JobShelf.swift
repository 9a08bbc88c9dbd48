import Documents
import Ledger
import Platform
public import Research

/// The jobs that a clone sent out: one file each in the git directory, which linked work trees
/// share, and beside them the places that their results come to.
public struct JobShelf: Sendable {
  /// The folder.
  public let folder: String

  /// The jobs of a clone.
  ///
  /// - Parameter privateFolder: the ledger's own, in the common git directory.
  public init(in privateFolder: String) { folder = Path.join(privateFolder, "cloud") }

  /// Where a run's results come to.
  public func place(of run: RunID) -> RunPlace { RunPlace(of: run, in: folder) }

  /// Whether a run is a job that was sent out from here.
  public func has(_ run: RunID) -> Bool { (try? FileSystem.status(path(of: run)))?.kind == .file }

  /// Every job, by number; a file that cannot be read is told by its path.
  public func all() -> (jobs: [JobHandle], unreadable: [String]) {
    var jobs: [JobHandle] = []
    var unreadable: [String] = []
    for name in (try? FileSystem.entries(folder)) ?? []
    where name.hasSuffix(".json") && RunID(name.dropLast(5)) != nil {
      let path = Path.join(folder, name)
      if let bytes = try? FileSystem.readPlain(path, limit: 1 << 20),
        let job = (try? JSON.parse(bytes)).flatMap({ JobHandle($0) })
      {
        jobs.append(job)
      } else {
        unreadable.append(path)
      }
    }
    jobs.sort { ($0.sent, $0.run.number) < ($1.sent, $1.run.number) }
    return (jobs, unreadable)
  }

  /// The one job that a call names, by its run's whole name or number.
  ///
  /// - Throws: ``LedgerError`` when there is none, or several.
  public func job(_ text: String) throws -> JobHandle {
    let jobs = all().jobs
    let found = jobs.filter { $0.run.description == text || String($0.run.number) == text }
    if found.count == 1 { return found[0] }
    let names = (found.isEmpty ? jobs : found).suffix(10)
      .map { "\($0.run) of \($0.experiment)" }.joined(separator: ", ")
    if found.isEmpty {
      throw LedgerError(
        .unknownRun, "this clone sent out no job \(text)",
        hint: names.isEmpty ? "`rtrack cloud run` sends one out" : "it sent out \(names)")
    }
    throw LedgerError(.ambiguous, "several jobs are called \(text)", hint: "say which: \(names)")
  }

  /// Notes what is known of a job, whole or not at all, for its owner alone.
  public func write(_ job: JobHandle) throws {
    try FileSystem.makeDirectory(folder)
    try FileSystem.write(
      Array((job.json.serialized(pretty: true) + "\n").utf8), to: path(of: job.run), mode: 0o600,
      durable: true)
  }

  /// Forgets a job.
  public func forget(_ run: RunID) throws { try FileSystem.remove(path(of: run)) }

  private func path(of run: RunID) -> String { Path.join(folder, "\(run).json") }
}
