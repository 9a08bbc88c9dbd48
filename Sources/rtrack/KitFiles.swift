import Experiments
import Ledger
import Platform

/// What a project that follows the experiment protocol starts with. What is there already stays.
struct KitFiles {
  private let top: String

  /// - Parameter top: the work tree's top.
  init(in top: String) throws { self.top = try FileSystem.resolve(top) }

  /// One file of the kit, by its path from the work tree's top.
  private struct File {
    let path: String
    let bytes: [UInt8]
    var mode: UInt16 = 0o644
  }

  private static var all: [File] {
    [
      File(path: "experiments/.gitkeep", bytes: []), File(path: "results/.gitkeep", bytes: []),
      File(
        path: "templates/experiment.md",
        bytes: Array(ExperimentDraft.text(named: "TODO: name").utf8)),
      File(path: "templates/handoff.md", bytes: PackageResources.handoff_md),
      File(path: "tools/cloud-run", bytes: PackageResources.cloud_run, mode: 0o755),
    ]
  }

  /// Makes what is missing; gives back what was made, and what was there.
  ///
  /// - Throws: ``LedgerError`` where a folder of the kit is something else, or a link; nothing is
  ///   made then.
  func make() throws -> (made: [String], kept: [String]) {
    for file in Self.all {
      let folder = Path.join(top, Path.parent(file.path))
      if let status = try FileSystem.status(folder), status.kind != .directory {
        throw LedgerError(
          .refused, "\(Path.parent(file.path)) is no folder of this work tree",
          hint: "move it away, then `rtrack init --kit`")
      }
    }
    var made: [String] = []
    var kept: [String] = []
    for file in Self.all {
      let path = Path.join(top, file.path)
      let folder = Path.parent(path)
      // A folder that holds something needs no file to be kept.
      let isFull = try FileSystem.status(folder) != nil && !FileSystem.entries(folder).isEmpty
      let isThere = try FileSystem.status(path) != nil
      if isThere || (file.bytes.isEmpty && isFull) {
        kept.append(file.bytes.isEmpty ? Path.parent(file.path) + "/" : file.path)
        continue
      }
      do {
        try FileSystem.makeDirectory(folder)
        try FileSystem.create(file.bytes, at: path, mode: file.mode)
      } catch {
        throw LedgerError(.system, "cannot write \(file.path): \(error.reason)")
      }
      made.append(file.path)
    }
    return (made, kept)
  }

  /// What is left for people to decide, as commands.
  static let advice = [
    "let git itself refuse what would be rewritten: `rtrack hooks install`",
    "protect what lies beside the ledger: `rtrack protect add 'results/**' --as results`",
    "judge a coding agent's tools before they run: see `rtrack guard --help`",
    "take in the pages of an earlier kit: `rtrack import kit .`",
  ]
}
