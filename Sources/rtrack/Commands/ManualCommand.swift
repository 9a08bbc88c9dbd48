import ArgumentParsing
import Research

/// Prints the manual page, for whoever installs rtrack.
struct ManualCommand: Command {
  static let name = "manual"
  static let summary = "Print the manual page"
  static let hidden = true
  static let examples = [Example("rtrack manual > rtrack.1")]

  @Option(value: "DATE", help: "The date at its foot, such as 2026-11-21; today's when not said")
  var date: String?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let today = String(context.now().description.prefix(10))
    return Words(words: CommandList.tree.manual(date: date ?? today))
  }
}
