import Git
import Ledger
import Platform
import Research

/// The results of a recorded run, put into a folder of the work tree too. What lies there already
/// is never written over.
struct CloudOutput {
  /// The folder, from the work tree's top.
  let folder: String
  private(set) var written: [String] = []
  /// Files that are there with other bytes.
  private(set) var kept: [String] = []

  init(of run: RunID, _ experiment: ExperimentID, into folder: String, in ledger: Ledger) throws {
    self.folder = folder
    guard let top = ledger.repository.workTree else {
      throw LedgerError(.invalid, "a bare repository has no folder to put results into")
    }
    let snapshot = try ledger.snapshot()
    for name in try snapshot.files(of: run, of: experiment) {
      guard let bytes = try snapshot.file(name, of: run, of: experiment) else { continue }
      let path = Path.join(Path.join(top, folder), name)
      try FileSystem.makeDirectory(Path.parent(path))
      if try FileSystem.status(path) == nil {
        try FileSystem.create(bytes, at: path)
        written.append(name)
      } else if (try? FileSystem.readPlain(path, limit: bytes.count)) != bytes {
        kept.append(name)
      }
    }
  }
}
