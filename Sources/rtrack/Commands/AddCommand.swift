import ArgumentParsing
import Documents
import Ledger
import Research

/// Takes a hand-written event into the ledger.
struct AddCommand: Command {
  static let name = "add"
  static let summary = "Take a hand-written event into the ledger, after checking it"
  static let discussion = """
    The file is Markdown with front matter, and lies anywhere. A file whose name is an event's \
    keeps it; otherwise the name is made from the front matter: event, agent, and what it is about \
    (issue, cycle_number, about, or a policy's key). Without at it is written now, without cycle \
    in the only open one, without opening in the number's only thread. Adding it again does \
    nothing.
    """
  static let examples = [
    Example("rtrack add notes/blocked.md"),
    Example("rtrack add .research/issues/1/194/note.md", "where it lies says what it is about"),
  ]

  @Argument(help: "The file to take in", completion: .files)
  var file: String

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let intake = try Intake(file, at: context.path(file))
    var added: [String] = []
    var report = try context.write(
      { composer in
        let snapshot = composer.snapshot
        let whole = try intake.completed(with: composer) { try cycle(context, snapshot) }
        added = whole.isThere ? [] : whole.added
        if whole.isThere { return .repeating(whole.event) }
        try IntakeCheck(snapshot).check(whole.event, in: file)
        try context.refuseUnsigned(whole.event, in: snapshot)
        var composition = Composition(
          [whole.event], speaker: whole.event.agent,
          act: "\(EventJSON.place(whole.event.thread)) \(EventPhrase.what(whole.event))",
          about: whole.event.body)
        composition.bytes[whole.event.name] = whole.bytes
        return composition
      },
      saying: { events in
        guard let event = events.first else { return "" }
        let place = if case .issue(let number, _) = event.thread { "issue \(number): " } else { "" }
        return place + "\(EventPhrase.what(event)) by \(event.agent)"
          + (added.isEmpty ? "" : " (added: \(added.joined(separator: ", ")))") + " · \(event.name)"
      })
    report.more.append(JSON.Member("added", .strings(added)))
    report.repetition = "it was in the ledger already"
    return report
  }

  /// The cycle of a file that names none.
  private func cycle(_ context: Context, _ snapshot: Snapshot) throws -> Cycle? {
    do {
      return try context.cycle(nil, in: snapshot)
    } catch let error as LedgerError where error.kind == .ambiguous {
      throw LedgerError(
        .ambiguous, "\(file): \(error.message)",
        hint: "say which in its front matter, as `cycle: N`, or with RTRACK_CYCLE=N")
    }
  }
}
