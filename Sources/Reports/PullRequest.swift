import Git
public import Ledger
public import Research

/// What a pull request says of its work: what was asked, what was done, what was tried and failed.
///
/// Made from the ledger alone, so that it says what was said, and not what somebody remembers.
public struct PullRequest: Sendable {
  /// One line.
  public let title: String
  /// Markdown.
  public let body: String

  /// About an issue, its conversation read.
  public init(about issue: Issue, in snapshot: Snapshot) throws {
    let folder = Layout.folder(ofIssue: issue.number) + "/"
    self.init(
      about: issue, numbering: try snapshot.policy().numbering,
      unreadable: snapshot.faults.filter { $0.path.hasPrefix(folder) }.count,
      source: snapshot.tips.map(\.short).joined(separator: " and "))
  }

  /// - Parameters:
  ///   - unreadable: how many files of the issue could not be read.
  ///   - source: what it was read from.
  init(about issue: Issue, numbering: Numbering, unreadable: Int = 0, source: String) {
    let text = HostText(numbering)
    let sections = IssueSections(issue: issue, text: text, numbering: numbering)
    var page = MarkdownPage()
    sections.addAsked(to: &page)
    sections.addDone(to: &page)
    sections.addFailed(to: &page)
    if unreadable > 0 {
      page.add("Files of this issue that could not be read, and so are not in this: \(unreadable).")
    }
    page.add("Written by `rtrack pr \(issue.number)` from the ledger at \(source).")
    title = text.line(issue.title, longest: Self.longestTitle)
    body = page.text + "\n"
  }

  /// GitHub takes 256 characters.
  private static let longestTitle = 200
}
