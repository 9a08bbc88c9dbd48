import Documents
import Enforcement
import Execution
import Git
import Ledger
import Platform
import Research

/// A command that runs in a phase: what the phase may not write is closed to it until its end.
struct PhaseSession {
  let context: Context
  let ledger: Ledger
  let standing: PhaseStanding

  /// - Throws: ``Refusal`` where the caller is in a phase already that is another.
  init(_ context: Context, _ phase: Phase, _ experiment: ExperimentID) throws {
    self.context = context
    ledger = try context.ledger()
    standing = PhaseStanding(
      phase, of: try Self.known(experiment, phase, ledger), source: .variable)
    if let word = context.environment["RTRACK_PHASE"], !word.isEmpty,
      let now = try context.phase(), now.phase != phase || now.experiment != standing.experiment
    {
      throw Refusal(
        rule: "owned", reason: "this is the \(now.words) phase, and it begins no other",
        hint: "whoever set RTRACK_PHASE begins the next one")
    }
  }

  /// While a hand-off is open nothing new is begun; what was begun is finished.
  private func refuseBeginning() throws {
    guard [.survey, .frame, .run].contains(standing.phase), try ledger.exists(),
      let pending = try ledger.snapshot().program().pendingHandoff
    else { return }
    throw pending.refusal(of: "to begin \(standing.words)")
  }

  /// The experiment as it is registered, where a number or the beginning of its name was given.
  private static func known(
    _ given: ExperimentID, _ phase: Phase, _ ledger: Ledger
  ) throws -> ExperimentID {
    guard phase == .run || phase == .read, try ledger.exists() else { return given }
    let ids = try ledger.snapshot().experimentIDs()
    if ids.contains(given) { return given }
    let number = Int(given.text.hasPrefix("exp-") ? String(given.text.dropFirst(4)) : given.text)
    let fitting = ids.filter { $0.number != nil && $0.number == number }
    return fitting.count == 1 ? fitting[0] : given
  }

  func run(_ command: [String], mountsNothing: Bool) throws -> any Report {
    try refuseBeginning()
    var environment = context.environment
    environment["RTRACK_PHASE"] = standing.phase.rawValue
    environment["RTRACK_EXPERIMENT"] = standing.experiment?.text
    guard Child.locate(command[0], environment: environment) != nil else {
      throw LedgerError(
        .invalid, "there is no program \(command[0]) to run",
        hint: "give the command behind --, as a shell would")
    }
    guard let workTree = ledger.repository.workTree else {
      throw LedgerError(
        .invalid, "a bare repository has no files that a phase could write",
        hint: "work in a clone with a work tree")
    }
    let top = try FileSystem.resolve(workTree)
    let places = try ClosedPlaces(to: standing, of: ledger)
    let made = try makeOpen(places, in: top)
    defer { for folder in made { try? FileSystem.remove(folder) } }
    let sandbox = mountsNothing ? nil : sandbox(environment)
    var record = try PhaseRecord(
      closing: places.files, in: top, gitDirectory: ledger.repository.gitDirectory)
    let result = Result {
      try Foreground.run(
        sandbox?.command(command, closing: places, in: top, noting: record.processFile) ?? command,
        in: context.directory, environment: environment,
        started: { record.note($0) },
        receiver: {
          guard sandbox != nil,
            let bytes = try? FileSystem.readPlain(record.processFile, limit: 32)
          else { return nil }
          return Int32(String(decoding: bytes.filter { $0 != 10 }, as: UTF8.self))
        })
    }
    try record.open()
    return PhaseEnd(end: try result.get())
  }

  /// The results of a run need a folder to be written to, before the others' are closed around it.
  private func makeOpen(_ places: ClosedPlaces, in top: String) throws -> [String] {
    try places.open.map { Path.join(top, $0) }.filter { folder in
      if try FileSystem.status(folder) != nil { return false }
      try FileSystem.makeDirectory(folder)
      return true
    }
  }

  private func sandbox(_ environment: [String: String]) -> Sandbox? {
    guard let sandbox = Sandbox(environment: environment) else {
      context.note(
        "rtrack: bubblewrap (bwrap) is not installed: what is closed to \(standing.phase.rawValue) "
          + "is read-only by its mode alone, which its owner can change")
      return nil
    }
    if sandbox.works() { return sandbox }
    context.note(
      "rtrack: bubblewrap (bwrap) may not mount anything here: what is closed to "
        + "\(standing.phase.rawValue) is read-only by its mode alone, which its owner can change")
    return nil
  }
}

/// The end of a command that ran in a phase; what it printed was its own.
private struct PhaseEnd: Report {
  let end: ChildResult.End

  /// As a shell tells it: 128 and the signal's number where one ended the command.
  var status: Int32 {
    switch end {
    case .exited(let status): status
    case .signalled(let signal): 128 + signal
    case .timedOut: 2
    }
  }

  var json: [JSON.Member] { [JSON.Member("status", .integer(Int(status)))] }

  func text(for terminal: Terminal) -> String { "" }
}

extension Context {
  /// Undoes what a phase closed whose rtrack and command are gone; gives back how many there were.
  @discardableResult
  func healPhases(in repository: Repository) throws -> Int {
    guard let top = repository.workTree else { return 0 }
    return try PhaseRecord.heal(in: repository.gitDirectory, workTree: top)
  }
}
