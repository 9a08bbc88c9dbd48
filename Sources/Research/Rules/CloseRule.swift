/// Who may close an issue: its creator or a manager; a human's issue only a human.
public enum CloseRule {
  /// - Throws: ``Refusal`` when `speaker` may not close `issue`.
  public static func check(_ issue: Issue, by speaker: Agent?, roster: Roster) throws(Refusal) {
    guard let speaker else { return }
    if speaker.kind == .human { return }
    if roster[issue.creator]?.kind == .human {
      throw Refusal(
        rule: "close", reason: "issue \(issue.number) was opened by \(issue.creator), a human",
        hint: "only a human closes it; say what is done with "
          + "`rtrack comment \(issue.number) --status done \"TEXT\"`")
    }
    if issue.creator == speaker.name || speaker.isManager { return }
    throw Refusal(
      rule: "close",
      reason: "issue \(issue.number) was opened by \(issue.creator); "
        + "its creator or a manager closes it, not \(speaker.name)",
      hint: "say that it is finished with "
        + "`rtrack comment \(issue.number) --status done \"TEXT\"`")
  }
}
