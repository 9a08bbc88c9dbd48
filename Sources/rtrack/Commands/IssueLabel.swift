import ArgumentParsing
import Ledger
import Research

/// Changes the labels of an issue.
struct IssueLabel: Command {
  static let name = "label"
  static let summary = "Add labels to an issue, or remove them"
  static let examples = [
    Example("rtrack issue label 194 --add simulation --remove \"needs triage\"")
  ]

  @OptionGroup var target: IssueTarget

  @Option(value: "LABEL", help: "A label to add")
  var add: [Line]

  @Option(value: "LABEL", help: "A label to remove")
  var remove: [Line]

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if add.isEmpty && remove.isEmpty {
      throw ArgumentFault("no label is named", hint: "give --add LABEL or --remove LABEL")
    }
    if let both = add.first(where: remove.contains) {
      throw ArgumentFault("\(both.text) is to be added and removed", hint: "give one of them")
    }
  }

  func run(in context: Context) throws -> any Report {
    try context.change(target, by: speaker, when) { change in
      let labels = change.issue.labels
      let new = distinct(add.map(\.text)).filter { !labels.contains($0) }
      let gone = distinct(remove.map(\.text)).filter(labels.contains)
      if new.isEmpty && gone.isEmpty {
        throw change.cannot(
          "would not change: its labels are "
            + (labels.isEmpty ? "none" : labels.joined(separator: ", ")))
      }
      return try change.saying(.label, .label(add: new, remove: gone))
    }
  }
}
