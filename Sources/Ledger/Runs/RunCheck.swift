import Git
import Platform
import Research

extension IntakeCheck {
  /// A hand-written end of a run: what it left must be in the ledger already, as its manifest says,
  /// and what it stands in for must be there.
  func check(_ end: RunEnd, _ event: Event, _ path: String) throws {
    guard case .results(let experiment) = event.thread else { return }
    let folder = Layout.folder(of: end.run, of: experiment)
    if let manifest = end.manifest {
      guard let blob = try snapshot.blob(at: "\(folder)/\(RunFolder.manifest)"),
        SHA256.digest(of: try snapshot.repository.blob(blob)) == manifest
      else {
        throw LedgerError(
          .invalid, "\(path): the ledger holds no results of run \(end.run) with this manifest",
          hint: "`rtrack result add \(experiment) DIR` takes results in, with their event")
      }
    }
    let runs = try snapshot.runs(of: experiment)
    if let old = end.supersedes, !runs.runs.contains(where: { $0.id == old }) {
      throw LedgerError(
        .invalid, "\(path): \(experiment) has no run \(old) to supersede",
        hint: "see its runs with `rtrack result list \(experiment)`")
    }
  }
}
