import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Searches what was said.
struct SearchCommand: Command {
  static let name = "search"
  static let summary = "Search what was said: issues, comments, specs, by words and conditions"
  static let discussion = """
    All words must be in one text; warm* stands for any that begin so, and '"learning rate"' for \
    the phrase. Conditions: state:open label:x agent:flux cycle:40..42 status:blocked exp:exp-001 \
    since:3d, and is:silent for open issues in which nobody has spoken in the open cycle. The best \
    fit comes first; without words, the newest. Exit status 1 when nothing fits.
    """
  static let examples = [
    Example("rtrack search build failed"),
    Example("rtrack search 'warm*' agent:flux cycle:40..42"),
    Example("rtrack search status:blocked state:open since:3d"),
    Example("rtrack search is:silent -q", "the numbers of issues nobody speaks of"),
  ]

  @Argument(name: "terms", help: "Words, and conditions such as state:open")
  var terms: [String]

  @OptionGroup var paging: PageOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let terms = try context.terms(self.terms)
    if terms.isEmpty {
      throw ArgumentFault(
        "nothing to search for", hint: "give words, or conditions: `rtrack search --help`")
    }
    return try context.answer(hasWords: true) { try report($0, terms, in: context) }
  }

  private func report(
    _ reading: Reading, _ terms: SearchTerms, in context: Context
  ) throws -> any Report {
    let agent = try context.agent(of: terms, in: reading)
    let page = try TextSearch(reading).page(
      terms, agent: agent, number: paging.page, size: paging.limit)
    context.tell(page, of: "texts", json: common.json)
    context.tellUnreadable(reading.snapshot)
    return SearchReport(
      page: page, events: try page.elements.map(reading.snapshot.called),
      snippets: page.elements.map { Snippet(of: $0, terms, reading.snapshot) },
      unreadable: reading.snapshot.unreadable)
  }
}

/// What was found, a line each.
private struct SearchReport: Report {
  let page: Page<Event>
  /// What was found, in threads as these are called.
  let events: [Event]
  let snippets: [Snippet]
  let unreadable: JSON.Member

  var status: Int32 { page.total == 0 ? 1 : 0 }

  /// Where it was said, each place once.
  var ids: [String] {
    var seen: Set<String> = []
    return events.compactMap { event in
      let place =
        switch event.thread {
        case .issue(let number, _): number.description
        case .experiment(let id, _), .results(let id): id.text
        case .policy, .program, .numbers, .agent, .cycle: EventJSON.place(event.thread)
        }
      return seen.insert(place).inserted ? place : nil
    }
  }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "found",
        .array(
          zip(events, snippets).map { event, snippet in
            .object([
              JSON.Member("where", .string(EventJSON.place(event.thread))),
              JSON.Member("event", .string(event.name.description)),
              JSON.Member("kind", .string(event.name.kind.rawValue)),
              JSON.Member("agent", .string(event.agent.text)),
              JSON.Member("cycle", .integer(event.name.cycle)),
              JSON.Member("at", .string(event.time.description)),
              JSON.Member("line", .string(snippet.line)),
            ])
          })),
      JSON.Member("total", .integer(page.total)),
      JSON.Member("page", .integer(page.number)),
      unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    if page.total == 0 { return terminal.isOutput ? "Nothing fits.\n" : "" }
    var table = Table(["WHERE", "EVENT", "AGENT", "TIME", "LINE"])
    for (event, snippet) in zip(events, snippets) {
      table.add([
        EventJSON.place(event.thread), event.name.kind.rawValue, event.agent.text,
        event.time.description, snippet.line,
      ])
    }
    return table.text(for: terminal)
  }
}
