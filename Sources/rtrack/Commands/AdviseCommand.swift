import ArgumentParsing
import Documents
import Execution
import Ledger
import Platform
import Research

/// Says whether an experiment is better run on another machine.
struct AdviseCommand: Command {
  static let name = "advise"
  static let summary = "Say whether an experiment should run on another machine, and why"
  static let discussion = """
    The Compute Profile of the spec is held against this machine's cores, memory and graphics \
    processors. What is printed goes into an agent's instructions as it is: `## Compute Advisory` \
    where a number speaks for another machine, `## Compute Advisory (Cloud Preferred)` where it \
    could run here and rtrack.cloud.prefer is set, `## Cloud Availability Note` otherwise, each \
    with the command to call. Where no other machine is set up (`git config rtrack.cloud.engine`) \
    nothing is printed.
    """
  static let examples = [
    Example("rtrack advise exp-001-lr-warmup"),
    Example("rtrack advise 1 \"python scripts/run_experiment.py --full\" --json"),
  ]

  @OptionGroup var target: ExperimentTarget

  @Argument(help: "The command to offer; else the one of the latest run")
  var command: String?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let snapshot = try ledger.snapshot()
    let experiment = try context.experiment(target.experiment, in: snapshot)
    let settings = try context.cloudSettings()
    let machine = ComputeAdvice.Machine(MachineFacts())
    let advice = ComputeAdvice(
      for: try ResultSpec(experiment, in: snapshot).spec, on: machine, isSetUp: settings.isRemote,
      isPreferred: settings.isPreferred)
    let line = CloudLine(
      of: experiment.id, running: try command ?? latest(of: experiment.id, in: snapshot),
      hours: advice.hours, workTree: snapshot.workTree)
    if advice.heading == nil, !common.json { tell(advice, experiment.id, context) }
    return Advised(
      experiment: experiment.id, advice: advice, machine: machine, line: line.text,
      settings: settings)
  }

  /// The command of the experiment's latest run, as a shell takes it.
  private func latest(of id: ExperimentID, in snapshot: Snapshot) throws -> String? {
    let history = try snapshot.runs(of: id)
    let starts = (history.runs.compactMap(\.started) + history.unfinished.map(\.event))
      .sorted { $0.name.description < $1.name.description }
    guard case .runStarted(let start)? = starts.last?.payload else { return nil }
    return CloudLine.shell(start.command)
  }

  private func tell(_ advice: ComputeAdvice, _ id: ExperimentID, _ context: Context) {
    guard advice.needsAnother else { return }
    let reasons = advice.facts.filter(\.decides).map { "\($0.name) \($0.needed) (\($0.bound))" }
    context.note(
      terminalSafe(
        "rtrack: \(id) asks for another machine, and none is set up: "
          + reasons.joined(separator: "; ")))
  }
}

/// What is advised, as people and programs are told.
private struct Advised: Report {
  let experiment: ExperimentID
  let advice: ComputeAdvice
  let machine: ComputeAdvice.Machine
  let line: String
  let settings: CloudSettings

  var json: [JSON.Member] {
    [
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("heading", .optional(advice.heading?.rawValue)),
      JSON.Member("needs_another_machine", .boolean(advice.needsAnother)),
      JSON.Member(
        "facts",
        .array(
          advice.facts.map { fact in
            .object([
              JSON.Member("name", .string(fact.name)), JSON.Member("needed", .string(fact.needed)),
              JSON.Member("bound", .string(fact.bound)),
              JSON.Member("decides", .boolean(fact.decides)),
            ])
          })),
      JSON.Member(
        "machine",
        .object([
          JSON.Member("processors", .integer(machine.processors)),
          JSON.Member("memory", .integer(Int(clamping: machine.memory))),
          JSON.Member("graphics", .strings(machine.graphics)),
        ])),
      JSON.Member(
        "cloud",
        .object([
          JSON.Member("engine", .optional(settings.engine?.rawValue)),
          JSON.Member("host", .optional(settings.host)),
          JSON.Member("preferred", .boolean(settings.isPreferred)),
        ])),
      JSON.Member("command", .string(line)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    guard let heading = advice.heading else { return "" }
    let place = [settings.engine?.rawValue, settings.host].compactMap { $0 }.joined(separator: " ")
    let sentence =
      switch heading {
      case .advisory: "\(experiment) should run on another machine (\(place)):"
      case .preferred: "\(experiment) can run here; another machine (\(place)) is preferred:"
      case .note: "\(experiment) runs here; another machine (\(place)) is there if need be:"
      }
    let rows = advice.facts.map { fact in
      "- \(fact.decides ? "**" : "")\(fact.name): \(fact.needed)\(fact.decides ? "**" : "")"
        + " (\(fact.bound))"
    }
    return terminalSafe(
      "## \(heading.rawValue)\n\n\(sentence)\n\n\(rows.map { $0 + "\n" }.joined())\n    \(line)\n")
  }
}
