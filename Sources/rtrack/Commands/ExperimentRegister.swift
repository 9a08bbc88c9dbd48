import ArgumentParsing
import Documents
import Experiments
import Ledger
import Research

/// Registers a spec.
struct ExperimentRegister: Command {
  static let name = "register"
  static let summary = "Register a spec: its bytes never change again, and results are held to it"
  static let discussion = """
    The spec is checked by the profile strict first; with an error nothing is registered, and the \
    exit status is 1. A file that is called exp-NNN-… keeps that name where number and name are \
    free; any other gets the next number. What had been seen of its results by then is recorded, \
    as far as the ledger shows it; --seen says more than that, and cannot say less.
    """
  static let examples = [
    Example("rtrack experiment register experiments/lr-warmup.md"),
    Example("rtrack experiment register lr-warmup.md --seen not-opened", "of data that were there"),
  ]

  @Argument(help: "The spec", completion: .files)
  var file: String

  @OptionGroup var seen: SeenOptions
  @OptionGroup var repetition: OnceOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let spec = try CheckedFile(file, in: context)
    if let refusal = spec.refusal(of: "Nothing was registered.", quiet: common.quiet, context) {
      return refusal
    }
    var report = try context.write(
      { try compose($0, spec, context) },
      saying: { events in
        events.first.map { ExperimentWords.registered($0, from: spec.file.stem) } ?? ""
      }, ids: ExperimentWords.ids)
    report.more += ExperimentDocument.written(report.written)
    seen.remind(of: report.written, context)
    spec.tellRemarks(context)
    return report
  }

  private func compose(
    _ composer: Composer, _ spec: CheckedFile, _ context: Context
  ) throws -> Composition {
    let snapshot = composer.snapshot
    let author = try Speaker(context, snapshot).required(speaker.speaker).name
    if let key = repetition.once,
      let earlier = try Once(key).registration(by: author, snapshot)
    {
      return .repeating(earlier)
    }
    let blob = try snapshot.id(ofBlob: spec.file.bytes)
    let names = try ExperimentNames(in: snapshot)
    try refuseRepetition(of: spec, blob, names, snapshot)
    guard
      let id = names.free(spec.file.stem) ?? names.next(called: spec.file.name(or: spec.title))
    else {
      throw LedgerError(
        .invalid, "neither \(spec.file.name) nor its title has a letter or digit for a name",
        hint: "give the file a name such as lr-warmup.md")
    }
    let cycle = try context.cycle(when.cycle, in: snapshot)
    let name = composer.name(.registered, by: author, in: cycle)
    let record = try seen.record(of: spec, blob, broughtBy: name, for: id, in: snapshot)
    let event = Event(
      name: name, thread: .experiment(id, opening: name), cycleOpening: cycle?.opening,
      occurredAt: when.occurredAt, once: repetition.once, payload: .registered(record))
    return Composition(
      [event], files: [(path: Layout.path(ofSpec: record.file, of: id), bytes: spec.file.bytes)],
      speaker: author, act: "experiment \(id) registered", about: spec.title)
  }

  private func refuseRepetition(
    of spec: CheckedFile, _ blob: String, _ names: ExperimentNames, _ snapshot: Snapshot
  ) throws {
    for id in names.registered {
      guard let experiment = try snapshot.experiments(id).first else { continue }
      let isSame = experiment.versions.contains { $0.record.blob == blob }
      if isSame, experiment.withdrawn == nil {
        throw LedgerError(
          .invalid, "\(spec.file.name) is registered already, as \(id)",
          hint: "see it with `rtrack experiment show \(id)`")
      }
      if !isSame, id.text.lowercased() == spec.file.stem.lowercased() {
        throw LedgerError(
          .invalid, "\(id) is registered already, with another spec",
          hint: "`rtrack experiment amend \(id) FILE --reason TEXT` puts this one in its place; "
            + "for a new experiment, give the file another name")
      }
    }
  }
}
