import ArgumentParsing
import Documents
import Experiments
import Ledger
import Platform
import Research

/// Takes the results of a run into the ledger.
struct ResultAdd: Command {
  static let name = "add"
  static let summary = "Take the results of a run into the ledger, after checking them"
  static let discussion = """
    Everything in DIR is kept as one new run of the experiment, in one commit, with a manifest \
    that sha256sum -c checks; of files over results.artefact (10 MiB) a pointer is kept. No run is \
    ever written over: another run is added beside it, and one that stands in for an earlier one \
    says so with --supersedes and --reason. What `rtrack result check` refuses is not added.
    """
  static let examples = [
    Example("rtrack result add exp-001-lr-warmup out/lr-warmup --as flux"),
    Example(
      "rtrack result add exp-001-lr-warmup out/again --supersedes 1 "
        + "--reason \"the first read a stale cache\" --as flux"),
  ]

  @OptionGroup var target: ExperimentTarget

  @Argument(name: "dir", help: "The folder that the run wrote to", completion: .directories)
  var folder: String

  @Option(
    value: "PATH", help: "Take the metrics from a run or experiment of MLflow's, or a dvc.yaml",
    completion: .files)
  var metricsFrom: String?

  @Option(value: "RUN", help: "The run that this one stands in for, such as 1 or 1-7c2mxa")
  var supersedes: String?

  @Option(value: "TEXT", help: "Why it does, in a line")
  var reason: Line?

  @Option(value: "KEY", help: "Makes a repeated call with this key a no-op with the first answer")
  var once: String?

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (supersedes == nil) != (reason == nil) {
      throw ArgumentFault("--supersedes RUN and --reason TEXT are given together")
    }
  }

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.ledger().snapshot()
    let registered = try context.experiment(target.experiment, in: snapshot)
    let experiment = registered.id
    let run = try context.runPhase()
    if let own = run?.experiment, own != experiment {
      throw Refusal(
        rule: "owned",
        reason: "this is the RUN phase of \(own), which adds nothing to \(experiment)",
        hint: "`rtrack phase RUN \(experiment)` begins the other's, `rtrack phase --end` ends it")
    }
    if let reason = registered.withdrawal, !common.quiet {
      context.note(terminalSafe("\(experiment) was withdrawn: \(reason)"))
    }
    let limits = ResultFolder.Limits(artefact: try snapshot.policy().largestArtefact)
    let results = try ResultFolder(folder, at: context.path(folder), limits: limits)
    let spec = try ResultSpec(registered, in: snapshot)
    var artefacts = try results.artefacts(limits: limits, root: snapshot.workTree)
    var notes: [ResultFinding] = []
    if let metricsFrom {
      (artefacts, notes) = try MetricsSource(metricsFrom, in: context).artefacts(
        beside: artefacts, for: spec, of: experiment, at: context.now())
    }
    var report = ResultCheck.check(
      ResultFiles(of: artefacts), against: spec.spec, bytes: spec.bytes, of: experiment.text,
      profile: .strict, isRunPhase: run != nil)
    report.findings += notes
    report.findings += PointerLook(in: snapshot.repository).look(at: &artefacts)
    let (judged, kept) = (report, artefacts)
    let checked = CheckedResult(folder: folder, report: report, profile: .strict)
    guard report.isAcceptable else { return Refused(checked: checked, experiment: experiment) }
    let outcome: RunOutcome = report.metrics?.isAborted == true ? .aborted : .completed
    var written = try context.write(
      { composer in
        let author = try Speaker(context, composer.snapshot).required(speaker.speaker).name
        let place = Layout.EventFolder.results(experiment)
        if let once, let earlier = try Once(once).event(by: author, in: place, composer.snapshot) {
          return .repeating(earlier)
        }
        let intake = ResultIntake(
          experiment: experiment, spec: spec, artefacts: kept, report: judged,
          outcome: outcome, source: source(results, composer.snapshot),
          host: context.hostName)
        return try intake.composition(
          composer, by: author, in: try context.cycle(when.cycle, in: composer.snapshot),
          supersedes: supersedes, reason: reason?.text, once: once, occurredAt: when.occurredAt)
      },
      saying: { events in
        guard let event = events.first, case .runEnded(let end) = event.payload else { return "" }
        return "\(experiment): \(EventPhrase.what(event)), by \(event.agent) · "
          + Layout.folder(of: end.run, of: experiment)
      },
      ids: { events in
        events.compactMap { if case .runEnded(let end) = $0.payload { "\(end.run)" } else { nil } }
      })
    let told = report.findings.filter { $0.level != .note }
    if !common.quiet, !common.json, !told.isEmpty {
      context.note(terminalSafe(String(CheckedResult.lines(told, in: folder).dropLast())))
    }
    written.more = checked.json + [JSON.Member("experiment", .string(experiment.text))]
    return written
  }

  /// Where the results lay: below the work tree by the path from there.
  private func source(_ results: ResultFolder, _ snapshot: Snapshot) -> String {
    snapshot.workTree.flatMap { Path.relative(results.place, to: $0) } ?? results.place
  }
}

/// A result that is not taken in.
private struct Refused: Report {
  let checked: CheckedResult
  let experiment: ExperimentID

  var status: Int32 { 1 }

  var json: [JSON.Member] {
    checked.json + [
      JSON.Member("experiment", .string(experiment.text)), JSON.Member("commit", .null),
    ]
  }

  func text(for terminal: Terminal) -> String {
    terminalSafe("\(checked.lines)\(checked.summary); nothing was added\n")
  }
}
