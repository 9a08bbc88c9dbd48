import ArgumentParsing
import Ledger
import Research

/// Changes an issue's title or description.
struct IssueEdit: Command {
  static let name = "edit"
  static let summary = "Change an issue's title or description"
  static let discussion = """
    What was said before stays in the ledger: `rtrack show` gives every edit with its author.
    """
  static let examples = [
    Example("rtrack issue edit 194 --title \"Run VIDUR on ResNet-50\""),
    Example("rtrack issue edit 194 -F description.md", "a new description"),
  ]

  @OptionGroup var target: IssueTarget

  @Option(value: "TEXT", help: "The new title, in a line")
  var title: Line?

  @OptionGroup var description: TextOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if title == nil && description.message == nil && description.file == nil {
      throw ArgumentFault(
        "nothing to change", hint: "give --title TEXT, or a description with -m TEXT or -F FILE")
    }
    if let title, Headline(title.text).creator != nil {
      throw ArgumentFault(
        "a new title names nobody in brackets",
        hint: "change whom it is assigned to with `rtrack issue assign`")
    }
  }

  func run(in context: Context) throws -> any Report {
    let isDescribed = description.message != nil || description.file != nil
    let body = Composer.terminated(
      try description.text(given: nil, in: context, isRequired: isDescribed))
    return try context.change(target, by: speaker, when) { change in
      let newTitle = title.flatMap { $0.text == change.issue.title ? nil : $0.text }
      if newTitle == nil && (body.isEmpty || body == change.issue.text) {
        throw change.cannot("would not change: it says that already")
      }
      return try change.saying(
        .edit, .edit(title: newTitle), body: body == change.issue.text ? "" : body,
        about: newTitle)
    }
  }
}
