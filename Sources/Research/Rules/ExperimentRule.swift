/// Who may amend or withdraw an experiment: who registered it, or a manager; a human's only a
/// human. As it is with closing an issue.
public enum ExperimentRule {
  /// - Parameter act: what is to be done to it, as `amends`.
  /// - Throws: ``Refusal`` when `speaker` may not do that to `experiment`.
  public static func check(
    _ experiment: Experiment, _ act: String, by speaker: Agent?, roster: Roster
  ) throws(Refusal) {
    guard let speaker, speaker.kind != .human else { return }
    let owner = experiment.registered.event.agent
    let hint = "ask there; or register an experiment of your own: `rtrack experiment register FILE`"
    if roster[owner]?.kind == .human {
      throw Refusal(
        rule: "experiment",
        reason: "\(experiment.id) was registered by \(owner), a human; only a human \(act) it",
        hint: hint)
    }
    if owner == speaker.name || speaker.isManager { return }
    throw Refusal(
      rule: "experiment",
      reason: "\(experiment.id) was registered by \(owner); \(owner) or a manager \(act) it, "
        + "not \(speaker.name)",
      hint: hint)
  }
}
