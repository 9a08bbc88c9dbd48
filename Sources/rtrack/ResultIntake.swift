import Documents
import Experiments
import Ledger
import Research

/// A checked result on its way into the ledger: one new run, with its folder and its event.
struct ResultIntake {
  let experiment: ExperimentID
  let spec: ResultSpec
  let artefacts: [Artefact]
  let report: ResultReport
  let outcome: RunOutcome
  /// Where it lay.
  let source: String
  /// The machine it lay on.
  let host: String
  /// The run that rtrack itself watched; nil for results that were brought.
  var attempt: RunAttempt?

  /// One commit's worth: the run's files, and the event that tells its end.
  func composition(
    _ composer: Composer, by author: AgentName, in cycle: Cycle?, supersedes: String?,
    reason: String?, once: String?, occurredAt: Timestamp?
  ) throws -> Composition {
    let snapshot = composer.snapshot
    let history = try snapshot.runs(of: experiment)
    // What was run again and gave the same is another run all the same.
    if attempt == nil { try refuseTwice(history, snapshot) }
    try attempt?.refuseUnknown(history, of: experiment)
    let old = try supersedes.map { try snapshot.run($0, of: experiment) }
    if let old, let other = old.supersededBy {
      throw Refusal(
        rule: "superseded", reason: "run \(old.id) is superseded by \(other) already",
        hint: "name the run that counts now: `rtrack result list \(experiment)`")
    }
    let name = composer.name(.ended, by: author, in: cycle)
    let number = try snapshot.nextNumber(in: .run(experiment)).value
    guard let run = attempt?.start.run ?? RunID(number: number, suffix: name.suffix) else {
      throw LedgerError(.invalid, "\(experiment) has no number left for another run")
    }
    let folder = RunFolder(
      of: run, of: experiment,
      facts: try attempt.map { watched(composer, by: author, $0) }
        ?? facts(composer, by: author, supersedes: old?.id, reason: reason),
      artefacts: artefacts)
    var end = RunEnd(
      run: run, outcome: outcome, spec: attempt?.start.spec ?? spec.blob,
      manifest: folder.manifestDigest, host: host,
      supersedes: old?.id, reason: reason ?? attempt?.reason, isDeviated: report.isDeviated)
    end.isBaseline = attempt?.start.isBaseline ?? false
    let event = Event(
      name: name, thread: .results(experiment), cycleOpening: cycle?.opening,
      occurredAt: occurredAt, after: try composer.after(in: .results(experiment)), once: once,
      payload: .runEnded(end), body: body())
    return Composition(
      [event], files: folder.files, speaker: author,
      act: "\(experiment) \(EventPhrase.what(event))", about: reason ?? "")
  }

  /// What `run.json` says beside the artefacts. Keys that do not apply are null.
  private func facts(
    _ composer: Composer, by author: AgentName, supersedes: RunID?, reason: String?
  ) throws -> [JSON.Member] {
    [
      JSON.Member("version", .integer(1)), JSON.Member("origin", .string("added")),
      JSON.Member("outcome", .string(outcome.rawValue)),
      JSON.Member("deviated", .boolean(report.isDeviated)),
      JSON.Member("agent", .string(author.text)), JSON.Member("host", .string(host)),
      JSON.Member("source", .string(source)),
      JSON.Member("added_at", .string(composer.now.description)),
      JSON.Member("ended_at", .optional(report.metrics?.timestamp?.description)),
      JSON.Member(
        "spec",
        .object([
          JSON.Member("path", .string(spec.name)), JSON.Member("blob", .optional(spec.blob)),
        ])),
      JSON.Member("commit", .optional(try composer.snapshot.headCommit())),
      JSON.Member("supersedes", .optional(supersedes?.description)),
      JSON.Member("reason", .optional(reason)),
      JSON.Member(
        "findings", .strings(report.findings.map { "\($0.level.rawValue): \($0.text)" })),
    ]
  }

  /// What `run.json` says of a run that was watched.
  private func watched(
    _ composer: Composer, by author: AgentName, _ attempt: RunAttempt
  ) -> [JSON.Member] {
    [
      JSON.Member("version", .integer(1)), JSON.Member("origin", .string("run")),
      JSON.Member("outcome", .string(outcome.rawValue)),
      JSON.Member("deviated", .boolean(report.isDeviated)),
      JSON.Member("agent", .string(author.text)), JSON.Member("host", .string(host)),
      JSON.Member("ended_at", .string(composer.now.description)),
    ] + attempt.members + [
      JSON.Member(
        "findings", .strings(report.findings.map { "\($0.level.rawValue): \($0.text)" }))
    ]
  }

  /// What the check told, so that whoever reads the ledger meets it.
  private func body() -> String {
    report.findings.map { "- \($0.level.rawValue): \($0.text)\n" }.joined()
  }

  /// The same numbers twice are one run that was added twice, not two.
  private func refuseTwice(_ history: RunHistory, _ snapshot: Snapshot) throws {
    guard case .bytes(let bytes)? = artefacts.first(where: { $0.file == "metrics.json" })?.content
    else { return }
    for run in history.runs
    where try snapshot.file("metrics.json", of: run.id, of: experiment) == bytes {
      throw Refusal(
        rule: "twice", reason: "run \(run.id) of \(experiment) holds this very metrics.json",
        hint: "a run that was made again writes a metrics.json of its own, with its own timestamp")
    }
  }
}
