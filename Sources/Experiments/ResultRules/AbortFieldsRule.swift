import Documents
import Research

/// A run that was stopped says why, and only such a run does.
enum AbortFieldsRule: ResultRule {
  static let name = "abort"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    let key = Metrics.Key.abortReason.rawValue
    let reason = subject.metrics.abortReason ?? ""
    let isBlank = reason.allSatisfy(\.isWhitespace)
    switch subject.metrics.isAborted {
    case true? where isBlank:
      return [
        subject.finding(
          name, .error, at: [.name(key)],
          "`abort_triggered` is true and `abort_reason` says nothing",
          remedy: "write which criterion or limit stopped the run, "
            + "such as \"wall_clock_timeout_900s\"")
      ]
    case true?:
      return [
        subject.finding(
          name, .note, at: [.name(key)], "the run was stopped: \(short(reason))",
          remedy: "what it lacks is told, not refused")
      ]
    case false? where !isBlank:
      return [
        subject.finding(
          name, .error, at: [.name(key)],
          "`abort_triggered` is false, and yet `abort_reason` is \"\(short(reason))\"",
          remedy: "write \"abort_triggered\": true, or \"abort_reason\": null")
      ]
    default: return []
    }
  }
}
