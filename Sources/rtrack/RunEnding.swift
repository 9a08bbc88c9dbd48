import Documents
import Execution
import Experiments
import Git
import Ledger
import Platform
import Research

/// The end of a run on its way into the ledger: what the command left, judged, in one folder and
/// one commit, by the way that all results take.
struct RunEnding {
  let context: Context
  let ledger: Ledger
  let place: RunPlace
  let start: RunStart
  let started: Event
  let spec: ResultSpec
  let experiment: ExperimentID
  /// How the command ended; nil where nobody saw it.
  var facts: RunFacts?
  /// What it printed of metrics.
  var fold = MetricsFold()
  /// How its commands ended, where there are several.
  var steps: [StepRecord] = []
  /// How many bytes it printed; nil where nobody counted them.
  var printed: Int?
  /// The abort criterion that held, with what was observed.
  var abort: String?
  /// What kept it from being started, or its output from being kept.
  var fault: SystemError?
  var protected = ProtectedWatch.Finding()
  /// What is otherwise of Python's packages than at the start; nil where that is not known.
  var packages: [String]?
  /// What kept protected files from being looked at.
  var protectedFault: String?
  /// The issue that is told when the time was over.
  var issue: IssueReference?
  var limit: Double?
  var cycle: CycleReference?
  var hasGraphics = true
  /// What takes in what could not be recorded.
  var remedy = "rtrack run --reap"
  /// What kept a command on another machine from being started.
  var notStarted: String?
  /// The machine that it ran on, where that is another one and told of itself at its end.
  var machine: [RunStart.Fact] = []
  /// Why nobody knows how it ended.
  var lost: String?

  /// Takes over what the call asked for that started the run.
  mutating func take(_ terms: RunTerms) {
    issue = terms.issue.flatMap { try? IssueReference(argument: $0) }
    limit = terms.limit
    cycle = terms.cycle.flatMap { try? CycleReference(argument: $0) }
  }

  /// Records the run; where that fails, what it left stays, and that is said.
  func write(by author: AgentName, keeping claim: RunClaim) throws -> RunReport {
    do {
      return try whole().record(by: author, keeping: claim)
    } catch {
      context.note(
        terminalSafe(
          "rtrack: run \(start.run) is not recorded yet; what it left lies in \(place.folder), "
            + "and `\(remedy)` takes it in"))
      throw error
    }
  }

  /// With what earlier runs give to it.
  private func whole() throws -> RunEnding {
    var ending = self
    if let run = start.baseline, let values = try baseline(of: run) {
      ending.fold.take(baseline: values)
    }
    if !steps.isEmpty { StepConfiguration(place, steps).write(earlier: earlierFile) }
    return ending
  }

  private func record(by author: AgentName, keeping claim: RunClaim) throws -> RunReport {
    let left = try LeftFiles(place, in: ledger, covering: context.environment)
    let account = RunAccount(
      of: evidence(left), against: spec.spec, bytes: spec.bytes, of: experiment.text)
    let artefacts = left.artefacts(with: account)
    let reproduction = try start.reruns.map {
      try Reproduction(
        of: $0, experiment, in: ledger.snapshot(), artefacts: artefacts,
        metrics: account.report.metrics)
    }
    let attempt = RunAttempt(
      start: start, started: started, facts: facts, reason: account.reason,
      packages: packages, protected: protected.changed, printed: (printed, left.log.count),
      machine: machine, steps: steps, invalid: invalid(account), reproduction: reproduction)
    let intake = ResultIntake(
      experiment: experiment, spec: spec, artefacts: artefacts, report: account.report,
      outcome: account.outcome, source: place.folder, host: start.host ?? context.hostName,
      attempt: attempt)
    let written = try context.write(
      { composer in
        let cycle = try context.cycle(cycle, in: composer.snapshot)
        var composition = try intake.composition(
          composer, by: author, in: cycle, supersedes: nil, reason: nil, once: nil,
          occurredAt: nil)
        if let notice = try notice(composer, in: cycle) { composition.events.append(notice) }
        return composition
      },
      saying: { events in
        "\(experiment): \(events.first.map(EventPhrase.what) ?? ""), by \(author) · "
          + Layout.folder(of: start.run, of: experiment)
      }, ids: { _ in [start.run.description] })
    let pointed = artefacts.compactMap { artefact -> String? in
      // What came as a pointer lies elsewhere.
      if case .pointer = artefact.content, artefact.pointer == nil {
        artefact.original
      } else {
        nil
      }
    }
    // Recorded it is; a folder that cannot be removed is only in the way.
    try? place.remove(keeping: Set(pointed + left.keptBack))
    claim.release()
    return RunReport(
      written: written, run: start.run, experiment: experiment, outcome: account.outcome,
      reason: account.reason, report: account.report, invalid: invalid(account),
      reproduction: reproduction)
  }

  /// How the baseline was not reproduced, by what is recorded of the run.
  private func invalid(_ account: RunAccount) -> [String] {
    guard account.outcome == .completed, let metrics = account.report.metrics else { return [] }
    let faults = spec.spec.baselineFaults(in: metrics.baseline)
    return faults.isEmpty ? start.invalid.map { ["it was run all the same: \($0)"] } ?? [] : faults
  }

  /// What an earlier run reproduced of the baseline.
  private func baseline(of run: RunID) throws -> MetricGroup? {
    let bytes = try ledger.snapshot().file("metrics.json", of: run, of: experiment)
    return bytes.flatMap { try? MetricsReader.read($0).metrics.baseline }
  }

  /// A file of a step that an earlier run finished.
  private func earlierFile(_ path: String, _ run: RunID) -> [UInt8]? {
    try? ledger.snapshot().file(path, of: run, of: experiment)
  }

  private func evidence(_ left: LeftFiles) -> RunAccount.Evidence {
    var stream = fold
    stream.add(stream: left.stream, isCut: facts == nil || facts?.failure != nil)
    var evidence = RunAccount.Evidence(
      files: left.files, stream: stream, timestamp: context.now(),
      seconds: facts?.wallClockSeconds, hasGraphics: hasGraphics)
    evidence.isBaseline = start.isBaseline
    if !steps.isEmpty { evidence.commands = steps.count { $0.part >= .baseline } }
    evidence.objections = left.findings + findings
    if let lost {
      evidence.stop = (.lost, lost)
    } else if let facts {
      if let stopped = facts.stopped {
        evidence.stop = (facts.isTimedOut ? .timedOut : .aborted, stopped)
      }
      evidence.failure = facts.failure
      evidence.criterion = abort
    } else {
      evidence.failure = "not_started: \(notStarted ?? fault.map { "\($0)" } ?? "nobody knows why")"
    }
    return evidence
  }

  /// What is to be told of how it went, beside its results.
  private var findings: [ResultFinding] {
    var found: [ResultFinding] = []
    if !protected.changed.isEmpty {
      let paths = protected.changed.prefix(10).joined(separator: ", ")
      let more = protected.changed.count > 10 ? " and \(protected.changed.count - 10) more" : ""
      found.append(
        ResultFinding(
          "protected", .error, in: "run.json",
          "protected files were changed while it ran: \(paths)\(more)",
          remedy: protected.left.isEmpty
            ? "they are as they were again; let the command write to $RTRACK_RUN_DIR"
            : "these are not as they were even now: "
              + protected.left.prefix(10).joined(separator: ", ")))
    }
    if let protectedFault {
      found.append(
        ResultFinding(
          "protected", .error, in: "run.json",
          "nobody knows whether protected files were changed: \(protectedFault)",
          remedy: "see what differs with `rtrack verify`"))
    }
    if let packages, !packages.isEmpty {
      found.append(
        ResultFinding(
          "packages", .warning, in: "run.json",
          "Python's packages changed while it ran: \(packages.prefix(10).joined(separator: ", "))",
          remedy: "install what it needs before the run, so that what is recorded is what it used"))
    }
    if facts?.leftProcesses == true {
      found.append(
        ResultFinding(
          "processes", .warning, in: "run.json",
          "the command left processes behind, which were stopped at its end",
          remedy: "wait for them in the command: in a shell, `wait`"))
    }
    if let kills = facts?.memoryKills, kills > 0 {
      found.append(
        ResultFinding(
          "memory", .warning, in: "run.json",
          "the system killed \(kills == 1 ? "a process" : "\(kills) processes") for want of "
            + "memory",
          remedy: "give it more, or let it need less: `peak_memory_bytes` is what the largest held"
        ))
    }
    if let fault, facts != nil {
      found.append(
        ResultFinding(
          "log", .warning, in: "run.json", "not all that it printed could be kept: \(fault)",
          remedy: "make room where the git directory lies"))
    }
    return found
  }

  /// Tells an issue that the time was over, so that nobody takes it for silence.
  private func notice(_ composer: Composer, in cycle: Cycle?) throws -> Event? {
    guard facts?.isTimedOut == true, let issue else { return nil }
    let thread = try context.issue(issue, in: composer.snapshot)
    let systems = try composer.snapshot.roster().active.filter { $0.kind == .system }
    let system = systems.count == 1 ? systems[0].name : .system
    let words = RunClock.words(limit ?? 0).filter { $0 != " " }
    return try composer.event(
      .notice(Notice(about: started.agent, cause: .timedOut(words))), .notice, by: system,
      in: cycle, thread: .issue(thread.place, opening: thread.opening),
      folder: .issue(thread.place),
      body: "Run \(start.run) of \(experiment) was stopped: \(facts?.stopped ?? "").")
  }
}
