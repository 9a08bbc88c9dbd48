import ArgumentParsing
import Documents
import Experiments
import Ledger
import Research

/// Puts a new spec in the place of an experiment's.
struct ExperimentAmend: Command {
  static let name = "amend"
  static let summary = "Put a new spec in the place of an experiment's, and say why"
  static let discussion = """
    The earlier spec stays, and the new one names it: what changed, part by part, why, and what \
    had been seen by then. To get the spec in force as a file: `rtrack experiment show ID --spec`.
    """
  static let examples = [
    Example(
      "rtrack experiment amend exp-001-lr-warmup new.md --reason \"seed 2 has no data\"")
  ]

  @OptionGroup var target: ExperimentTarget

  @Argument(help: "The new spec", completion: .files)
  var file: String

  @Option(value: "TEXT", help: "Why, in a line")
  var reason: Line?

  @OptionGroup var seen: SeenOptions
  @OptionGroup var repetition: OnceOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if reason == nil {
      throw ArgumentFault(
        "an amendment says why: --reason TEXT is missing",
        hint: "such as --reason \"seed 2 has no data\"")
    }
  }

  func run(in context: Context) throws -> any Report {
    let spec = try CheckedFile(file, in: context)
    if let refusal = spec.refusal(of: "Nothing was amended.", quiet: common.quiet, context) {
      return refusal
    }
    var report = try context.write(
      { try compose($0, spec, context) },
      saying: { $0.first.map(ExperimentWords.amended) ?? "" }, ids: ExperimentWords.ids)
    report.more += ExperimentDocument.written(report.written)
    spec.tellRemarks(context)
    return report
  }

  private func compose(
    _ composer: Composer, _ spec: CheckedFile, _ context: Context
  ) throws -> Composition {
    let snapshot = composer.snapshot
    let agent = try Speaker(context, snapshot).required(speaker.speaker)
    let author = agent.name
    let experiment = try context.experiment(target.experiment, in: snapshot)
    let (id, before) = (experiment.id, experiment.inForce)
    if let key = repetition.once,
      let earlier = try Once(key).event(
        by: author, in: .experiment(id), snapshot, of: .amended)
    {
      return .repeating(earlier)
    }
    try ExperimentRule.check(experiment, "amends", by: agent, roster: try snapshot.roster())
    if let withdrawn = experiment.withdrawn {
      throw LedgerError(
        .invalid, "\(id) was withdrawn by \(withdrawn.agent)",
        hint: "register the new spec as an experiment of its own")
    }
    let blob = try snapshot.id(ofBlob: spec.file.bytes)
    if blob == before.record.blob {
      throw LedgerError(
        .invalid, "\(spec.file.name) is what is in force already",
        hint: "see it with `rtrack experiment show \(id) --spec`")
    }
    let cycle = try context.cycle(when.cycle, in: snapshot)
    let name = composer.name(.amended, by: author, in: cycle)
    let record = try seen.record(of: spec, blob, broughtBy: name, for: id, in: snapshot)
    let earlier = String(decoding: try snapshot.spec(before, of: id), as: UTF8.self)
    let changes = SpecChanges(from: SpecReader.read(earlier), to: spec.reading)
    let amendment = Amendment(
      record: record, parent: before.event.name, changes: changes.lines, reason: reason?.text ?? "")
    let event = Event(
      name: name, thread: .experiment(id, opening: experiment.opening),
      cycleOpening: cycle?.opening, occurredAt: when.occurredAt,
      after: try composer.after(in: .experiment(id)), once: repetition.once,
      payload: .amended(amendment))
    return Composition(
      [event], files: [(path: Layout.path(ofSpec: record.file, of: id), bytes: spec.file.bytes)],
      speaker: author, act: "experiment \(id) amended", about: amendment.reason)
  }
}
