import ArgumentParsing
import Ledger
import Research

/// Opens an issue.
struct IssueOpen: Command {
  static let name = "open"
  static let summary = "Open an issue"
  static let discussion = """
    A title in the labs' way, "[Athena] -> [Flux] Execute the experiment", names who opens it and \
    whom it is assigned to.
    """
  static let examples = [
    Example("rtrack issue open \"Run ASTRA-sim on ResNet-50\" --assign flux --priority 1"),
    Example("rtrack issue open \"[Athena] -> [Flux] Execute ASTRA-sim\" --as athena"),
    Example("rtrack issue open \"Unified tool prototype\" --per 153", "directed by issue 153"),
  ]

  @Argument(help: "What it is about, in a line")
  var title: Line

  @OptionGroup var source: TextOptions

  @Option(value: "N", help: "The issue's number; the next one when not said")
  var number: IssueNumber?

  @Option(
    value: "AGENT", help: "Whom it is assigned to", completion: .command(["agent", "list", "-q"]))
  var assign: [String]

  @Option(value: "LABEL", help: "A label")
  var label: [Line]

  @Option(value: "0-4", help: "How urgent it is: 0 first, 4 last")
  var priority: Priority?

  @Option(value: "N", help: "The issue whose directive this follows")
  var per: [IssueNumber]

  @Option(value: "N", help: "The issue this is a part of")
  var parent: IssueNumber?

  @Option(value: "KEY", help: "Makes a repeated call with this key a no-op with the first answer")
  var once: String?

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let body = try source.text(given: nil, in: context, isRequired: false)
    return try context.write(
      { try compose($0, body, context) },
      saying: { events in
        guard let event = events.first, case .issue(let number, _) = event.thread,
          case .opened(let start) = event.payload
        else { return "" }
        let names = start.assignees.map(\.text).joined(separator: ", ")
        return "Issue \(number) is open: \(start.title)" + (names.isEmpty ? "" : " (\(names))")
      },
      ids: { events in
        events.prefix(1).compactMap {
          if case .issue(let number, _) = $0.thread { "\(number)" } else { nil }
        }
      })
  }

  private func compose(
    _ composer: Composer, _ body: String, _ context: Context
  ) throws -> Composition {
    let snapshot = composer.snapshot
    let author = try Speaker(context, snapshot).required(speaker.speaker)
    let roster = try snapshot.roster()
    let headline = Headline(title.text)
    if let creator = headline.creator, roster.agent(spelled: creator)?.name != author.name {
      throw LedgerError(
        .identity, "the title says that \(creator) opens it, but \(author.name) speaks",
        hint: "use --as with the creator's name, or leave the brackets out")
    }
    let title = String(headline.title.drop { $0.isWhitespace })
    if let once, let earlier = try repeated(once, by: author.name, snapshot) {
      return .repeating(earlier)
    }
    let assignees = try distinct(
      ((headline.assignee.map { [$0] } ?? []) + assign).map { try roster.activeNamed($0).name })
    let number = try chosen(snapshot)
    for other in per + (parent.map { [$0] } ?? []) where try !snapshot.hasIssue(other) {
      throw LedgerError(
        .unknownIssue, "there is no issue \(other)", hint: "see them with `rtrack list --state all`"
      )
    }
    let cycle = try context.cycle(when.cycle, in: snapshot)
    let name = composer.name(.opened, by: author.name, in: cycle)
    let start = IssueOpening(
      title: title, assignees: assignees, labels: distinct(label.map(\.text)),
      priority: priority?.value)
    var events = [
      Event(
        name: name, thread: .issue(number, opening: name), cycleOpening: cycle?.opening,
        occurredAt: when.occurredAt, once: once, payload: .opened(start),
        body: Composer.terminated(body))
    ]
    let link = IssueLink(per: per, parent: parent)
    if !link.isEmpty {
      events.append(
        Event(
          name: composer.name(.link, by: author.name, in: cycle),
          thread: .issue(number, opening: name), cycleOpening: cycle?.opening,
          occurredAt: when.occurredAt, after: [name], payload: .link(link)))
    }
    return Composition(events, speaker: author.name, act: "issue \(number) opened", about: title)
  }

  private func chosen(_ snapshot: Snapshot) throws -> IssueNumber {
    if let number {
      guard try !snapshot.hasIssue(number) else {
        throw LedgerError(
          .invalid, "issue \(number) was opened before",
          hint: "leave --number out for the next free one")
      }
      return number
    }
    let isLocal = try snapshot.plainPolicy().numbering == .mirror
    guard let next = try snapshot.nextNumber(in: isLocal ? .localIssue : .issue).issue else {
      throw LedgerError(.invalid, "there are no numbers left")
    }
    return next
  }

  private func repeated(
    _ key: String, by author: AgentName, _ snapshot: Snapshot
  ) throws -> Event? {
    for number in try snapshot.issueNumbers().reversed() {
      let files = try snapshot.files(in: .issue(number)) { $0 == "opened" }
      for file in files where file.name.agent == author {
        if let event = try snapshot.event(in: file), event.once == key { return event }
      }
    }
    return nil
  }
}

/// 0 (first) to 4 (last), with or without a `p`.
struct Priority: ExpressibleByArgument {
  let value: Int

  init(argument: String) throws(ArgumentFault) {
    let digits = argument.lowercased().hasPrefix("p") ? argument.dropFirst() : Substring(argument)
    guard let value = Int(digits), (0...4).contains(value) else {
      throw ArgumentFault("expected a priority from 0 (first) to 4 (last)")
    }
    self.value = value
  }

  var argumentText: String { String(value) }
}
