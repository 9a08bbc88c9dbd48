import Documents
import Experiments

/// What the check of some specs found: every finding with its place, and whether they pass.
struct SpecCheckReport: Report {
  let specs: [CheckedSpec]
  let profile: SpecProfile
  /// What follows from it, where more was asked than a check.
  var conclusion = ""

  var status: Int32 { specs.allSatisfy(\.check.isPassed) ? 0 : 1 }
  /// Where more was asked than a check, these would be taken for what was made.
  var ids: [String] { conclusion.isEmpty ? failed : [] }
  private var failed: [String] { specs.filter { !$0.check.isPassed }.map(\.file) }

  var json: [JSON.Member] {
    [
      JSON.Member("profile", .string(profile.rawValue)),
      JSON.Member("passed", .boolean(status == 0)),
      JSON.Member("specs", .array(specs.map(\.json))),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let told = specs.map { spec in
      let answer = spec.check.isPassed ? "passes" : "does not pass"
      return spec.lines + "\(spec.file): \(answer) (\(profile.rawValue)): \(spec.summary)\n"
    }
    return terminalSafe(told.joined() + conclusion)
  }
}
