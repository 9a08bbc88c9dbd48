import Database
import Ledger

/// A table that `rtrack query` can ask: its name and columns are promised to people and dashboards.
public struct LedgerView: Sendable {
  /// A column, and what it means.
  public struct Column: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What it holds, and in which form.
    public let meaning: String
    /// What makes it, of the index's tables and the ledger's functions; nil where its rows are
    /// read from the ledger.
    let expression: String?

    init(_ name: String, _ meaning: String, _ expression: String? = nil) {
      self.name = name
      self.meaning = meaning
      self.expression = expression
    }
  }

  /// Its name.
  public let name: String
  /// What one of its rows is.
  public let meaning: String
  /// Its columns, in order.
  public let columns: [Column]
  /// Where its rows come from.
  let source: Source

  /// Where the rows of a view come from.
  enum Source: Sendable {
    /// Tables of the index, and on what condition.
    case index(String)
    /// The ledger, when a statement asks for the view: all rows, each with its columns in order.
    /// What takes long asks now and then whether it is to stop, which throws.
    case ledger(@Sendable (_ snapshot: Snapshot, _ goOn: () throws -> Void) throws -> [[Value]])
  }

  /// All of them, in the order of the documentation.
  public static let all: [LedgerView] = [
    issues, labels, assignees, blockers, links, events, comments, agents, cycles, answers,
    experiments, runs, metrics, verdicts, faults,
  ]

  /// The table that holds its rows, where they are read from the ledger.
  var table: String { "ledger_\(name)" }

  /// What makes it known to a connection.
  var definition: String {
    switch source {
    case .index(let origin):
      let list = columns.map { "\($0.expression ?? $0.name) AS \($0.name)" }
      return "CREATE TEMP VIEW \(name) AS SELECT \(list.joined(separator: ", ")) FROM \(origin);"
    case .ledger:
      let list = columns.map(\.name).joined(separator: ", ")
      return "CREATE TEMP TABLE \(table) (\(list)); "
        + "CREATE TEMP VIEW \(name) AS SELECT \(list) FROM \(table);"
    }
  }
}
