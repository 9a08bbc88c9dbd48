import ArgumentParsing
import Ledger
import Research

/// Opens a closed issue again.
struct IssueReopen: Command {
  static let name = "reopen"
  static let summary = "Open a closed issue again"
  static let examples = [
    Example("rtrack issue reopen 194"),
    Example("rtrack issue reopen 194 -m \"The numbers do not reproduce.\"", "and say why"),
  ]

  @OptionGroup var target: IssueTarget

  @OptionGroup var why: TextOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let body = try why.text(given: nil, in: context, isRequired: false)
    return try context.change(target, by: speaker, when) { change in
      guard change.issue.state == .closed else { throw change.cannot("is open") }
      return try change.saying(.reopen, .reopen, body: body)
    }
  }
}
