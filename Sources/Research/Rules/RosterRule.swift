/// Who may say what of whom on the roster: a human or a manager, once there is one; of itself an
/// agent says only what is its own to say.
public enum RosterRule {
  /// Checks somebody's joining.
  ///
  /// - Throws: ``Refusal`` when `speaker` may not put anybody on the roster.
  public static func checkJoining(
    _ name: AgentName, by speaker: Agent, roster: Roster
  ) throws(Refusal) {
    if directs(speaker) || !roster.active.contains(where: directs) { return }
    throw Refusal(
      rule: "roster",
      reason: "a human or a manager puts \(name) on the roster, not \(speaker.name)",
      hint: hint(roster))
  }

  /// Checks a change of what is said of somebody. Model, aliases, key and page are an agent's own;
  /// its kind, role, due cycle, whom it reports to, and whether it may stay silent are not.
  ///
  /// - Throws: ``Refusal`` when `speaker` may not make this change.
  public static func check(
    _ change: AgentProfile, of agent: Agent, by speaker: Agent, roster: Roster
  ) throws(Refusal) {
    if speaker.kind == .human { return }
    let isItself = speaker.name == agent.name
    let others = othersToSay(change)
    if isItself, let first = others.first {
      throw Refusal(
        rule: "roster", reason: "\(speaker.name) may not set its own \(first)",
        hint: hint(roster, besides: speaker))
    }
    if isItself || directs(speaker) || !roster.active.contains(where: directs) { return }
    throw Refusal(
      rule: "roster",
      reason: "a human or a manager changes what is said of \(agent.name), not \(speaker.name)",
      hint: hint(roster))
  }

  /// Checks a warning or a retirement: an agent may leave by itself, and warns nobody.
  ///
  /// - Throws: ``Refusal`` when `speaker` may not say this of `agent`.
  public static func checkJudging(
    _ agent: Agent, by speaker: Agent, roster: Roster
  ) throws(Refusal) {
    if speaker.name == agent.name || directs(speaker) { return }
    if !roster.active.contains(where: directs) { return }
    throw Refusal(
      rule: "roster",
      reason: "a human or a manager warns or retires \(agent.name), not \(speaker.name)",
      hint: hint(roster))
  }

  /// Whether somebody says what holds for others.
  private static func directs(_ agent: Agent) -> Bool {
    agent.kind == .human || (agent.kind == .agent && agent.isManager)
  }

  private static func othersToSay(_ change: AgentProfile) -> [String] {
    var found: [String] = []
    if change.isExempt != nil { found.append("exemption from speaking") }
    if change.kind != nil { found.append("kind") }
    if change.role != nil { found.append("role") }
    if change.due != nil { found.append("due cycle") }
    if change.reportsTo != nil { found.append("superior") }
    return found
  }

  private static func hint(_ roster: Roster, besides speaker: Agent? = nil) -> String {
    let names = roster.active.filter { directs($0) && $0.name != speaker?.name }
      .prefix(3).map { "\($0.name)" }
    if names.isEmpty { return "a human does: `rtrack agent add NAME --human` puts one there" }
    return "ask \(names.joined(separator: " or "))"
  }
}
