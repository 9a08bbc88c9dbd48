import ArgumentParsing
import Documents
import Ledger
import Reports
import Research

/// Writes the text of a pull request.
struct PullRequestCommand: Command {
  static let name = "pr"
  static let summary = "Write the text of a pull request: asked, done, tried and failed"
  static let discussion = """
    Markdown from what the ledger holds, made to be handed to a host's own program; nothing is \
    sent. Words of comments that a host would act upon (`#12`, `@name`, \"fixes\") are taken apart \
    unless the ledger's numbers mirror the host's.
    """
  static let examples = [
    Example(
      "rtrack pr 194 | gh pr create --title \"$(rtrack pr 194 --title)\" --body-file -",
      "on GitHub"),
    Example("rtrack pr 194 --title", "one line"),
  ]

  @Argument(
    help: "The issue it is about, such as 194",
    hint: "a shell takes `#194` for the start of a comment of its own: write 194",
    completion: .command(["list", "-q"]))
  var issue: IssueReference

  @Flag(help: "Print the title alone")
  var title: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.ledger().snapshot()
    let issue = try context.issue(issue, in: snapshot, conversation: true)
    context.tellUnreadable(snapshot)
    return PullRequestReport(
      request: try PullRequest(about: issue, in: snapshot), isTitle: title)
  }
}

/// The text itself.
private struct PullRequestReport: Report {
  let request: PullRequest
  let isTitle: Bool

  var isVerbatim: Bool { true }

  var json: [JSON.Member] {
    [
      JSON.Member("title", .string(request.title)),
      JSON.Member("body", .string(request.body)),
    ]
  }

  func text(for terminal: Terminal) -> String { isTitle ? request.title : request.body }
}
