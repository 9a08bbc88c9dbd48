import ArgumentParsing
import Ledger
import Research

/// Says how an issue relates to others.
struct IssueLinkCommand: Command {
  static let name = "link"
  static let summary = "Say how an issue relates to others, or take that back"
  static let discussion = """
    Issues cannot block each other in a ring. A human's directive (--per) is taken back by a \
    human only.
    """
  static let examples = [
    Example("rtrack issue link 194 --blocks 201", "201 waits until 194 is closed"),
    Example("rtrack issue link 194 --per 153 --pr 186"),
    Example("rtrack issue link 194 --blocks 201 --remove", "taken back"),
    Example("rtrack issue link L7 --host 201", "the number that the host gave it"),
  ]

  @OptionGroup var target: IssueTarget

  @Option(value: "N", help: "An issue that waits until this one is closed")
  var blocks: [IssueNumber]

  @Option(value: "N", help: "An issue whose directive this one follows")
  var per: [IssueNumber]

  @Option(name: "pr", value: "N", help: "A pull request of the host")
  var pullRequests: [Int]

  @Option(value: "N", help: "The issue this is a part of")
  var parent: IssueNumber?

  @Option(value: "N", help: "The number that the host gave this issue")
  var host: Int?

  @Flag(help: "Take back what is named")
  var remove: Bool

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  private var asked: IssueLink {
    IssueLink(
      blocks: distinct(blocks), per: distinct(per), pullRequests: distinct(pullRequests),
      parent: parent, host: host, removes: remove)
  }

  func validate() throws {
    if asked.isEmpty {
      throw ArgumentFault(
        "no relation is named", hint: "give --blocks N, --per N, --pr N, --parent N or --host N")
    }
    let largest = 99_999_999
    for (name, numbers) in [("pr", pullRequests), ("host", host.map { [$0] } ?? [])] {
      if numbers.contains(where: { !(1...largest).contains($0) }) {
        throw ArgumentFault("--\(name) takes a number from 1 to \(largest)")
      }
    }
  }

  func run(in context: Context) throws -> any Report {
    try context.change(target, by: speaker, when) { change in
      let link = remove ? try removed(change) : try added(change)
      if link.isEmpty {
        throw change.cannot(
          "would not change: it has " + (remove ? "no such relation" : "that relation already"))
      }
      return try change.saying(.link, .link(link))
    }
  }

  /// What of the asked relations is there to be taken back.
  private func removed(_ change: IssueChange) throws -> IssueLink {
    let issue = change.issue
    var link = asked
    link.blocks.removeAll { !issue.blocks.contains($0) }
    link.per.removeAll { !issue.per.contains($0) }
    link.pullRequests.removeAll { !issue.pullRequests.contains($0) }
    if link.parent != issue.parent { link.parent = nil }
    if link.host != issue.hostNumber { link.host = nil }
    // Else an agent could take back the directive first, and then put the issue off.
    let directives = try link.per.flatMap { try change.snapshot.issues($0, conversation: false) }
      .filter { change.roster[$0.creator]?.kind == .human }
    if !directives.isEmpty {
      try DeferRule.check(
        issue, by: change.speaker, directives: directives, roster: change.roster)
    }
    return link
  }

  /// What of the asked relations is new, after every check.
  private func added(_ change: IssueChange) throws -> IssueLink {
    let issue = change.issue
    var link = asked
    for number in link.blocks + link.per + (link.parent.map { [$0] } ?? []) {
      guard try change.snapshot.hasIssue(number) else {
        throw LedgerError(
          .unknownIssue, "there is no issue \(number)",
          hint: "see them with `rtrack list --state all`")
      }
    }
    if link.per.contains(issue.number) || link.parent == issue.number {
      throw change.cannot("cannot follow itself, or be a part of itself", hint: "name another")
    }
    link.blocks.removeAll(where: issue.blocks.contains)
    link.per.removeAll(where: issue.per.contains)
    link.pullRequests.removeAll(where: issue.pullRequests.contains)
    if link.parent == issue.parent { link.parent = nil }
    if link.host == issue.hostNumber { link.host = nil }
    if !link.blocks.isEmpty || link.parent != nil || link.host != nil {
      try check(link, of: issue, among: try change.snapshot.allIssues())
    }
    return link
  }

  /// Checks what depends on the other issues.
  private func check(_ link: IssueLink, of issue: Issue, among all: [Issue]) throws {
    var blocks: [IssueNumber: [IssueNumber]] = [:]
    for other in all { blocks[other.number, default: []] += other.blocks }
    for blocked in link.blocks {
      try BlocksRule.check(issue.number, blocks: blocked, given: blocks)
    }
    let parents = Dictionary(all.map { ($0.number, $0.parent) }) { first, _ in first }
    var above = link.parent
    var seen: Set<IssueNumber> = []
    while let number = above, seen.insert(number).inserted {
      if number == issue.number, let parent = link.parent {
        throw LedgerError(
          .invalid, "issue \(parent) is a part of \(number), so \(number) cannot be a part of it",
          hint: "see how they hang together with `rtrack show \(parent)`")
      }
      above = parents[number] ?? nil
    }
    guard let host = link.host else { return }
    if let other = all.first(where: { $0.hostNumber == host }) {
      throw LedgerError(.invalid, "issue \(other.number) is \(host) on the host already")
    }
    if issue.number.isLocal, let other = all.first(where: { $0.number == IssueNumber(host) }) {
      throw LedgerError(
        .invalid, "issue \(host) is here already: \(other.title)",
        hint: "say in \(issue.number) that it continues there, and close it")
    }
  }
}
