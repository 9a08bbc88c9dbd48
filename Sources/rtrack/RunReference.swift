import ArgumentParsing
import Execution
import Ledger
import Research

/// A run as a call names it: `1-7c2mxa`, or `1` where only one experiment has a run of that number.
struct RunReference: ExpressibleByArgument, Hashable {
  let text: String

  init(argument: String) throws(ArgumentFault) {
    let isNumber = Int(argument).map { $0 > 0 } ?? false
    guard isNumber || RunID(argument) != nil else {
      throw ArgumentFault("expected a run, such as 1-7c2mxa or 1")
    }
    text = argument
  }

  var argumentText: String { text }

  /// The runs of an experiment that it means.
  fileprivate func runs(of experiment: ExperimentID, in snapshot: Snapshot) throws -> [RunID] {
    if let number = Int(text) { return try snapshot.runs(numbered: number, of: experiment) }
    return RunID(text).map { [$0] } ?? []
  }
}

/// A run of the ledger, at work or ended.
struct KnownRun {
  /// What became of it, or where it stands while it has no end.
  enum State: Hashable {
    case ended(RunOutcome)
    /// Its rtrack watches it, in this clone.
    case running
    /// It was started in this clone, and its rtrack is gone.
    case unwatched
    /// It was sent to a machine by `rtrack cloud run`, from this clone.
    case sent
    /// It is no run of this clone.
    case elsewhere

    var word: String {
      switch self {
      case .ended(let outcome): outcome.rawValue
      case .running: "running"
      case .unwatched: "unwatched"
      case .sent: "sent"
      case .elsewhere: "elsewhere"
      }
    }
  }

  let experiment: ExperimentID
  let id: RunID
  let place: RunPlace
  let state: State
  let started: Event?
  let ended: Event?
  /// How it ended; nil while it has not.
  let end: RunEnd?

  /// What its start said; nil for results that were brought.
  var start: RunStart? {
    if case .runStarted(let start)? = started?.payload { start } else { nil }
  }

  init(_ run: Run, of experiment: ExperimentID, in ledger: Ledger) {
    self.experiment = experiment
    id = run.id
    place = RunPlace(of: run.id, in: ledger.privateFolder)
    state = .ended(run.end.outcome)
    started = run.started
    ended = run.ended
    end = run.end
  }

  init(_ run: StartedRun, of experiment: ExperimentID, in ledger: Ledger) {
    self.experiment = experiment
    id = run.id
    place = RunPlace(of: run.id, in: ledger.privateFolder)
    if JobShelf(in: ledger.privateFolder).has(run.id) {
      state = .sent
    } else {
      state = place.isWatched ? .running : place.readState() == nil ? .elsewhere : .unwatched
    }
    started = run.event
    ended = nil
    end = nil
  }

  /// Every run of an experiment: the ended ones, then those that are not.
  static func all(
    of experiment: ExperimentID, in snapshot: Snapshot, _ ledger: Ledger
  ) throws -> [KnownRun] {
    let history = try snapshot.runs(of: experiment)
    return history.runs.map { KnownRun($0, of: experiment, in: ledger) }
      + history.unfinished.map { KnownRun($0, of: experiment, in: ledger) }
  }

  /// What its start said, where it was run here and has ended.
  ///
  /// - Parameter what: what is to be done with its command, such as `repeat`.
  /// - Throws: what is in the way.
  func startOfEnded(to what: String) throws -> RunStart {
    guard let start else {
      throw LedgerError(
        .invalid, "run \(id) was brought, not run here, so there is no command to \(what)",
        hint: "`rtrack run \(experiment) -- COMMAND` starts another")
    }
    guard case .ended = state else {
      throw absence
        ?? Refusal(
          rule: "concurrent", reason: "run \(id) is still at work",
          hint: "wait for its end with `rtrack run wait \(id)`")
    }
    return start
  }

  /// What keeps a call from reaching it while it has no end; nil where it is at work here.
  var absence: LedgerError? {
    switch state {
    case .running, .ended: nil
    case .unwatched:
      LedgerError(
        .invalid, "the rtrack that watched run \(id) is gone",
        hint: "`rtrack run --reap` stops what it left and records it")
    case .sent:
      LedgerError(
        .invalid, "run \(id) of \(experiment) was sent out by `rtrack cloud run`",
        hint: "ask after it with `rtrack cloud status \(id)`; `rtrack cloud pull \(id)` records it")
    case .elsewhere:
      LedgerError(
        .invalid, "run \(id) of \(experiment) is not at work in this clone",
        hint: "it was started on \(start?.host ?? "another machine"): ask there, or "
          + "`rtrack sync` to learn its end")
    }
  }
}

extension Context {
  /// The run that a call names, among those of all experiments.
  func run(
    _ reference: RunReference, in snapshot: Snapshot, _ ledger: Ledger
  ) throws -> KnownRun {
    var found: [KnownRun] = []
    for experiment in try snapshot.experimentsWithResults() {
      let meant = try reference.runs(of: experiment, in: snapshot)
      found += try KnownRun.all(of: experiment, in: snapshot, ledger)
        .filter { meant.contains($0.id) }
    }
    // A number alone means what is at work here, before what was.
    let atWork = found.filter { $0.state == .running }
    if atWork.count == 1 { return atWork[0] }
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      throw LedgerError(
        .unknownRun, "there is no run \(reference.text)", hint: "see them with `rtrack run list`")
    }
    let names = found.prefix(10).map { "\($0.id) (\($0.experiment))" }.joined(separator: ", ")
    throw LedgerError(
      .ambiguous, "several runs have the number \(reference.text)", hint: "say which: \(names)")
  }
}

extension Snapshot {
  /// The spec that a run was started for.
  func spec(followedBy start: RunStart, of id: ExperimentID) throws -> ResultSpec {
    for experiment in try experiments(id) {
      if let version = experiment.versions.first(where: { $0.record.blob == start.spec }) {
        return try ResultSpec(version, of: id, in: self)
      }
    }
    throw LedgerError(
      .tampered, "the spec that run \(start.run) was started for is gone from the ledger",
      hint: "see `rtrack doctor`")
  }
}
