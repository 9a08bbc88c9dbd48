import ArgumentParsing
import Documents
import Enforcement
import Ledger
import Research

/// Takes something out of the ledger for good.
struct RedactCommand: Command {
  static let name = "redact"
  static let summary = "Take out what must never be read again, with authority"
  static let discussion = """
    For a leaked key, or a person's data. The event names path and blob, and from then on no check \
    misses it. With --rewrite the ledger's line is written anew without it, and `rtrack sync` puts \
    the new line in the place of the old; every other clone's next sync plants what it alone has \
    on the new line, and a server with rtrack's hook lets nobody bring it back. An event that \
    opened its thread becomes a stub. The messages of the commits that brought it go with it.

    Branches of code are not written anew: take it out of them with git's own tools, and out of a \
    carried copy with `rtrack carry`. Who has read it has read it: change a leaked key first. A \
    host may still serve the old objects; it is asked to clear them.
    """
  static let examples = [
    Example(
      "rtrack redact .research/issues/1/194/20261121T053312Z-c42-flux-comment-k3f9q2.md "
        + "--rewrite --reason \"a token stood in it\" --as maya"),
    Example("rtrack redact --list", "which references still hold what was taken out"),
  ]

  @Argument(name: "path", help: "The file, from the repository's root", completion: .files)
  var paths: [String]

  @Flag(help: "Write the ledger's line anew without it")
  var rewrite: Bool

  @Flag(help: "Show what was taken out, and what still holds it")
  var list: Bool

  @Option(value: "TEXT", help: "Why")
  var reason: String?

  @OptionGroup var authority: AuthorityOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if list {
      if !paths.isEmpty || rewrite || reason != nil {
        throw ArgumentFault("--list stands alone", hint: "it shows all that was taken out")
      }
      return
    }
    if paths.isEmpty {
      throw ArgumentFault(
        "it is not said what is to go", hint: "name its file; or --list shows what went")
    }
    if reason == nil { throw ArgumentFault("--reason is missing", hint: "say why it must go") }
    if rewrite, authority.unsigned {
      throw ArgumentFault(
        "a line is written anew only with a signature",
        hint: "leave --unsigned out; whose keys may is told by `rtrack key list`")
    }
  }

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    if list { return try redactions(ledger, context) }
    let work = RedactionWork(of: ledger)
    var made = Redaction([])
    var report = try context.writeAuthorised(
      .redact, reason: reason ?? "", by: speaker.speaker, when, authority
    ) { composer, standing, _ in
      let items = try work.items(at: paths, in: composer.snapshot) {
        standing.protections.protection(of: $0) != nil
      }
      guard rewrite else {
        made = Redaction(items)
        return Decision(.redact(made))
      }
      try context.refuseWithoutKey(standing, authority, in: composer.snapshot)
      let line = try work.lineAnew(without: items, in: composer.snapshot)
      made = line.redaction
      return Decision(.redact(made), lineAnew: line)
    }
    let holders = try RemainingHolders(of: ledger).references(holding: made.items.map(\.blob))
    report.sentence += "\n" + RedactionReport.told(holders, rewritten: rewrite)
    report.more.append(JSON.Member("not_yet_gone", .strings(holders)))
    return report
  }

  private func redactions(_ ledger: Ledger, _ context: Context) throws -> RedactionReport {
    let snapshot = try ledger.snapshot()
    let standing = try Standing(of: snapshot, environment: context.environment)
    let holders = RemainingHolders(of: ledger)
    var rows: [RedactionReport.Row] = []
    for event in try snapshot.events(in: .policy) {
      guard case .redact(let redaction) = event.payload else { continue }
      rows.append(
        RedactionReport.Row(
          event: event, redaction: redaction,
          counts: standing.authority.authorised.contains(event.name),
          holders: try holders.references(holding: redaction.items.map(\.blob))))
    }
    context.tellUnreadable(snapshot)
    return RedactionReport(rows: rows, unreadable: snapshot.unreadable)
  }
}

/// What was taken out, and what still holds it.
private struct RedactionReport: Report {
  struct Row {
    let event: Event
    let redaction: Redaction
    let counts: Bool
    let holders: [String]
  }

  let rows: [Row]
  let unreadable: JSON.Member

  var ids: [String] { rows.map(\.event.name.description) }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "redactions",
        .array(
          rows.map { row in
            .object([
              JSON.Member("event", .string(row.event.name.description)),
              JSON.Member("authorised", .boolean(row.counts)),
              JSON.Member("paths", .strings(row.redaction.items.map(\.path))),
              JSON.Member("blobs", .strings(row.redaction.items.map(\.blob))),
              JSON.Member("rewritten", .boolean(row.redaction.newTip != nil)),
              JSON.Member("not_yet_gone", .strings(row.holders)),
            ])
          })), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    if rows.isEmpty { return "Nothing was ever taken out of this ledger." }
    return rows.map { row in
      let without = row.counts ? "" : " (without authority, and so of no effect)"
      return "\(terminalSafe(EventPhrase.what(row.event))), by \(row.event.agent)\(without)\n"
        + Self.told(row.holders, rewritten: row.redaction.newTip != nil) + "\n"
    }.joined()
  }

  static func told(_ holders: [String], rewritten: Bool) -> String {
    if holders.isEmpty { return "  no reference of this clone holds it any more" }
    let names = holders.prefix(20).map { "    \(terminalSafe($0))\n" }.joined()
    let more = holders.count > 20 ? "    and \(holders.count - 20) more\n" : ""
    let hint = rewritten ? "" : " (--rewrite takes it out of the ledger)"
    return String(("  not yet gone; these still hold it\(hint):\n" + names + more).dropLast())
  }
}
