import Documents
import Execution
import Git
import Ledger
import Platform
import Research

/// A run that `rtrack cloud run` put on record for CI, done where this is called: its commit, its
/// command and its time as its start has them, in a folder that then goes back by hand.
struct CloudExecution {
  let context: Context
  let run: KnownRun
  let start: RunStart
  /// The job's folder, in full.
  let folder: String
  private let ledger: Ledger
  private let limit: Int
  private let engine: any Engine

  /// - Parameter given: the folder, as the call names it; it is made.
  init(_ context: Context, _ reference: RunReference, in given: String) throws {
    self.context = context
    ledger = try context.ledger()
    run = try context.run(reference, in: ledger.snapshot(), ledger)
    guard let start = run.start, run.end == nil else {
      throw LedgerError(
        .invalid, "run \(run.id) of \(run.experiment) has an end already",
        hint: "`rtrack cloud run` puts another on record")
    }
    self.start = start
    let facts = Dictionary(start.environment.map { ($0.name, $0.value) }) { $1 }
    guard facts["engine"] == CloudSettings.Engine.ci.rawValue,
      let limit = facts[Self.limitName].flatMap({ Int($0) }), limit > 0, start.command.count == 3,
      start.command.starts(with: ["sh", "-c"])
    else {
      throw LedgerError(
        .invalid, "run \(run.id) of \(run.experiment) was not started for CI",
        hint: "set `git config rtrack.cloud.engine ci`, then `rtrack cloud run` starts one")
    }
    self.limit = limit
    folder = context.path(given)
    engine = Engines.local(context.environment)
    if (try? FileSystem.entries(folder))?.isEmpty == false {
      throw LedgerError(
        .invalid, "\(given) is not empty", hint: "name a folder that is not there yet")
    }
    try refuseSecondAttempt()
  }

  /// The fact of a start that says when the job ends by itself.
  static let limitName = "limit_seconds"

  /// A run is one attempt: else the best of several could be brought.
  private func refuseSecondAttempt() throws {
    guard let attempt = context.environment["GITHUB_RUN_ATTEMPT"].flatMap({ Int($0) }), attempt > 1
    else { return }
    throw Refusal(
      rule: "attempt", reason: "this is attempt \(attempt) of one run of CI",
      hint: "`rtrack cloud terminate \(run.id)` gives the run up, where it was started; then start "
        + "another")
  }

  /// Does it, passing on what it prints, and leaves what a pull takes.
  func perform() throws -> CloudExecuted {
    let patience = context.patience.sync
    try RunCommits(of: ledger, patience: patience).fetch(start.commit, of: run.id)
    let job = JobHandle(
      run: run.id, experiment: run.experiment, engine: .local, host: nil, folder: folder,
      limit: limit, outputFolder: nil, variables: [:], sent: context.now())
    let stage = try stage()
    if let origin {
      try FileSystem.create(Array("ci=\(origin)\n".utf8), at: Path.join(folder, "given"))
    }
    let standing = try Interrupts.listening { () throws -> JobStanding in
      do throws(EngineFault) {
        _ = try engine.submit(stage, as: job)
        return try wait(for: job)
      } catch {
        throw LedgerError(
          .system, "run \(run.id) could not be done: \(error.message)",
          hint: "what there is of it lies in \(folder)")
      }
    }
    if case .ended = standing, try JobCover(of: folder, context.environment).run() {
      context.note("rtrack: values of secret variables were covered in its logs")
    }
    let left = JobHandle.left
    for name in try FileSystem.entries(folder) where !left.contains(name) {
      try FileSystem.removeTree(Path.join(folder, name))
    }
    return CloudExecuted(run: run.id, state: JobState(standing), folder: folder)
  }

  private func stage() throws -> JobStage {
    guard let commit = ObjectID(hex: start.commit) else {
      throw LedgerError(.tampered, "the start of run \(run.id) names no commit")
    }
    var variables = Dictionary(start.variables.map { ($0.name, $0.value) }) { $1 }
      .filter { JobStage.isVariable($0.key) }
    variables.merge(CloudSending.given(start, run.experiment)) { $1 }
    return try JobStage(
      in: folder, of: commit, from: ledger,
      spec: ledger.snapshot().spec(followedBy: start, of: run.experiment).bytes,
      JobStage.Order(
        command: start.command[2], directory: start.directory, variables: variables,
        limit: limit, grace: 5), data: [])
  }

  private func wait(for job: JobHandle) throws(EngineFault) -> JobStanding {
    var at: [JobLog: Int] = [:]
    var pause = Duration.milliseconds(50)
    while true {
      // Asked first, so that what it printed at its end is passed on too.
      let standing = try engine.status(of: job)
      for log in [JobLog.output, .errors] {
        while case let bytes = try engine.log(log, of: job, from: at[log] ?? 0), !bytes.isEmpty {
          context.relay(bytes, log == .errors)
          at[log, default: 0] += bytes.count
        }
      }
      if JobState(standing).isOver { return standing }
      if let signal = Interrupts.take() {
        context.note("rtrack: \(Interrupts.name(of: signal)): the command is asked to stop")
        try engine.cancel(job)
      }
      MonotonicClock.sleep(pause)
      pause = min(pause * 2, .seconds(1))
    }
  }

  /// Which job of which host's CI this is.
  private var origin: String? {
    func word(_ name: String) -> String? {
      context.environment[name].map { terminalSafe(String($0.prefix(200))) }
        .flatMap { $0.isEmpty ? nil : $0.replacing("\n", with: " ") }
    }
    if let id = word("GITHUB_RUN_ID") {
      return "GitHub \(word("GITHUB_REPOSITORY") ?? "") run \(id)"
    }
    return word("CI_JOB_ID").map { "GitLab \(word("CI_PROJECT_PATH") ?? "") job \($0)" }
  }
}

/// What came of a run that was done here for CI.
struct CloudExecuted: Report {
  let run: RunID
  let state: JobState
  let folder: String

  /// The host shows a job as failed whose command failed.
  var status: Int32 { state == .completed ? 0 : 1 }
  var ids: [String] { [run.description] }
  var json: [JSON.Member] {
    [
      JSON.Member("run", .string(run.description)), JSON.Member("state", .string(state.rawValue)),
      JSON.Member("folder", .string(folder)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    terminalSafe(
      "run \(run) is \(state.rawValue); what it left lies in \(folder)\n"
        + "  rtrack cloud pull \(run) --from DIR records it, where it was started")
  }
}
