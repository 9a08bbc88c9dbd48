/// What a human directed, an agent may not put off.
public enum DeferRule {
  /// - Parameter directives: the issues that `issue` follows (`--per`), as far as they exist.
  /// - Throws: ``Refusal`` when `speaker` may not defer `issue`.
  public static func check(
    _ issue: Issue, by speaker: Agent?, directives: [Issue], roster: Roster
  ) throws(Refusal) {
    guard let speaker, speaker.kind != .human else { return }
    let hint =
      "say what stands in the way: "
      + "`rtrack comment \(issue.number) --status blocked \"TEXT\"`"
    let isHuman = { (name: AgentName) in roster[name]?.kind == .human }
    if isHuman(issue.creator) {
      throw Refusal(
        rule: "defer", reason: "issue \(issue.number) was opened by \(issue.creator), a human",
        hint: hint)
    }
    guard let directive = directives.first(where: { isHuman($0.creator) }) else { return }
    throw Refusal(
      rule: "defer",
      reason: "issue \(issue.number) follows \(directive.number), "
        + "a directive of \(directive.creator), a human",
      hint: hint)
  }
}
