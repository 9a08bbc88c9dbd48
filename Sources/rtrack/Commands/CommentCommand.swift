import ArgumentParsing
import Documents
import Ledger
import Platform
import Research

/// Adds a comment to an issue.
struct CommentCommand: Command {
  static let name = "comment"
  static let summary = "Add a comment to an issue"
  static let discussion = """
    The text is given as an argument, with -m, or with -F (a file, or - for standard input, which \
    is read only then). An editor opens only on a terminal. The statuses failed and pivot say what \
    was tried, why it did not work and what comes next: with --tried, --why, --next, or with these \
    headings in the text. A failed experiment with documented results is still a result.
    """
  static let examples = [
    Example("rtrack comment 194 \"VIDUR runs; numbers follow\" --status working"),
    Example(
      "rtrack comment 194 --result data/results/vidur/run1.json \"p99 within 4 %\"",
      "with evidence that is committed"),
    Example("rtrack comment 194 -F - < notes.md", "the text from standard input"),
    Example(
      "rtrack comment 194 --status pivot --tried ASTRA-sim --why \"build passes 10 min\" "
        + "--next VIDUR"),
    Example("rtrack comment 194 --system --timed-out 30m --about flux", "a runner's notice"),
  ]

  @Argument(
    help: "The issue to comment on, such as 194",
    hint: "a shell takes `#194` for the start of a comment of its own: write 194",
    completion: .command(["list", "-q"]))
  var issue: IssueReference

  @Argument(help: "The text, in Markdown")
  var text: String?

  @OptionGroup var source: TextOptions

  @Option(name: "status", value: "STATUS", help: "working, done, blocked, failed or pivot")
  var status: Status?

  @Option(
    name: "result", value: "PATH", help: "Evidence: a path committed in this repository",
    completion: .files)
  var result: [String]

  @Option(name: "tried", value: "TEXT", help: "What was tried")
  var tried: String?

  @Option(name: "why", value: "TEXT", help: "Why it did not work")
  var why: String?

  @Option(name: "next", value: "TEXT", help: "What comes next")
  var next: String?

  @Option(
    name: "attach", value: "FILE", help: "Keep a file of up to 1 MiB with the comment",
    completion: .files)
  var attach: [String]

  @Option(
    name: "once", value: "KEY",
    help: "Makes a repeated call with this key a no-op with the first answer")
  var once: String?

  @Flag(
    name: "push",
    help: "Publish it now; when the remote is not reached that is said, and nothing is lost")
  var push: Bool

  @Flag(
    name: "system",
    help: "A runner's notice about an agent, with --about and --timed-out or --killed")
  var system: Bool

  @Option(
    name: "about", value: "AGENT", help: "Whom the notice is about",
    completion: .command(["agent", "list", "-q"]))
  var about: String?

  @Option(name: "timed-out", value: "LIMIT", help: "The agent ran into its time limit, such as 30m")
  var timedOut: String?

  @Option(name: "killed", value: "SIGNAL", help: "The agent was killed, such as by SIGTERM")
  var killed: String?

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    let isNotice = about != nil || timedOut != nil || killed != nil
    if isNotice && !system {
      throw ArgumentFault("a notice is given by a machine", hint: "add --system")
    }
    if system && (about == nil || (timedOut == nil) == (killed == nil)) {
      throw ArgumentFault(
        "a notice needs --about AGENT and one of --timed-out LIMIT and --killed SIGNAL")
    }
  }

  func run(in context: Context) throws -> any Report {
    let body = try source.text(
      given: text, in: context,
      isRequired: !system && result.isEmpty && attach.isEmpty
        && tried == nil)
    let attachments = try attach.map { try Attachment(at: context.path($0)) }
    var report = try context.write(
      { try compose($0, body: body, attachments, in: context) },
      saying: { events in
        guard let event = events.first else { return "" }
        let cycle = event.name.cycle == 0 ? "" : ", cycle \(event.name.cycle)"
        return "issue \(issue.argumentText): \(EventPhrase.what(event)) by \(event.agent)\(cycle) "
          + "· \(event.name)"
      })
    if push { report.more += Publication(context).publish() }
    return report
  }

  private func compose(
    _ composer: Composer, body: String, _ attachments: [Attachment], in context: Context
  ) throws -> Composition {
    let snapshot = composer.snapshot
    let issue = try context.issue(issue, in: snapshot)
    let cycle = try context.cycle(when.cycle, in: snapshot)
    let author = try self.author(snapshot, context)
    let thread = Thread.issue(issue.place, opening: issue.opening)
    if let once, let earlier = try Once(once).event(by: author, in: .issue(issue.place), snapshot) {
      return .repeating(earlier)
    }
    let kind: EventKind = system ? .notice : result.isEmpty ? .comment : .result
    let name = composer.name(kind, by: author, in: cycle)
    let files = attachments.map { file in
      (path: Layout.path(ofAttachment: file.name, of: name, in: thread), bytes: file.bytes)
    }
    if Set(files.map(\.path)).count != files.count {
      throw LedgerError(
        .invalid, "two attached files would have one name", hint: "rename one of them")
    }
    let payload = try self.payload(
      snapshot, attachments: files.map(\.path), headings: MarkdownOutline(body).headings)
    let event = Event(
      name: name, thread: thread, cycleOpening: cycle?.opening, occurredAt: when.occurredAt,
      after: try composer.after(in: .issue(issue.place)), once: once, payload: payload,
      body: Composer.terminated(body))
    var composition = Composition(
      [event], files: files, speaker: author,
      act: "issue \(issue.number) \(EventPhrase.what(event))", about: body)
    if case .notice = payload { composition.act = "issue \(issue.number) notice" }
    return composition
  }

  private func author(_ snapshot: Snapshot, _ context: Context) throws -> AgentName {
    guard system else {
      let agent = try Speaker(context, snapshot).required(speaker.speaker)
      if agent.kind == .system {
        throw LedgerError(
          .identity, "\(agent.name) is a system, and systems only give notices",
          hint: "add --system, --about AGENT, and --timed-out or --killed")
      }
      return agent.name
    }
    // RTRACK_AGENT is the agent that was running, not the runner.
    guard let given = speaker.speaker else {
      let systems = try snapshot.roster().active.filter { $0.kind == .system }
      return systems.count == 1 ? systems[0].name : .system
    }
    let agent = try Speaker(context, snapshot).required(given)
    if agent.kind == .system { return agent.name }
    throw LedgerError(
      .identity, "\(agent.name) is no system, and only a system gives notices",
      hint: "leave --as out, or add one with `rtrack agent add NAME --system`")
  }

  private func payload(
    _ snapshot: Snapshot, attachments: [String], headings: [Heading]
  ) throws -> Payload {
    if system {
      let roster = try snapshot.roster()
      guard let about, let agent = roster.agent(spelled: about) else {
        throw try Speaker.unknown(about ?? "", roster: roster)
      }
      if let killed { return .notice(Notice(about: agent.name, cause: .killed(killed))) }
      return .notice(Notice(about: agent.name, cause: .timedOut(timedOut ?? "")))
    }
    for path in result { try Evidence.check(path, in: snapshot) }
    let comment = Comment(
      status: status?.rawValue, results: result, tried: tried, why: why, next: next,
      attachments: attachments)
    try AccountRule.check(comment, headings: headings.map(\.text))
    return .comment(comment)
  }
}
