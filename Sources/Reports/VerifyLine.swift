import Enforcement

/// What `verify` says, in a line for a report.
struct VerifyLine {
  let text: String

  /// The line of a look that could not be made.
  static let unknown = VerifyLine(
    text: "Whether everything stands as it was first written could not be checked: `rtrack verify`."
  )

  private init(text: String) { self.text = text }

  init(_ answer: Verification.Answer) {
    let seen =
      Self.counted(answer.branches.count, "branch", "branches") + ", "
      + Self.counted(answer.testimonies.count, "witness", "witnesses")
    let open = answer.findings.filter(\.isOpen).count
    func rest(_ standing: String, _ words: String) -> String {
      let count = answer.findings.filter { $0.standingWord == standing }.count
      return count == 0 ? "" : ", " + Self.counted(count, "finding", "findings") + words
    }
    let others =
      rest("covered", " authorised") + rest("older", " older than what protects the path")
    if open > 0 {
      text =
        "**Not as it was first written**: "
        + Self.counted(open, "finding", "findings")
        + " that nothing authorised covers, see `rtrack verify` (\(seen))."
    } else if !answer.gaps.isEmpty {
      text =
        "Nothing was found, but not everything could be looked at, see `rtrack verify` (\(seen))."
    } else {
      text = "Everything stands as it was first written: `rtrack verify` (\(seen)\(others))."
    }
  }

  private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
  }
}
