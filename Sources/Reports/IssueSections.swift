import Research

/// What an issue's conversation says, in the sections of a pull request.
struct IssueSections {
  let issue: Issue
  let text: HostText
  let numbering: Numbering

  /// A longer text is cut, and says so.
  private static let longestText = 4_000
  private static let longestCell = 300
  /// Reports of what is done beyond the last of these are counted.
  private static let mostReports = 4
  /// Attempts beyond these are counted.
  private static let mostAttempts = 40

  // MARK: What was asked

  func addAsked(to page: inout MarkdownPage) {
    page.add(heading: "What was asked")
    page.add("**\(reference)**: \(text.inline(issue.title, longest: 500))\\\n\(facts)")
    page.add(text.quoted(issue.text, longest: Self.longestText))
  }

  /// The issue's number; with the host's `#` only where that is a number of the host.
  private var reference: String {
    if numbering == .mirror, !issue.number.isLocal { return "Issue #\(issue.number)" }
    return "Issue \(issue.number)" + (issue.hostNumber.map { " (#\($0))" } ?? "")
  }

  private var facts: String {
    var facts = ["opened by \(author(issue.opened)) on \(day(issue.opened))"]
    if issue.opening.cycle > 0 { facts[0] += " in cycle \(issue.opening.cycle)" }
    if !issue.assignees.isEmpty { facts.append("assigned to \(joined(issue.assignees))") }
    if !issue.per.isEmpty { facts.append("per issue \(joined(issue.per))") }
    if issue.state == .closed {
      let reason = issue.closedReason.map { text.inline($0, longest: 300) }
      facts.append("closed" + (reason.map { ": " + $0 } ?? ""))
    } else {
      let status = issue.lastStatus.map { text.inline($0, longest: 60) }
      facts.append("open" + (status.map { ", " + $0 } ?? ""))
    }
    return facts.joined(separator: " · ")
  }

  // MARK: What was done

  func addDone(to page: inout MarkdownPage) {
    page.add(heading: "What was done")
    let comments = issue.conversation.filter { comment(of: $0) != nil }
    let reports = comments.filter { event in
      !isAttempt(event)
        && comment(of: event).map { $0.status == Status.done.rawValue || !$0.results.isEmpty }
          == true
    }
    if reports.isEmpty { page.add("Nobody has reported it done yet.") }
    for event in reports.suffix(Self.mostReports) {
      page.add("**\(author(event))**, \(occasion(event)):")
      page.add(text.quoted(event.body, longest: Self.longestText))
      let results = comment(of: event)?.results ?? []
      page.add(results.prefix(30).map { "- result: \(text.code($0))" }.joined(separator: "\n"))
    }
    let others = comments.filter { !isAttempt($0) }.count - reports.suffix(Self.mostReports).count
    if others > 0 {
      let what = others == 1 ? "1 other comment" : "\(others) other comments"
      page.add("\(what): `rtrack show \(issue.number)`.")
    }
  }

  // MARK: What was tried and failed

  func addFailed(to page: inout MarkdownPage) {
    page.add(heading: "What was tried and failed")
    let attempts = issue.conversation.filter(isAttempt)
    if attempts.isEmpty { return page.add("No attempt was reported as failed or given up.") }
    if attempts.count > Self.mostAttempts {
      page.add("The last \(Self.mostAttempts) of \(attempts.count):")
    }
    page.add(
      table: ["When", "Who", "Tried", "Why it did not work", "Next"],
      attempts.suffix(Self.mostAttempts).compactMap(attempt))
  }

  private func isAttempt(_ event: Event) -> Bool {
    switch event.payload {
    case .comment(let comment):
      comment.status.flatMap(Status.init(rawValue:))?.needsAccount == true
    case .notice: true
    default: false
    }
  }

  /// A failed attempt as cells; nil for any other event.
  private func attempt(_ event: Event) -> [String]? {
    switch event.payload {
    case .comment(let comment):
      // What was imported need not have its account apart from its text.
      let told = [comment.tried, comment.why, comment.next]
      let tried = told.allSatisfy { $0 == nil } ? event.body : comment.tried ?? ""
      return [
        occasion(event), author(event), cell(tried), cell(comment.why ?? ""),
        cell(comment.next ?? ""),
      ]
    case .notice(let notice):
      let why =
        switch notice.cause {
        case .timedOut(let limit): "timed out after \(limit)"
        case .killed(let signal): "was killed (\(signal))"
        }
      return [occasion(event), text.inline(notice.about.text), "", cell(why), ""]
    default: return nil
    }
  }

  // MARK: Words

  private func comment(of event: Event) -> Comment? {
    if case .comment(let comment) = event.payload { comment } else { nil }
  }

  private func cell(_ words: String) -> String {
    text.inline(words, longest: Self.longestCell)
  }

  /// Who said it; whoever it was imported from, where that is nobody on the roster.
  private func author(_ event: Event) -> String {
    let foreign: String? =
      switch event.payload {
      case .comment(let comment): comment.author
      case .opened(let start): start.author
      default: nil
      }
    return text.inline(foreign ?? event.agent.text, longest: 100)
  }

  private func day(_ event: Event) -> String { String(event.time.description.prefix(10)) }

  private func occasion(_ event: Event) -> String {
    day(event) + (event.name.cycle == 0 ? "" : ", cycle \(event.name.cycle)")
  }

  private func joined(_ list: [some CustomStringConvertible]) -> String {
    list.map { text.inline("\($0)") }.joined(separator: ", ")
  }
}
