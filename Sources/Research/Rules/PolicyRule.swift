/// Who may change what holds for everybody: a human, or a manager.
public enum PolicyRule {
  /// - Throws: ``Refusal`` when `speaker` may not set `key`.
  public static func check(_ key: String, by speaker: Agent) throws(Refusal) {
    if speaker.kind == .human || (speaker.kind == .agent && speaker.isManager) { return }
    throw Refusal(
      rule: "policy",
      reason: "\(key) holds for everybody; a human or a manager sets it, not \(speaker.name)",
      hint: "ask one to, or say why it should change in an issue: `rtrack issue open TITLE`")
  }
}
