import ArgumentParsing
import Ledger
import Research

/// The first word of every verb of an issue.
struct IssueTarget: ParsableArguments {
  @Argument(
    help: "The issue, such as 194",
    hint: "a shell takes `#194` for the start of a comment of its own: write 194",
    completion: .command(["list", "-q"]))
  var issue: IssueReference
}

/// One change to an issue: what its verbs share. Which issue it is, who speaks, in which cycle,
/// and the event at the end of its thread.
struct IssueChange {
  let issue: Issue
  let speaker: Agent
  let roster: Roster
  let snapshot: Snapshot
  private let composer: Composer
  private let cycle: Cycle?
  private let occurredAt: Timestamp?

  fileprivate init(
    _ reference: IssueReference, by speaker: SpeakerOptions, _ when: WhenOptions,
    _ composer: Composer, in context: Context
  ) throws {
    snapshot = composer.snapshot
    self.composer = composer
    issue = try context.issue(reference, in: snapshot)
    self.speaker = try Speaker(context, snapshot).required(speaker.speaker)
    roster = try snapshot.roster()
    cycle = try context.cycle(when.cycle, in: snapshot)
    occurredAt = when.occurredAt
  }

  /// The commit that says this of the issue.
  func saying(
    _ kind: EventKind, _ payload: Payload, body: String = "", about: String? = nil
  ) throws -> Composition {
    let event = try composer.event(
      payload, kind, by: speaker.name, in: cycle,
      thread: .issue(issue.place, opening: issue.opening), folder: .issue(issue.place),
      body: body, occurredAt: occurredAt)
    return Composition(
      [event], speaker: speaker.name, act: "issue \(issue.number) \(Self.phrase(event))",
      about: about ?? issue.title)
  }

  /// The refusal of a change that would change nothing, or that the issue's state does not allow.
  func cannot(_ why: String, hint: String? = nil) -> LedgerError {
    LedgerError(.invalid, "issue \(issue.number) \(why)", hint: hint)
  }

  /// As ``EventPhrase``, without texts that a reader of the answer has just typed.
  fileprivate static func phrase(_ event: Event) -> String {
    switch event.payload {
    case .close: "closed"
    case .edit: "edited"
    case .deferral: "deferred"
    default: EventPhrase.what(event)
    }
  }
}

extension Context {
  /// Changes an issue as `decide` says, and tells what was done.
  func change(
    _ target: IssueTarget, by speaker: SpeakerOptions, _ when: WhenOptions,
    _ decide: (IssueChange) throws -> Composition
  ) throws -> WriteReport {
    try write(
      { composer in
        try decide(try IssueChange(target.issue, by: speaker, when, composer, in: self))
      },
      saying: { events in
        guard let event = events.first, case .issue(let number, _) = event.thread else { return "" }
        return "issue \(number): \(IssueChange.phrase(event)) by \(event.agent)"
          + (event.name.cycle == 0 ? "" : ", cycle \(event.name.cycle)") + " · \(event.name)"
      })
  }
}
