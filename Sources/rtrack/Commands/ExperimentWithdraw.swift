import ArgumentParsing
import Ledger
import Research

/// Withdraws an experiment.
struct ExperimentWithdraw: Command {
  static let name = "withdraw"
  static let summary = "Withdraw an experiment: it stays, with the reason why it is not pursued"
  static let examples = [
    Example("rtrack experiment withdraw exp-001-lr-warmup --reason \"asked again by exp-004\"")
  ]

  @OptionGroup var target: ExperimentTarget

  @Option(value: "TEXT", help: "Why, in a line")
  var reason: Line?

  @OptionGroup var repetition: OnceOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if reason == nil {
      throw ArgumentFault(
        "a withdrawal says why: --reason TEXT is missing",
        hint: "such as --reason \"asked again by exp-004\"")
    }
  }

  func run(in context: Context) throws -> any Report {
    var report = try context.write(
      { composer in
        let snapshot = composer.snapshot
        let agent = try Speaker(context, snapshot).required(speaker.speaker)
        let author = agent.name
        let experiment = try context.experiment(target.experiment, in: snapshot)
        if let key = repetition.once,
          let earlier = try Once(key).event(
            by: author, in: .experiment(experiment.id), snapshot, of: .withdrawn)
        {
          return .repeating(earlier)
        }
        try ExperimentRule.check(
          experiment, "withdraws", by: agent, roster: try snapshot.roster())
        if let earlier = experiment.withdrawn {
          throw LedgerError(
            .invalid, "\(experiment.id) was withdrawn by \(earlier.agent) already",
            hint: "see why with `rtrack experiment show \(experiment.id)`")
        }
        let event = try composer.event(
          .withdrawn(reason: reason?.text ?? ""), .withdrawn, by: author,
          in: try context.cycle(when.cycle, in: snapshot),
          thread: .experiment(experiment.id, opening: experiment.opening),
          folder: .experiment(experiment.id), once: repetition.once,
          occurredAt: when.occurredAt)
        return Composition(
          [event], speaker: author, act: "experiment \(experiment.id) withdrawn",
          about: reason?.text ?? "")
      },
      saying: { $0.first.map(ExperimentWords.withdrawn) ?? "" }, ids: ExperimentWords.ids)
    report.more += ExperimentDocument.written(report.written)
    return report
  }
}
