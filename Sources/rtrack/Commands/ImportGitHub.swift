import ArgumentParsing
import Documents
import Ledger
import Platform
import Research

/// Takes issues, comments and pull requests from files that GitHub's own program wrote.
struct ImportGitHub: Command {
  static let name = "github"
  static let summary = "Take issues, comments and pull requests from GitHub's exports"
  static let discussion = """
    Reads files that `gh` or GitHub's REST interface wrote; nothing is fetched. Numbers, authors \
    and times are kept. Authors are found on the roster by name and alias; where one account posts \
    for all, a comment's header `# [Agent]` or a title's `[Agent]` says who speaks. What is here \
    already is left as it is, so a later export adds only what is new. All of it is one commit.
    """
  static let examples = [
    Example(
      "gh issue list --state all --limit 10000 --json \(GitHubReader.fields) > issues.json"),
    Example(
      "gh pr list --state all --limit 10000 --json number,title,body,author,createdAt,url > pr.json"
    ),
    Example("rtrack import github issues.json pr.json"),
  ]

  @Argument(
    help: "Files of JSON: one document, an array, or lines; - is standard input", required: true,
    completion: .files)
  var file: [String]

  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var common: CommonOptions

  /// A larger export is better given in parts.
  static let largest = 100 << 20

  func run(in context: Context) throws -> any Report {
    var reader = GitHubReader()
    for name in file {
      try reader.read(try bytes(of: name, context), path: name == "-" ? "standard input" : name)
    }
    let work = HostImport(reader.export)
    let ledger = try context.ledger()
    var outcome = HostImport.Outcome()
    let written = try context.writer(of: ledger).write { composer in
      let author = try Speaker(context, composer.snapshot).orSystem(speaker.speaker)
      let composed = try work.compose(composer, by: author)
      outcome = composed.outcome
      return composed.composition
    }
    let view = written.commit == nil ? "current" : context.refreshView(of: ledger, after: written)
    return Imported(
      outcome: outcome, commit: written.commit, events: written.events.count, view: view)
  }

  private func bytes(of name: String, _ context: Context) throws -> [UInt8] {
    if name == "-" { return try context.input() }
    do {
      return try FileSystem.read(context.path(name), limit: Self.largest)
    } catch {
      let isLarge =
        (try? FileSystem.status(context.path(name), following: true))?
        .map { $0.kind == .file && $0.size > Self.largest } ?? false
      throw LedgerError(
        isLarge ? .tooLarge : .invalid, "cannot read \(name): \(error.reason)",
        hint: isLarge
          ? "import it in parts of up to 100 MiB, such as one for each year"
          : "make it with `gh issue list --state all --json …`; see `rtrack import github --help`")
    }
  }
}

/// What an import did.
private struct Imported: Report {
  let outcome: HostImport.Outcome
  let commit: String?
  let events: Int
  let view: String

  var ids: [String] { outcome.opened.map(\.description) }

  var json: [JSON.Member] {
    [
      JSON.Member("commit", .optional(commit)), JSON.Member("view", .string(view)),
      JSON.Member("events", .integer(events)),
      JSON.Member("issues", .strings(outcome.opened)),
      JSON.Member("comments", .integer(outcome.comments)),
      JSON.Member("changes", .integer(outcome.changes)),
      JSON.Member("pull_requests", .integer(outcome.pullRequests)),
      JSON.Member("known_issues", .integer(outcome.knownIssues)),
      JSON.Member("known_comments", .integer(outcome.knownComments)),
      JSON.Member("older_issues", .strings(outcome.older)),
      JSON.Member("left_out", .integer(outcome.leftOut)),
      JSON.Member(
        "not_on_roster",
        .object(
          outcome.authors.sorted { $0.key < $1.key }
            .map { JSON.Member($0.key, .integer($0.value)) })),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let new = outcome.news
    let known = outcome.known
    var lines: [String] = []
    lines.append(new.isEmpty ? "Nothing new." : "Imported \(new.joined(separator: ", ")).")
    if !known.isEmpty { lines.append("Here already: \(known.joined(separator: ", ")).") }
    if !outcome.authors.isEmpty {
      let names = outcome.authors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let shown = names.prefix(8).map { "\($0.key) (\($0.value))" }
      let more = names.count > 8 ? " and \(names.count - 8) more" : ""
      lines.append("On no roster, kept as authors: \(shown.joined(separator: ", "))\(more).")
    }
    if outcome.leftOut > 0 {
      lines.append("Left out: comments on pull requests (\(outcome.leftOut)).")
    }
    if !outcome.older.isEmpty {
      let list = outcome.older.prefix(8).map(\.description).joined(separator: ", ")
      lines.append("Older than what is here, so their state was left alone: \(list).")
    }
    return terminalSafe(lines.joined(separator: "\n"))
  }
}
