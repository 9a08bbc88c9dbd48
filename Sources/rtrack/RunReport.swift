import Documents
import Experiments
import Ledger
import Research

/// What came of a run: 0 for one that completed, 1 for every other, which is recorded all the same.
struct RunReport: Report {
  let written: WriteReport
  let run: RunID
  let experiment: ExperimentID
  let outcome: RunOutcome
  let reason: String?
  let report: ResultReport
  /// How the baseline was not reproduced, so that the result says nothing of the treatment.
  let invalid: [String]
  /// What it gave beside the run that it repeats.
  let reproduction: Reproduction?

  var status: Int32 {
    outcome == .completed && invalid.isEmpty && reproduction?.isReproduced ?? true ? 0 : 1
  }
  var ids: [String] { [run.description] }

  var json: [JSON.Member] {
    written.json + [
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("run", .string(run.description)),
      JSON.Member("outcome", .string(outcome.rawValue)),
      JSON.Member("reason", .optional(reason)),
      JSON.Member("rerun", reproduction?.json ?? .null),
      JSON.Member("invalid", .strings(invalid)),
      JSON.Member("deviated", .boolean(report.isDeviated)),
      JSON.Member("findings", CheckedResult.json(report.findings)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let told = report.findings.filter { $0.level != .note }
    var text = written.text(for: terminal) + "\n"
    if let reason { text += terminalSafe("  \(reason)\n") }
    for line in reproduction?.lines ?? [] { text += terminalSafe("  \(line)\n") }
    for fault in invalid { text += terminalSafe("  INVALID: \(fault)\n") }
    return text + terminalSafe(CheckedResult.lines(told, in: nil))
  }
}
