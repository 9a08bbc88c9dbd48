import Documents
import Execution
import Experiments
import Git
import Ledger
import Platform
import Research

/// The end of a job on its way into the ledger: brought here, checked against what the job itself
/// wrote down of it, and recorded once, as every run is.
struct CloudPulling {
  let context: Context
  let ledger: Ledger
  let shelf: JobShelf
  let speaker: String?
  let cycle: CycleReference?

  init(_ context: Context, speaker: String?, cycle: CycleReference?) throws {
    self.context = context
    self.speaker = speaker
    self.cycle = cycle
    ledger = try context.ledger()
    shelf = JobShelf(in: ledger.privateFolder)
  }

  /// What came of a job.
  enum Outcome {
    /// It is at work, or waits: nothing was brought.
    case alive(CloudWatch.Seen)
    case recorded(RunReport)
    /// Its end was on record already.
    case known(JobHandle)
  }

  /// - Parameter left: the folder that holds what it left, where that was brought here.
  func pull(_ job: JobHandle, from left: String? = nil) throws -> Outcome {
    var job = job
    if job.engine == .ci, left == nil, !job.isRecorded {
      throw LedgerError(
        .invalid, "run \(job.run) is CI's, and nobody here reaches it",
        hint: "fetch the folder that it left, then `rtrack cloud pull \(job.run) --from DIR`")
    }
    let place = shelf.place(of: job.run)
    if try isKnown(job) { return .known(try settle(&job)) }
    guard let claim = try place.adopt() else {
      throw LedgerError(.busy, "another process sends out or pulls run \(job.run)")
    }
    // Somebody may have pulled it between the look and the claim.
    if try isKnown(job) { return .known(try settle(&job)) }
    let site = try CloudSite(context, of: job, left: left)
    let standings = try standings(of: job, on: site)
    job.state = JobState(JobStanding(together: standings))
    try shelf.write(job)
    guard job.state.isOver else {
      return .alive(CloudWatch.Seen(job: job, standings: standings))
    }
    let folder = Path.join(place.folder, "pulled")
    // What came half goes on; a folder that was brought is looked at as it is now.
    if site.isBrought { try FileSystem.removeTree(folder) }
    var folders: [String] = []
    for (task, standing) in zip(job.tasks, standings) {
      let part = job.seeds.isEmpty ? folder : Path.join(folder, Path.last(task.folder))
      try fetch(task, into: part, site, standing)
      folders.append(part)
    }
    let ending = try ending(of: job, at: place, standings, folders, isBrought: site.isBrought)
    let author = try Speaker(context, try ledger.snapshot())
      .orSystem(speaker ?? place.readState()?.terms?.agent.text)
    let report = try ending.write(by: author, keeping: claim)
    _ = try settle(&job)
    return .recorded(report)
  }

  /// Records a job that could not be started, and never will be.
  func unstarted(_ job: JobHandle, _ why: String, keeping claim: RunClaim) throws {
    var job = job
    let place = shelf.place(of: job.run)
    var ending = try ending(of: job, at: place)
    ending.notStarted = why
    let author = try Speaker(context, try ledger.snapshot())
      .orSystem(speaker ?? place.readState()?.terms?.agent.text)
    _ = try ending.write(by: author, keeping: claim)
    job.state = .error
    _ = try settle(&job)
  }

  private func standings(of job: JobHandle, on site: CloudSite) throws -> [JobStanding] {
    do throws(EngineFault) {
      return try site.persisting(context).call { () throws(EngineFault) in
        try site.engine.standings(of: job)
      }
    } catch {
      throw LedgerError(
        .remote, "\(error.message); how run \(job.run) stands is not known",
        hint: "it goes on without this machine; try again later")
    }
  }

  private func isKnown(_ job: JobHandle) throws -> Bool {
    try ledger.snapshot().runs(of: job.experiment).runs.contains { $0.id == job.run }
  }

  private func settle(_ job: inout JobHandle) throws -> JobHandle {
    job.isRecorded = true
    // A job that went to no other host lay in the run's place, which is gone.
    if job.host == nil { job.isCollected = true }
    try shelf.write(job)
    return job
  }

  /// Brings what a task left into a folder; every byte is what its manifest says.
  private func fetch(
    _ job: JobHandle, into folder: String, _ site: CloudSite, _ standing: JobStanding
  ) throws {
    try FileSystem.makeDirectory(folder)
    guard case .ended(_, let digest, _) = standing else {
      // Nothing vouches for what there is of a job that is gone, and there may be nothing.
      if case .unreachable(let said)? = fault(fetching: job, site, folder) {
        throw unrecorded(job, said)
      }
      return
    }
    var found = fault(fetching: job, site, folder) ?? JobManifest.fault(of: folder, digest: digest)
    if case .failed? = found {
      // What came damaged once is brought anew once.
      try FileSystem.removeTree(folder)
      try FileSystem.makeDirectory(folder)
      found = fault(fetching: job, site, folder) ?? JobManifest.fault(of: folder, digest: digest)
    }
    if let found { throw unrecorded(job, found.message) }
  }

  /// Why it could not be brought; nil where it was.
  private func fault(
    fetching job: JobHandle, _ site: CloudSite, _ folder: String
  ) -> EngineFault? {
    do throws(EngineFault) {
      try site.persisting(context).call { () throws(EngineFault) in
        try site.engine.pull(job, into: folder)
      }
      return nil
    } catch {
      return error
    }
  }

  private func unrecorded(_ job: JobHandle, _ why: String) -> LedgerError {
    LedgerError(
      .remote, "run \(job.run) is not recorded: \(why)",
      hint: "what it left is where it was (\(job.place)); "
        + "`rtrack cloud pull \(job.run)` tries again")
  }

  private func ending(
    of job: JobHandle, at place: RunPlace, _ standings: [JobStanding], _ folders: [String],
    isBrought: Bool
  ) throws -> RunEnding {
    var ending = try ending(of: job, at: place)
    for folder in folders {
      let facts = JobFacts(of: folder)
      if facts.mayBe(of: ending.start, job.experiment), facts.isNamed || !isBrought { continue }
      try FileSystem.removeTree(folder)
      throw unrecorded(job, "what is there is not of this run, as it says of itself")
    }
    let steps = RunPlan(ending.start, ending.spec.spec).steps
    guard steps.count == folders.count else {
      throw unrecorded(job, "it has \(folders.count) tasks, and its start names \(steps.count)")
    }
    let left = try JobRemains(Array(zip(steps, folders)), into: place)
    ending.printed = left.printed
    ending.machine = left.tasks.first?.facts.environment ?? []
    if !job.seeds.isEmpty {
      CloudTasks(job: job, standings: standings, remains: left, place: place).fill(&ending)
      return ending
    }
    guard let task = left.tasks.first else { return ending }
    ending.fold = task.fold
    switch standings.first {
    case .ended(_, _, let end):
      ending.facts = task.facts.end(by: end, limit: job.limit)
      ending.notStarted =
        end == .unprepared
        ? "its environment could not be prepared" : "it was ended before it began"
    default: ending.lost = "lost: it is gone from \(job.place) without an end"
    }
    return ending
  }

  /// The end of a job as far as its start says it.
  private func ending(
    of job: JobHandle, at place: RunPlace
  ) throws -> RunEnding {
    let snapshot = try ledger.snapshot()
    let history = try snapshot.runs(of: job.experiment)
    guard let started = history.unfinished.first(where: { $0.id == job.run }) else {
      throw LedgerError(
        .tampered, "the start of run \(job.run) of \(job.experiment) is not in the ledger",
        hint: "see `rtrack doctor`; what the run left is where it was")
    }
    let spec = try snapshot.spec(followedBy: started.start, of: job.experiment)
    var context = context
    for (name, value) in job.variables where SecretRule.isSecret(name: name) {
      context.environment[name] = value
    }
    var ending = RunEnding(
      context: context, ledger: ledger, place: place, start: started.start,
      started: started.event, spec: spec, experiment: job.experiment)
    if let terms = place.readState()?.terms { ending.take(terms) }
    ending.limit = Double(job.limit)
    ending.remedy = "rtrack cloud pull \(job.run)"
    ending.cycle = cycle ?? ending.cycle
    return ending
  }

  /// Records a job as lost that nobody here reaches.
  func givenUp(_ job: JobHandle) throws -> CloudWatch.Seen {
    var job = job
    let place = shelf.place(of: job.run)
    guard let claim = try place.adopt() else {
      throw LedgerError(.busy, "another process sends out or pulls run \(job.run)")
    }
    if try isKnown(job) { return CloudWatch.Seen(job: try settle(&job)) }
    var ending = try ending(of: job, at: place)
    ending.lost = "lost: it was given up; what \(job.place) made of it is not known here"
    let author = try Speaker(context, try ledger.snapshot())
      .orSystem(speaker ?? place.readState()?.terms?.agent.text)
    _ = try ending.write(by: author, keeping: claim)
    job.state = .lost
    return CloudWatch.Seen(job: try settle(&job))
  }

  /// What a call answers that pulls a job, its results put into a folder too where one was named.
  func report(
    on job: JobHandle, outputFolder: String? = nil, from given: String? = nil
  ) throws -> CloudPulled {
    let outcome = try pull(job, from: given.map(context.path))
    if case .alive = outcome { return CloudPulled(outcome: outcome) }
    let folder = try outputFolder.map { try context.inside($0, ledger).name } ?? job.outputFolder
    let filled = try folder.map {
      try CloudOutput(of: job.run, job.experiment, into: $0, in: ledger)
    }
    return CloudPulled(outcome: outcome, filled: filled)
  }
}
