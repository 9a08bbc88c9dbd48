import ArgumentParsing
import Documents
import Ledger
import Research

/// Takes the program of an existing research kit in.
struct ImportKit: Command {
  static let name = "kit"
  static let summary = "Take questions, research log and hand-offs of an existing research kit in"
  static let discussion = """
    Reads QUESTIONS.md, RESEARCH_LOG.md, HANDOFF.md, handoffs/completed/ and program_state.json of \
    a folder, those that are there, and leaves them as they are. An entry of the log that has \
    another form than the protocol's is kept word for word. What is here already stays, so a \
    second call adds only what is new; what differs is told. All of it is one commit.
    """
  static let examples = [Example("rtrack import kit ."), Example("rtrack import kit .kit --json")]

  @Argument(help: "The folder that holds the pages", completion: .directories)
  var folder: String

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let work = try KitImport(folder, at: context.path(folder))
    var outcome = KitImport.Outcome()
    let written = try context.write(
      { composer in
        let author = try Speaker(context, composer.snapshot).orSystem(speaker.speaker)
        let composed = try work.compose(composer, by: author)
        outcome = composed.outcome
        return composed.composition
      }, saying: { _ in "" })
    return KitImported(work: work, outcome: outcome, written: written)
  }
}

/// What an import did.
private struct KitImported: Report {
  let work: KitImport
  let outcome: KitImport.Outcome
  let written: WriteReport

  var ids: [String] { written.written.events.map(\.name.suffix) }

  var json: [JSON.Member] {
    [
      JSON.Member("commit", .optional(written.written.commit)),
      JSON.Member("view", .string(written.view)), JSON.Member("files", .strings(work.files)),
      JSON.Member("questions", .integer(outcome.questions)),
      JSON.Member("answers", .integer(outcome.answers)),
      JSON.Member("entries", .integer(outcome.entries)),
      JSON.Member("handoffs", .integer(outcome.handoffs)),
      JSON.Member("sections", .integer(outcome.sections)),
      JSON.Member("differing", .strings(outcome.differing)),
      JSON.Member("remarks", .strings(work.remarks)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let news = [
      (outcome.questions, "question"), (outcome.answers, "answer"),
      (outcome.entries, "log entry"), (outcome.handoffs, "hand-off"),
      (outcome.sections, "part of the page of questions"),
    ].filter { $0.0 > 0 }.map { count, noun in
      count == 1 ? "1 \(noun)" : "\(count) \(Self.plural(noun))"
    }
    var lines = [news.isEmpty ? "Nothing new." : "Imported \(news.joined(separator: ", "))."]
    lines += outcome.differing.map { "Otherwise here, and left so: \($0)" }
    lines += work.remarks
    return terminalSafe(lines.joined(separator: "\n"))
  }

  private static func plural(_ noun: String) -> String {
    switch noun {
    case "log entry": "log entries"
    case "part of the page of questions": "parts of the page of questions"
    default: noun + "s"
    }
  }
}
