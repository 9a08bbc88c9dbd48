import ArgumentParsing

enum Status: String, CaseIterable, ExpressibleByArgument {
  case working, done, blocked, failed, pivot
}

/// A type that reads more than it lists, and says itself what was expected.
struct IssueNumber: ExpressibleByArgument, Equatable {
  let value: Int

  init(argument: String) throws(ArgumentFault) {
    let digits = argument.hasPrefix("#") ? argument.dropFirst() : argument[...]
    guard let value = Int(digits), value > 0 else {
      throw ArgumentFault("expected the number of an issue, such as 194")
    }
    self.value = value
  }
}

struct CommonOptions: ParsableArguments {
  @Option(name: "as", value: "AGENT", help: "Who speaks", completion: .command(["agents", "-q"]))
  var speaker: String?

  @Flag(short: "q", help: "Print bare ids only")
  var quiet: Bool

  @Flag(help: "Print JSON")
  var json: Bool

  func validate() throws {
    if quiet && json { throw ArgumentFault("`--quiet` and `--json` exclude each other") }
  }
}

struct Comment: CommandDefinition {
  static let name = "comment"
  static let aliases = ["say"]
  static let summary = "Add a comment to an issue"
  static let discussion = """
    The text is an argument, a file, or standard input. What was said stays said: a comment is
    never changed.

      a line that is shown as it is
    """
  static let examples = [
    Example("rtrack comment 194 \"VIDUR runs; numbers follow\"", "Say how far it is"),
    Example("rtrack comment 194 --status done"),
  ]

  @Argument(
    help: "The issue to comment on, such as 194",
    hint: "a shell takes `#194` for a comment: write 194", completion: .command(["list", "-q"]))
  var issue: IssueNumber

  @Argument(help: "The text")
  var text: String?

  @Option(
    short: "F", value: "FILE", help: "Read the text from FILE; - is standard input",
    completion: .files)
  var file: String?

  @Option(short: "s", help: "working, done, blocked, failed or pivot")
  var status: Status?

  @Option(help: "A label; may be given again")
  var label: [String]

  @Option(help: "How many to show")
  var last: Int = 1

  @Option(help: "How sure")
  var weight: Double?

  @Option(help: "How it is shown", choices: ["wide", "narrow"])
  var layout: String?

  @Flag(short: "v", help: "Say more")
  var verbose: Bool

  @Flag(help: "Publish it at once", inversion: .prefixedNo)
  var push: Bool = true

  @Flag(help: "Use colour", inversion: .prefixedEnableDisable)
  var colour: Bool?

  @Option(help: "For tests", hidden: true)
  var secretClock: String?

  @OptionGroup var common: CommonOptions
}

struct Add: CommandDefinition {
  static let name = "add"
  static let summary = "Take in files"

  @Argument(help: "Files to take in", required: true, completion: .files)
  var files: [String]

  @Option(help: "Why")
  var reason: String
}

struct Open: CommandDefinition {
  static let name = "open"
  static let summary = "Open an issue"

  @Argument(help: "The title")
  var title: String

  @Argument(help: "How urgent")
  var urgency: Int = 3

  mutating func validate() throws {
    if title.isEmpty { throw EmptyTitle() }
  }

  struct EmptyTitle: Error, CustomStringConvertible {
    let description = "the title is empty"
  }
}

struct Close: CommandDefinition {
  static let name = "close"
  static let summary = "Close an issue"

  @Argument(help: "The issue")
  var issue: IssueNumber
}

struct Hook: CommandDefinition {
  static let name = "hook"
  static let summary = "What git calls"
  static let hidden = true
}

let sample = CommandTree(
  program: "rtrack", summary: "A research tracker that lives in git",
  sections: [
    (title: "Every day", nodes: [.command(Comment.self), .command(Add.self)]),
    (
      title: "Issues",
      nodes: [
        .group(
          name: "issue", summary: "Open and close issues",
          [.command(Open.self), .command(Close.self)]),
        .command(Hook.self),
      ]
    ),
  ], version: "0.1.0")

/// The command that these words call.
func run<Called: CommandDefinition>(_ words: String..., as: Called.Type) throws -> Called {
  guard case .run(let command, _) = try sample.parse(words), let called = command as? Called
  else { throw UsageError(path: [], message: "another command was called") }
  return called
}

/// The error that these words give: message, then hint.
func fault(_ words: String...) -> String {
  do {
    _ = try sample.parse(words)
    return "no error"
  } catch {
    return error.message + (error.hint.map { "\n\($0)" } ?? "")
  }
}
