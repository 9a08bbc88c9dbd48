import ArgumentParsing
import Ledger
import Research

/// Closes an issue.
struct IssueClose: Command {
  static let name = "close"
  static let summary = "Close an issue"
  static let discussion = """
    An issue is closed by its creator or a manager; a human's issue only by a human. Others say \
    that it is finished with `rtrack comment N --status done "TEXT"`.
    """
  static let examples = [
    Example("rtrack issue close 194 --reason \"VIDUR reproduces within 4 %\" --as athena")
  ]

  @OptionGroup var target: IssueTarget

  @Option(value: "TEXT", help: "Why, in a line")
  var reason: Line?

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.change(target, by: speaker, when) { change in
      guard change.issue.state == .open else {
        throw change.cannot(
          "is closed already",
          hint: "open it again with `rtrack issue reopen \(change.issue.number)`")
      }
      try CloseRule.check(change.issue, by: change.speaker, roster: change.roster)
      return try change.saying(.close, .close(reason: reason?.text), about: reason?.text)
    }
  }
}
