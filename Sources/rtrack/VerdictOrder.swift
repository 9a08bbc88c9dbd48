import Ledger
import Research

/// A verdict that is to be recorded, with its analysis.
struct VerdictOrder {
  let experiment: ExperimentReference
  let run: String?
  /// What a person says against the criteria, and why.
  let set: Verdict.Word?
  let reason: String?
  /// The end of the event's name whose verdict this one replaces.
  let replaces: String?
  let interpretation: String
  let once: String?
  let speaker: String?
  let cycle: CycleReference?
  let occurredAt: Timestamp?

  func write(in context: Context) throws -> WriteReport {
    try context.write(
      { try compose($0, context) },
      saying: { events in
        guard let event = events.first, case .verdict(let record) = event.payload else { return "" }
        return "run \(record.run): \(record.words(by: event.agent)) · \(event.name)"
      })
  }

  private func compose(_ composer: Composer, _ context: Context) throws -> Composition {
    let snapshot = composer.snapshot
    let agent = try Speaker(context, snapshot).required(speaker)
    let experiment = try context.experiment(experiment, in: snapshot)
    let folder = Layout.EventFolder.experiment(experiment.id)
    if let once,
      let earlier = try Once(once).event(by: agent.name, in: folder, snapshot, of: .verdict)
    {
      return .repeating(earlier)
    }
    let judged = try JudgedRun(of: experiment, run: run, in: snapshot)
    let computed = judged.verdict.word
    if let set, set == computed {
      throw LedgerError(
        .invalid, "the criteria give \(computed.rawValue) already, so nothing is set against them",
        hint: "record it as theirs: `rtrack verdict \(experiment.id) --write`")
    }
    let record = VerdictRecord(
      run: judged.run.id, word: set ?? computed, computed: computed,
      marks: JudgedRun.marks(judged.verdict), reason: reason,
      replaces: try replaced(judged)?.event.name, spec: judged.spec.blob)
    let thread = Thread.experiment(experiment.id, opening: experiment.opening)
    let cycle = try context.cycle(cycle, in: snapshot)
    let verdict = try composer.event(
      .verdict(record), .verdict, by: agent.name, in: cycle, thread: thread, folder: folder,
      once: once, occurredAt: occurredAt)
    if let standing = try context.phase() {
      try OwnedRule.check(Layout.path(of: verdict), in: standing)
    }
    let text = AnalysisText(judged: judged, record: record, author: agent.name)
    let noise = try BaselineNoise(of: experiment.id, in: snapshot)
      .section(of: judged.verdict, by: judged.spec.spec)
    let analysis = Event(
      name: composer.name(.analysis, by: agent.name, in: cycle), thread: thread,
      cycleOpening: cycle?.opening, occurredAt: occurredAt, after: [verdict.name],
      payload: .analysis(AnalysisRecord(run: judged.run.id, verdict: verdict.name)),
      body: text.page(noise: noise, interpretation: interpretation))
    return Composition(
      [verdict, analysis], speaker: agent.name, act: "\(experiment.id) verdict",
      about: record.words(by: agent.name))
  }

  /// The recorded verdict that makes way; a second one is never recorded in silence.
  private func replaced(_ judged: JudgedRun) throws -> (event: Event, record: VerdictRecord)? {
    guard let last = judged.experiment.verdicts.last else {
      guard let replaces else { return nil }
      throw LedgerError(
        .invalid, "no verdict was recorded on \(judged.experiment.id) that ~\(replaces) could mean",
        hint: "leave --replaces out")
    }
    let suffix = last.event.name.suffix
    guard let replaces else {
      throw Refusal(
        rule: "verdict",
        reason: "\(judged.experiment.id) has a verdict already, by \(last.event.agent) on run "
          + "\(last.record.run): \(last.record.words(by: last.event.agent))",
        hint: "say that this one takes its place: --replaces \(suffix)")
    }
    guard replaces == suffix || replaces == last.event.name.description else {
      throw LedgerError(
        .invalid, "the verdict in force on \(judged.experiment.id) is not \(replaces)",
        hint: "it is \(suffix): see it with `rtrack verdict \(judged.experiment.id)`")
    }
    return last
  }
}
