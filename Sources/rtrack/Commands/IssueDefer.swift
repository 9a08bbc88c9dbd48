import ArgumentParsing
import Ledger
import Research

/// Puts an issue off.
struct IssueDefer: Command {
  static let name = "defer"
  static let summary = "Put an issue off, or take it up again"
  static let discussion = """
    A deferred issue stays open and is not among those that are ready. What a human opened, or \
    directed (`rtrack issue link N --per M`), an agent may not put off.
    """
  static let examples = [
    Example("rtrack issue defer 194 --until \"the cluster is back\""),
    Example("rtrack issue defer 194 --resume"),
  ]

  @OptionGroup var target: IssueTarget

  @Option(value: "TEXT", help: "What it waits for, in a line")
  var until: Line?

  @Flag(help: "Take it up again")
  var resume: Bool

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if resume && until != nil { throw ArgumentFault("--until and --resume exclude each other") }
  }

  func run(in context: Context) throws -> any Report {
    try context.change(target, by: speaker, when) { change in
      let issue = change.issue
      guard issue.state == .open else {
        throw change.cannot(
          "is closed", hint: "open it again with `rtrack issue reopen \(issue.number)`")
      }
      if resume {
        guard issue.isDeferred else { throw change.cannot("is not deferred") }
        return try change.saying(.deferral, .resumed)
      }
      if issue.isDeferred && (until == nil || until?.text == issue.deferredUntil) {
        throw change.cannot(
          "is deferred already",
          hint: "take it up again with `rtrack issue defer \(issue.number) --resume`")
      }
      try DeferRule.check(
        issue, by: change.speaker, directives: try change.directives(), roster: change.roster)
      return try change.saying(.deferral, .deferral(until: until?.text), about: until?.text)
    }
  }
}

extension IssueChange {
  /// The issues whose directive this one follows, and those that these follow in turn.
  func directives() throws -> [Issue] {
    var found: [Issue] = []
    var open = issue.per
    var seen = Set(open)
    while !open.isEmpty {
      let number = open.removeFirst()
      let directives = try snapshot.issues(number, conversation: false)
      found += directives
      open += directives.flatMap(\.per).filter { seen.insert($0).inserted }
    }
    return found
  }
}
