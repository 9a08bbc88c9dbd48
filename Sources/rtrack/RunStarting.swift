import Enforcement
import Execution
import Ledger
import Platform
import Research

/// Somebody else took the number of a run between its place and its start.
struct NumberTaken: Error {}

/// The event that tells the start of a run.
struct RunStarting {
  let session: RunSession
  let start: RunStart

  func composition(_ composer: Composer) throws -> Composition {
    let snapshot = composer.snapshot
    let id = session.experiment.id
    let history = try snapshot.runs(of: id)
    let next = try snapshot.nextNumber(in: .run(id)).value
    guard next == start.run.number else { throw NumberTaken() }
    let now = try snapshot.experiments(id).first { $0.opening == session.experiment.opening }
    guard let now, now.inForce.record.blob == start.spec, now.withdrawn == nil
    else {
      throw Refusal(
        rule: "spec", reason: "the spec of \(id) was amended or withdrawn just now",
        hint: "see it with `rtrack experiment show \(id)`, then start again")
    }
    if !session.order.isConcurrent { try refuseSecond(history, id) }
    let cycle = try session.context.cycle(session.order.cycle, in: snapshot)
    let name = composer.name(.started, by: session.author, in: cycle)
    let event = Event(
      name: name, thread: .results(id), cycleOpening: cycle?.opening,
      after: try composer.after(in: .results(id)), payload: .runStarted(start))
    return Composition(
      [event], speaker: session.author, act: "\(id) \(EventPhrase.what(event))")
  }

  /// Why no other run is started while a job is alive.
  static func refusal(of id: ExperimentID, beside job: JobHandle) -> Refusal {
    Refusal(
      rule: "concurrent",
      reason: "run \(job.run) of \(id) is \(job.state.rawValue) on \(job.place)",
      hint: "wait for its end (`rtrack cloud status \(job.run)`), or end it: "
        + "`rtrack cloud terminate \(job.run)`")
  }

  /// Two runs at once share the machine that both are measured on, or do one thing twice.
  private func refuseSecond(_ history: RunHistory, _ id: ExperimentID) throws {
    let folder = session.ledger.privateFolder
    let unfinished = Set(history.unfinished.map(\.id)).subtracting([start.run])
    for job in JobShelf(in: folder).all().jobs
    where unfinished.contains(job.run) && !job.state.isOver {
      throw Self.refusal(of: id, beside: job)
    }
    for other in history.unfinished where other.id != start.run {
      let place = RunPlace(of: other.id, in: folder)
      if place.isWatched {
        throw Refusal(
          rule: "concurrent", reason: "run \(other.id) of \(id) is at work here",
          hint: "wait for its end, or say --concurrent where both may share the machine")
      }
    }
  }
}

/// What keeps an experiment from being run here and now.
struct RunRefusals {
  let context: Context
  let experiment: Experiment

  init(_ context: Context, _ experiment: Experiment) {
    self.context = context
    self.experiment = experiment
  }

  func check(in snapshot: Snapshot) throws {
    let id = experiment.id
    if let reason = experiment.withdrawal {
      throw Refusal(
        rule: "withdrawn", reason: "\(id) was withdrawn: \(reason)",
        hint: "register what is to be run now: `rtrack experiment register FILE`")
    }
    if let standing = try context.phase() {
      if standing.phase != .run {
        throw Refusal(
          rule: "owned", reason: "this is the \(standing.words) phase, which runs nothing",
          hint: "`rtrack phase RUN \(id)` begins RUN, `rtrack phase --end` ends what is set here")
      }
      if let own = standing.experiment, own != id {
        throw Refusal(
          rule: "owned", reason: "this is the RUN phase of \(own), which does not run \(id)",
          hint: "`rtrack phase RUN \(id)` begins the other's, `rtrack phase --end` ends it")
      }
    }
    try refuseChangedSpec(in: snapshot)
  }

  /// A spec that lies where the protocol keeps it is the registered one, or nothing is run.
  private func refuseChangedSpec(in snapshot: Snapshot) throws {
    guard let top = snapshot.workTree else { return }
    let id = experiment.id
    var folders = [""]
    folders += ((try? FileSystem.entries(top)) ?? []).filter {
      $0.hasPrefix(".") && $0 != ".git" && $0 != Layout.root
    }
    let patterns = ProtocolPlaces(protections: try snapshot.policy().protections)
    for folder in folders {
      let path = Path.join(folder, "experiments/\(id).md")
      guard case .spec(of: id.text) = patterns.place(of: path),
        (try? FileSystem.status(Path.join(top, path)))??.kind == .file
      else { continue }
      let bytes = try FileSystem.readPlain(Path.join(top, path), limit: 16 << 20)
      if try snapshot.id(ofBlob: bytes) == experiment.inForce.record.blob { continue }
      throw Refusal(
        rule: "spec", reason: "\(path) is not the spec that \(id) is registered with",
        hint: "put the registered one back, or amend it: `rtrack experiment amend \(id) \(path)`")
    }
  }
}
