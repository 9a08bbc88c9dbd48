import ArgumentParsing
import Documents
import Experiments
import Ledger
import Research

/// Shows one experiment.
struct ExperimentShow: Command {
  static let name = "show"
  static let summary = "Show an experiment: what was promised, when, and what became of it"
  static let discussion = """
    The text is the spec in force. With --spec it is that alone, to amend it from; with \
    --json its parts too: metrics, criteria, seeds, budget.
    """
  static let examples = [
    Example("rtrack experiment show exp-001-lr-warmup"), Example("rtrack experiment show 1 --json"),
    Example("rtrack experiment show 1 --spec"),
  ]

  @OptionGroup var target: ExperimentTarget

  @Flag(help: "Print the spec in force, and nothing else")
  var spec: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.asked().snapshot()
    let experiment = try context.experiment(target.experiment, in: snapshot)
    let bytes = try snapshot.spec(experiment.inForce, of: experiment.id)
    let text = String(decoding: bytes, as: UTF8.self)
    if spec { return Words(words: text) }
    let all = try snapshot.experiments(experiment.id)
      .filter { $0.opening != experiment.opening }
    context.tellUnreadable(snapshot)
    return ExperimentReport(
      experiment: experiment, others: all, spec: SpecReader.read(text).spec,
      text: text, history: try snapshot.runs(of: experiment), unreadable: snapshot.unreadable)
  }
}

/// One experiment, whole.
private struct ExperimentReport: Report {
  let experiment: Experiment
  /// Those that other clones registered under the same id.
  let others: [Experiment]
  let spec: Spec
  let text: String
  let history: RunHistory
  let unreadable: JSON.Member

  var ids: [String] { [experiment.id.text] }

  var json: [JSON.Member] {
    ExperimentDocument.members(of: experiment) + [
      JSON.Member("spec", SpecJSON.document(of: spec)),
      JSON.Member("text", .string(text)),
      JSON.Member("crossed", .strings(experiment.crossed.map(\.event.name))),
      JSON.Member("also_registered", .strings(others.map(\.opening))),
      JSON.Member("runs", .array(history.runs.map(run))), unreadable,
    ]
  }

  private func run(_ run: Run) -> JSON {
    .object([
      JSON.Member("run", .string(run.id.description)),
      JSON.Member("outcome", .string(run.end.outcome.rawValue)),
      JSON.Member("spec", .optional(version(followedBy: run).map(path))),
      JSON.Member("deviated", .boolean(run.end.isDeviated)),
      JSON.Member("counts", .boolean(run.id == history.counting?.id)),
    ])
  }

  /// The spec that a run says it followed; nil where it says none of this experiment's.
  private func version(followedBy run: Run) -> Experiment.Version? {
    experiment.versions.first { $0.record.blob == run.end.spec }
  }

  private func path(of version: Experiment.Version) -> String {
    Layout.path(ofSpec: version.record.file, of: experiment.id)
  }

  func text(for terminal: Terminal) -> String {
    let style = Style(terminal)
    let first = experiment.registered
    let title = "\(experiment.id) · \(experiment.inForce.record.title)"
    var text = style.bold(terminalSafe(title)) + "\n"
    if let number = experiment.number, number != experiment.id.number {
      text += "called by the number \(number): another clone had registered the same number\n"
    }
    text += "\(ExperimentDocument.state(experiment)) · registered \(first.event.time) by "
    text += "\(first.event.agent): \(Self.seen(first.record))\n"
    for version in experiment.versions {
      guard let change = version.amendment else { continue }
      let head = "amended \(version.event.time) by \(version.event.agent): \(change.reason)"
      text += terminalSafe("\(head) (\(Self.seen(version.record)))") + "\n"
      for line in change.changes { text += terminalSafe("  \(line)") + "\n" }
    }
    if let withdrawn = experiment.withdrawn {
      let why = experiment.withdrawal ?? ""
      text += terminalSafe("withdrawn \(withdrawn.time) by \(withdrawn.agent): \(why)") + "\n"
    }
    for version in experiment.crossed {
      text += "\(version.event.name) amended a spec that another clone had amended; "
      text += "the last of them is in force\n"
    }
    for other in others {
      text += "Another clone registered \(other.id) too: "
      text += "`rtrack experiment show \(other.id)~\(other.opening.suffix)`\n"
    }
    for run in history.runs { text += line(of: run) + "\n" }
    for (event, record) in experiment.verdicts {
      let why = record.reason.map { ": \($0)" } ?? ""
      text += terminalSafe("verdict on run \(record.run) \(event.time): ")
      text += terminalSafe(record.words(by: event.agent) + why) + "\n"
    }
    return text + "in force: \(path(of: experiment.inForce))\n\n" + terminalSafe(self.text)
  }

  private func line(of run: Run) -> String {
    var line = "run \(run.id) \(run.end.outcome.rawValue) \(run.ended.time) by \(run.ended.agent)"
    if run.end.isDeviated { line += ", deviated" }
    if run.id == history.counting?.id { line += ", counts" }
    guard let version = version(followedBy: run) else { return line + ", of no spec here" }
    return version == experiment.inForce ? line : line + ", of \(version.record.file)"
  }

  /// What had been seen, and by whose word.
  private static func seen(_ record: SpecRecord) -> String {
    let isMore = record.said.map { $0 > record.floor } ?? false
    return record.seen.phrase + (isMore ? ", as its author says" : "")
  }
}
