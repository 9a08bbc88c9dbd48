import Documents
import Enforcement
import Git
import Research

/// What a look at all history found, for a person at two in the morning.
struct VerifyReport: Report {
  let answer: Verification.Answer
  /// How many files of results the ledger only points to: what they hold is no part of it. Nil
  /// where that is not known.
  var elsewhere: Int?
  /// More than so many of a kind are counted, not listed.
  private static let most = 200

  var status: Int32 {
    if answer.findings.contains(where: \.isOpen) { return 1 }
    return answer.gaps.isEmpty ? 0 : 2
  }

  /// The names by which open findings are acknowledged.
  var ids: [String] { answer.findings.filter(\.isOpen).map(\.id) }

  var json: [JSON.Member] {
    [
      JSON.Member("clean", .boolean(answer.isClean)),
      JSON.Member("findings", .array(answer.findings.map(\.json))),
      JSON.Member("late", answer.late.json), JSON.Member("gaps", .strings(answer.gaps)),
      JSON.Member("elsewhere", .optional(elsewhere)),
      JSON.Member("branches", .strings(answer.branches)),
      JSON.Member("new_commits", .integer(answer.newCommits)),
      JSON.Member("objects_read", .integer(answer.reads)),
      JSON.Member("witnesses", .strings(answer.testimonies)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let style = Style(terminal)
    var text = ""
    let open = answer.findings.filter(\.isOpen)
    for finding in open.prefix(Self.most) { text += block(finding, style) + "\n" }
    if open.count > Self.most {
      text += "… and \(open.count - Self.most) more; --json has all.\n\n"
    }
    for (title, standing) in [
      ("Covered by an authorised event", "covered"), ("Older than the protection", "older"),
      ("To know", "told"),
    ] {
      let some = answer.findings.filter { $0.standingWord == standing }
      if some.isEmpty { continue }
      text += "\(title):\n"
      for finding in some.prefix(Self.most) { text += "  \(line(finding))\n" }
      if some.count > Self.most { text += "  … and \(some.count - Self.most) more\n" }
      text += "\n"
    }
    text += late
    for gap in answer.gaps { text += "Not looked at: \(terminalSafe(gap))\n" }
    for testimony in answer.testimonies { text += "Heard: \(terminalSafe(testimony))\n" }
    if let elsewhere, elsewhere > 0 {
      text +=
        "Lies elsewhere: \(counted(elsewhere, "file")) of results, whose bytes only "
        + "`rtrack result check` looks at.\n"
    }
    return text + summary(open.count)
  }

  private func block(_ finding: HistoryFinding, _ style: Style) -> String {
    let what = [finding.rule, finding.act].compactMap { $0 }.joined(separator: ", ")
    var text = style.bold("\(what): \(subject(finding))") + "\n"
    if let commit = finding.commit {
      let who = finding.author.map { " by \(terminalSafe($0))" } ?? ""
      let when = finding.time.map { ", \($0)" } ?? ""
      text += "  commit   \(commit.hex)\(who)\(when)\n"
    }
    if !finding.places.isEmpty {
      let places = finding.places.prefix(5).map { terminalSafe($0) }.joined(separator: ", ")
      let more = finding.places.count > 5 ? " and \(finding.places.count - 5) more" : ""
      text += "  in       \(places)\(more)\n"
    }
    if let before = finding.before, before.id != finding.after?.id || finding.after == nil {
      text += "  was      \(before.id.hex)\n"
    }
    if let after = finding.after { text += "  is       \(after.id.hex)\n" }
    text += "  meaning  \(terminalSafe(finding.message))\n"
    text += "  to do    \(terminalSafe(finding.remedy))\n"
    text += "  finding  \(finding.id)\n"
    return text
  }

  /// What came late, in a line and the longest; nothing where nothing did.
  private var late: String {
    let late = answer.late
    if late.events == 0 { return "" }
    var text =
      "Came late: \(counted(late.events, "event")) in \(counted(late.commits, "commit")), longer "
      + "after the time in the name than clocks differ. Nobody's fault, but those times show no "
      + "order.\n"
    for arrival in late.longest {
      text +=
        "  \(arrival.written.age(at: arrival.committed)) late: \(terminalSafe(arrival.path)) "
        + "(\(arrival.commit.short))\n"
    }
    let more = late.events - late.longest.count
    if more > 0 { text += "  … and \(more) that came sooner\n" }
    return text + "\n"
  }

  private func line(_ finding: HistoryFinding) -> String {
    var text = "\(finding.rule): \(subject(finding)): \(terminalSafe(finding.message))"
    if let commit = finding.commit { text += " (\(commit.short))" }
    if case .covered(let event) = finding.standing { text += " by \(event)" }
    return text
  }

  private func subject(_ finding: HistoryFinding) -> String {
    terminalSafe(
      finding.path ?? finding.commit.map { "commit \($0.short)" } ?? finding.places.first
        ?? "the repository")
  }

  private func summary(_ open: Int) -> String {
    let seen =
      "\(answer.branches.count) \(answer.branches.count == 1 ? "branch" : "branches"), "
      + "\(counted(answer.newCommits, "new commit"))"
    if open > 0 {
      return "\(counted(open, "finding")) that nothing authorised covers; looked at \(seen).\n"
    }
    if !answer.gaps.isEmpty { return "Nothing was found in what could be looked at: \(seen).\n" }
    return "Everything stands as it was first written: \(seen).\n"
  }
}
