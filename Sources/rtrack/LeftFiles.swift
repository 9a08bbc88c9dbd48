import Execution
import Experiments
import Git
import Ledger
import Platform
import Research

/// What a command left in its run's folder, as it is recorded.
struct LeftFiles {
  /// What it printed, as far as it is kept.
  let log: [UInt8]
  /// What it told of metrics in `$RTRACK_METRICS`.
  let stream: [UInt8]
  /// The files that are judged.
  let files: ResultFiles
  /// What speaks against the folder as it is.
  let findings: [ResultFinding]
  /// Files that the ledger cannot take, and that stay where they are.
  let keptBack: [String]
  private let taken: [Artefact]

  private static let logName = "output.log"

  init(_ place: RunPlace, in ledger: Ledger, covering environment: [String: String]) throws {
    log = OutputLog.text(in: place.folder, covering: environment)
    var unread: [ResultFinding] = []
    stream = Self.stream(place, &unread)
    let limits = ResultFolder.Limits(artefact: try ledger.snapshot().policy().largestArtefact)
    do {
      let folder = try ResultFolder(
        "$RTRACK_RUN_DIR", at: place.results, limits: limits, leavesOut: true)
      var artefacts = try folder.artefacts(limits: limits, root: ledger.repository.workTree)
      unread += PointerLook(in: ledger.repository).look(at: &artefacts)
      taken = artefacts
      files = ResultFiles(of: taken)
      findings =
        unread
        + folder.leftOut.prefix(20).map { left in
          ResultFinding(
            "files", .warning, in: "run.json", "\(left); it is left out",
            remedy: "write plain files to $RTRACK_RUN_DIR")
        }
      keptBack = []
    } catch let error as LedgerError {
      // The attempt is kept all the same, with what is judged of it.
      var artefacts: [Artefact] = []
      for name in ["metrics.json", "config.json", RunPlace.streamName, RunPlace.printedName] {
        let path = Path.join(place.results, name)
        guard let bytes = try? FileSystem.readPlain(path, limit: MetricsReader.largest) else {
          continue
        }
        artefacts.append(Artefact(name, bytes: bytes))
      }
      taken = artefacts
      files = ResultFiles(of: artefacts)
      findings =
        unread + [
          ResultFinding(
            "files", .error, in: "run.json", error.message,
            remedy: "what it left stays in \(place.results)")
        ]
      keptBack = (try? FileSystem.entries(place.results)) ?? []
    }
  }

  /// What was told in `$RTRACK_METRICS`; what cannot be read is a finding, and not passed over.
  private static func stream(_ place: RunPlace, _ unread: inout [ResultFinding]) -> [UInt8] {
    do {
      return try FileSystem.readPlain(place.stream, limit: 64 << 20)
    } catch {
      if !error.isMissing {
        unread.append(
          ResultFinding(
            "stream", .error, in: RunPlace.streamName, "it cannot be read: \(error.reason)",
            remedy: "it is a plain file of at most 64 MiB; tell fewer steps, or write metrics.json")
        )
      }
      return []
    }
  }

  /// What the ledger keeps of the run.
  func artefacts(with account: RunAccount) -> [Artefact] {
    var kept = taken.filter { artefact in
      // What is too large to be read stays, as a pointer to it.
      artefact.file != "metrics.json"
        && !(artefact.file == "config.json" && account.configAside != nil)
        // An empty stream says nothing.
        && !(artefact.size == 0 && artefact.original == RunPlace.streamName)
    }
    kept.append(Artefact("metrics.json", bytes: account.metrics))
    func add(_ name: String, _ bytes: [UInt8]?) {
      guard let bytes else { return }
      let names = Set(kept.map(\.file))
      let free = [name, "rtrack-\(name)", "rtrack-run-\(name)"].first { !names.contains($0) }
      if let free { kept.append(Artefact(free, bytes: bytes)) }
    }
    add(RunAccount.metricsAsideName, account.metricsAside)
    add(RunAccount.configAsideName, account.configAside)
    add(Self.logName, log)
    return kept
  }
}
