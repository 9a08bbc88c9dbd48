import ArgumentParsing
import Documents
import Ledger
import Platform
import Query

/// Asks the ledger in SQL.
struct QueryCommand: Command {
  static let name = "query"
  static let summary = "Ask the ledger in SQL, over documented views, read only"
  static let discussion = """
    One SELECT, in SQLite's SQL, JSON functions and recursion included. It can read the views that \
    --schema lists, and do nothing else. In a pipe the columns are separated by tabs, without a \
    header; --csv has one. With --json every row is an object, and `more` says whether rows were \
    left out.
    """
  static let examples = [
    Example("rtrack query 'SELECT number, title FROM issues ORDER BY updated DESC LIMIT 5'"),
    Example("rtrack query 'SELECT agent, count(*) FROM comments GROUP BY agent' --csv"),
    Example("rtrack query --schema", "the views and their columns"),
  ]

  @Argument(help: "The statement; - for standard input")
  var sql: String?

  @Flag(help: "List the views, their columns and what they mean")
  var schema: Bool

  @Flag(help: "Print comma-separated values with a header (RFC 4180)")
  var csv: Bool

  @Option(value: "N", help: "No more rows than this")
  var limit: Int = 10_000

  @Option(value: "SECONDS", help: "End it after so long; 0 for never")
  var timeout: Int = 30

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !(1...1_000_000).contains(limit) {
      throw ArgumentFault("--limit takes a number from 1 to 1000000")
    }
    if !(0...86_400).contains(timeout) {
      throw ArgumentFault("--timeout takes seconds, from 0 to 86400")
    }
    if csv && common.json { throw ArgumentFault("--csv and --json exclude each other") }
    if schema != (sql == nil) {
      throw ArgumentFault(
        schema ? "--schema takes no statement" : "nothing is asked",
        hint: "such as `rtrack query 'SELECT number, title FROM issues'`, or --schema")
    }
  }

  func run(in context: Context) throws -> any Report {
    guard let sql else { return SchemaReport(csv: csv) }
    let text = sql == "-" ? String(decoding: try context.input(), as: UTF8.self) : sql
    let start = MonotonicClock.nanoseconds()
    let isOver = {
      timeout > 0 && MonotonicClock.nanoseconds() - start > UInt64(timeout) * 1_000_000_000
    }
    return try context.answer { reading in
      do {
        let answer = try LedgerSQL(reading).answer(text, limit: limit, until: isOver)
        if common.json, let twice = answer.columns.repeated {
          throw ArgumentFault(
            "two columns are called \(twice), and an object has each name once",
            hint: "name one with AS")
        }
        if answer.hasMore, !common.json {
          context.note("rtrack: the first \(limit) rows; there are more: --limit")
        }
        context.tellUnreadable(reading.snapshot)
        return QueryReport(
          answer: answer, csv: csv, unreadable: reading.snapshot.unreadable)
      } catch let fault as LedgerSQL.Fault {
        throw Self.error(fault, timeout)
      }
    }
  }

  private static func error(_ fault: LedgerSQL.Fault, _ timeout: Int) -> LedgerError {
    switch fault {
    case .wrong(let message, let hint): LedgerError(.invalid, message, hint: hint)
    case .stopped:
      LedgerError(
        .invalid, "the query took more than \(counted(timeout, "second")) and was ended",
        hint: "ask for less, or give it longer with --timeout")
    case .tooLarge(let message):
      LedgerError(
        .invalid, "the query was ended: \(message)",
        hint: "it may take \(LedgerSQL.memory >> 20) MiB: ask for less, or for fewer columns")
    }
  }
}

extension [String] {
  /// The first that is there twice.
  fileprivate var repeated: String? {
    var seen: Set<String> = []
    return first { !seen.insert($0).inserted }
  }
}
