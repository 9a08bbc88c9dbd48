import ArgumentParsing
import Ledger
import Research

/// Says how urgent an issue is.
struct IssuePriority: Command {
  static let name = "priority"
  static let summary = "Say how urgent an issue is"
  static let discussion = """
    Priorities go from 0, first, to 4, last; an issue without one stands at 2.
    """
  static let examples = [Example("rtrack issue priority 194 1")]

  @OptionGroup var target: IssueTarget

  @Argument(help: "From 0 (first) to 4 (last)")
  var priority: Priority

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.change(target, by: speaker, when) { change in
      if change.issue.priority == priority.value {
        throw change.cannot("would not change: its priority is \(priority.value)")
      }
      return try change.saying(.priority, .priority(priority.value))
    }
  }
}
