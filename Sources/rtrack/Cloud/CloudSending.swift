import ArgumentParsing
import Documents
import Execution
import Git
import Ledger
import Platform
import Research

/// What a call of `rtrack cloud run` asks for beside what every run does.
struct CloudOrder {
  /// One text for `sh -c` on the machine.
  var command: String
  /// The spec's file, or the experiment's name.
  var spec: String
  /// Folders of the work tree that go along although the commit does not hold them.
  var data: [String]
  /// Where the results are to be put too.
  var outputFolder: String?
  /// When it ends by itself, in hours.
  var hours: Double
  /// `NAME=value` each.
  var variables: [String]
  /// What Slurm is told beside, such as `--partition=long`.
  var batch: [String]
  /// Whether it runs here where the machine does not answer.
  var fallsBack: Bool
  /// What it says of a container.
  var container: ContainerOptions
}

/// A job on its way out: everything that is asked before it, its start on record, and its folder on
/// its machine.
struct CloudSending {
  let context: Context
  let order: CloudOrder
  let session: RunSession
  let shelf: JobShelf
  let site: CloudSite

  init(_ context: Context, _ order: CloudOrder, _ run: RunOrder) throws {
    self.context = context
    self.order = order
    try SecretRule.check(
      command: order.command.split(whereSeparator: \.isWhitespace).map(String.init))
    let reference = try ExperimentReference(argument: Path.last(order.spec))
    session = try RunSession(context, run, of: reference)
    shelf = JobShelf(in: session.ledger.privateFolder)
    site = try CloudSite(context, context.cloudSettings())
    try refuseOtherSpec()
    if !run.seeds.isEmpty, site.engineName != .slurm {
      throw LedgerError(
        .invalid,
        "several seeds are Slurm's, and this goes to \(site.engineName.rawValue)",
        hint: "send each as a run of its own with --seed, or one after another in the command")
    }
  }

  /// Sends it out.
  func send() throws -> JobHandle {
    let variables = try CloudVariables(order.variables)
    try variables.refuseSecrets(in: order.command)
    try refuseWhatCIHasNot(variables)
    let data = try dataFolders()
    let output = try outputFolder()
    try refuseSecond()
    let site = try reached()
    let container = try order.container.order(for: session, on: site)
    let limit = try session.ledger.snapshot().policy().largestArtefact
    let pin = try CodePin(of: session.ledger, at: context.now(), limit: limit)
    var made: (stage: JobStage, job: JobHandle)?
    let opened: RunSession.Opened
    do {
      opened = try session.open(
        in: shelf.folder, on: pin, host: site.hostName,
        facts(site, data) + (container?.facts ?? []),
        variables: variables.recorded
      ) { place, start in
        if let old = made?.job { try shelf.forget(old.run) }
        var job = JobHandle(
          run: start.run, experiment: session.experiment.id, engine: site.engineName,
          host: site.host, folder: site.folder(of: start.run, session.experiment.id, in: place),
          limit: Int(order.hours * 3600), outputFolder: output, variables: variables.all,
          sent: context.now())
        job.seeds = start.seeds
        // CI has no word of it: its folder comes by hand.
        job.bucket =
          site.engineName == .ci
          ? nil : site.bucket?.folder("\(session.experiment.id)-\(start.run)")
        let stage = try JobStage(
          in: Path.join(place.folder, "stage"), of: pin.commit, from: session.ledger,
          spec: session.spec.bytes,
          JobStage.Order(
            command: order.command, directory: start.directory,
            variables: variables.all.merging(Self.given(start, session.experiment.id)) { $1 },
            limit: job.limit, grace: Int(session.order.grace), seeds: start.seeds,
            bucket: job.bucket, batch: order.batch, container: container),
          data: data)
        made = (stage, job)
        try shelf.write(job)
      }
    } catch {
      if let job = made?.job { try? shelf.forget(job.run) }
      throw error
    }
    defer { opened.claim.release() }
    guard var job = made?.job, let stage = made?.stage else {
      throw LedgerError(.system, "the job's folder was not made")
    }
    // Its order is its start, which `rtrack sync` publishes.
    if job.engine == .ci {
      stage.remove()
      return job
    }
    job.batch = try submitted(stage, job, to: site, keeping: opened.claim)
    try shelf.write(job)
    stage.remove()
    return job
  }

  private func submitted(
    _ stage: JobStage, _ job: JobHandle, to site: CloudSite, keeping claim: RunClaim
  ) throws -> String? {
    let fault: EngineFault
    do throws(EngineFault) {
      return try site.persisting(context).call { () throws(EngineFault) in
        try site.engine.submit(stage, as: job)
      }
    } catch {
      fault = error
    }
    // Who says no says it for good, once the job cannot begin any more.
    if case .failed(let said) = fault, (try? site.engine.withdraw(job)) == true {
      try CloudPulling(context, speaker: session.author.text, cycle: session.order.cycle)
        .unstarted(job, said, keeping: claim)
      throw LedgerError(
        .remote, "run \(job.run) could not be started: \(said)",
        hint: "it is on record as failed; mend the cause, then start another")
    }
    throw LedgerError(
      .remote, "it is not known whether run \(job.run) was started: \(fault.message)",
      hint: "`rtrack cloud status \(job.run)` asks again, `rtrack cloud pull \(job.run)` records "
        + "what came of it")
  }

  /// What the start says of where it runs, and of what goes along that the commit does not hold.
  private func facts(
    _ site: CloudSite, _ data: [(source: String, name: String)]
  ) -> [RunStart.Fact] {
    let names = data.map(\.name).joined(separator: ", ")
    return site.facts + (data.isEmpty ? [] : [RunStart.Fact("data_dirs", names)])
      + (site.engineName == .ci
        ? [RunStart.Fact(CloudExecution.limitName, "\(Int(order.hours * 3600))")] : [])
  }

  /// CI has what the start says and the commit holds, and nothing else of this machine.
  private func refuseWhatCIHasNot(_ variables: CloudVariables) throws {
    guard site.engineName == .ci else { return }
    if let name = variables.secretNames.first {
      throw LedgerError(
        .invalid, "\(name) is a secret, and nothing brings it to CI from here",
        hint: "let CI's own secrets give it to the workflow")
    }
    if let folder = order.data.first {
      throw LedgerError(
        .invalid, "nothing brings \(folder) to CI from here",
        hint: "commit it, or let the workflow fetch it before the run")
    }
  }

  /// What every command of a run is told; the folders are its machine's own.
  static func given(_ start: RunStart, _ experiment: ExperimentID) -> [String: String] {
    var variables = [
      "RTRACK_EXPERIMENT": experiment.text, "RTRACK_RUN": start.run.description,
      "RTRACK_COMMIT": start.commit, "RTRACK_PHASE": Phase.run.rawValue,
    ]
    variables["RTRACK_SEED"] = start.seed.map { "\($0)" }
    return variables
  }

  /// The machine that answers: the one that is set up, or this one where the call says so.
  private func reached() throws -> CloudSite {
    do throws(EngineFault) {
      try site.persisting(context).call { () throws(EngineFault) in try site.engine.reach() }
      return site
    } catch {
      guard order.fallsBack else {
        throw LedgerError(
          .remote, "\(error.message); nothing was started",
          hint: "try again, or say --fallback local to run it here")
      }
      context.note(terminalSafe("rtrack: \(error.message); it runs here instead"))
      return CloudSite.local(context)
    }
  }

  /// A job that is alive is not started twice; one whose machine does not answer may be.
  private func refuseSecond() throws {
    let id = session.experiment.id
    let seen = try CloudWatch(context, shelf).refreshed {
      $0.experiment == id && !$0.isRecorded && !$0.state.isOver
    }
    if let alive = seen.first(where: { !$0.job.state.isOver }) {
      throw RunStarting.refusal(of: id, beside: alive.job)
    }
  }

  /// A spec that is named by its file is the one that is registered, byte for byte.
  private func refuseOtherSpec() throws {
    guard (try? FileSystem.status(context.path(order.spec), following: true))??.kind == .file
    else { return }
    let file = try SpecFile(order.spec, in: context)
    if try session.ledger.snapshot().id(ofBlob: file.bytes) == session.spec.blob { return }
    let id = session.experiment.id
    throw Refusal(
      rule: "spec", reason: "\(order.spec) is not the spec that \(id) is registered with",
      hint: "put the registered one back, or amend it: `rtrack experiment amend \(id) FILE`")
  }

  /// The folders that go along, each by its path from the work tree's top.
  private func dataFolders() throws -> [(source: String, name: String)] {
    try order.data.map { given in
      let (place, name) = try context.inside(given, session.ledger)
      guard name != ".", try FileSystem.status(place)?.kind == .directory else {
        throw LedgerError(
          .invalid, "there is no folder \(given) in the work tree to send along",
          hint: "--data-dirs takes folders below the work tree's top, parted by commas")
      }
      return (place, name)
    }
  }

  private func outputFolder() throws -> String? {
    try order.outputFolder.map { try context.inside($0, session.ledger).name }
  }
}
