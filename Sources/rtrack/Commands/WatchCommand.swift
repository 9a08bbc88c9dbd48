public import ArgumentParsing
import Documents
import Ledger
import Platform
public import Query
import Research

/// Waits for what happens.
struct WatchCommand: Command {
  static let name = "watch"
  static let summary = "Wait until something is said or done, and print it"
  static let discussion = """
    Stays in the foreground and prints what any work tree of this clone writes and what a sync \
    brings, as `rtrack changes` does; it fetches nothing itself. It looks at two references of git \
    four times a second. TERMS are those of `rtrack search`. With --json each change is a document \
    on a line of its own, an empty one at the end. Ctrl-C, SIGTERM or a closed pipe ends it. With \
    --once it ends after the first change, and with status 1 where there was none.
    """
  static let examples = [
    Example("rtrack watch"), Example("rtrack watch status:blocked"),
    Example("rtrack watch --once --timeout 60 label:simulation --json"),
  ]

  @Argument(name: "terms", help: "Only what fits, such as agent:flux or label:simulation")
  var terms: [String]

  @Option(value: "NEXT", help: "Begin with what came since: the `next` of an earlier call")
  var since: LedgerCursor?

  @Flag(help: "End after the first change")
  var once: Bool

  @Option(value: "SECONDS", help: "End after so long; 0 for never")
  var timeout: Int = 0

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !(0...31_536_000).contains(timeout) {
      throw ArgumentFault("--timeout takes seconds, from 0 to 31536000")
    }
  }

  func run(in context: Context) throws -> any Report {
    let wanted = try context.terms(terms)
    let ledger = try context.ledger()
    var cursor = try since ?? LedgerCursor(of: ledger.snapshot())
    var pulse = LedgerPulse(of: ledger)
    // Whoever is told where it begins knows that nothing is missed from there on.
    context.note("rtrack: next: \(cursor)")
    let start = MonotonicClock.nanoseconds()
    return try Interrupts.listening {
      while true {
        if try pulse.hasMoved(), let report = try report(wanted, since: &cursor, in: context) {
          if once { return report }
          context.relay(Array(text(of: report, for: context.terminal).utf8), false)
        }
        let waited = (MonotonicClock.nanoseconds() - start) / 1_000_000_000
        let isOver = timeout > 0 && waited >= UInt64(timeout)
        if isOver || Interrupts.take() != nil || !context.isRead() {
          return WatchEnd(next: cursor, isLine: !once)
        }
        context.rest(.milliseconds(250))
      }
    }
  }

  /// What is new and wanted; nil where nothing is.
  private func report(
    _ wanted: SearchTerms, since cursor: inout LedgerCursor, in context: Context
  ) throws -> ChangesReport? {
    let report = try context.answer(hasWords: wanted.hasWords, isLooking: false) { reading in
      let changes = try LedgerChanges(since: cursor, in: reading.snapshot)
      let filter = try context.filter(wanted, in: reading)
      return ChangesReport(
        changes: changes,
        events: try changes.events.filter(filter.fits).map(reading.snapshot.called),
        unreadable: reading.snapshot.unreadable)
    }
    cursor = report.changes.next
    return report.events.isEmpty && report.changes.gone.isEmpty ? nil : report
  }

  private func text(of report: ChangesReport, for terminal: Terminal) -> String {
    if common.json { return Printer.document(report.json, isLine: true) }
    if common.quiet { return report.ids.map { $0 + "\n" }.joined() }
    return report.text(for: terminal)
  }
}

/// The end of a watch that has nothing more to say.
private struct WatchEnd: Report {
  let next: LedgerCursor
  /// It ends a stream of documents; else it says that the one change that was waited for never was.
  let isLine: Bool

  var status: Int32 { isLine ? 0 : 1 }
  var isVerbatim: Bool { true }
  var json: [JSON.Member] {
    [
      JSON.Member("events", .array([])), JSON.Member("gone", .array([])),
      JSON.Member("next", .string(next.description)),
    ]
  }
  func text(for terminal: Terminal) -> String { "" }
}

extension LedgerCursor: ExpressibleByArgument {
  /// Reads what an earlier call gave as `next`.
  public init(argument: String) throws(ArgumentFault) {
    guard let cursor = LedgerCursor(argument) else {
      throw ArgumentFault("expected what an earlier call gave as next, 40 hexadecimal digits")
    }
    self = cursor
  }
}
