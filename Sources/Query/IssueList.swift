import Database
import Ledger
public import Research

/// Which issues are wanted, and in which order.
public struct IssueFilter: Sendable {
  /// By what they are sorted.
  public enum Order: String, CaseIterable, Sendable {
    case number, updated, priority, created
  }
  /// Nil means either.
  public var state: Issue.State?
  /// All of these it must have.
  public var labels: [String] = []
  /// Whom it is assigned to.
  public var assignee: AgentName?
  /// Nil means either.
  public var isDeferred: Bool?
  /// True for what no open issue blocks.
  public var isUnblocked = false
  /// Who took part, by any event.
  public var agent: AgentName?
  /// In which something happened.
  public var cycle: Int?
  /// In the title or description, whatever the case.
  public var text: String?
  /// Numbers and priorities come from the lowest, times from the newest.
  public var order = Order.number
  /// The other way round.
  public var isReversed = false

  /// A filter that lets everything through.
  public init() {}

  /// Open issues that nothing blocks and nobody put off: the most urgent first, then the oldest.
  public static var ready: IssueFilter {
    var filter = IssueFilter()
    filter.state = .open
    filter.isDeferred = false
    filter.isUnblocked = true
    filter.order = .priority
    return filter
  }
}

/// Issues by filter, as listings show them: found in the index, and read from the ledger.
public struct IssueList {
  let reading: Reading

  /// The issues of one moment of the ledger.
  public init(_ reading: Reading) { self.reading = reading }

  /// One page of the issues that fit; no others are read.
  ///
  /// - Parameters:
  ///   - number: from 1.
  ///   - size: how many are on a page.
  public func page(_ filter: IssueFilter, number: Int = 1, size: Int) throws -> Page<IssueRow> {
    let search = IssueSearch(filter)
    let (number, size) = (max(1, number), max(1, size))
    let (start, overflow) = (number - 1).multipliedReportingOverflow(by: size)
    let found = try overflow ? [] : search.found(reading.index, skipping: start, limit: size)
    return Page(
      elements: try rows(found), total: try search.count(reading.index), number: number, size: size)
  }

  /// The open issues that block one, in order.
  public func blockers(of number: IssueNumber) throws -> [IssueNumber] {
    try reading.index.database.rows(
      "SELECT DISTINCT called FROM blocker WHERE blocked = ? ORDER BY called",
      [.integer(number.key)]
    ).map { row in
      guard case .integer(let key) = row[0], let number = IssueNumber(key: key) else {
        throw DatabaseError(strange: row)
      }
      return number
    }
  }

  /// Whose desks open issues lie on, and how many on each; the desk without a name is nobody's.
  func desks() throws -> [(name: String, count: Int)] {
    try reading.index.database.rows("SELECT agent, count(*) FROM desk GROUP BY agent")
      .map { row in
        guard case .text(let name) = row[0], case .integer(let count) = row[1] else {
          throw DatabaseError(strange: row)
        }
        return (name, count)
      }
  }

  /// What lies on one desk, the most urgent first.
  func desk(_ name: String, total: Int, size: Int) throws -> Page<IssueRow> {
    let found = try reading.index.database.rows(
      "SELECT number, rank FROM desk WHERE agent = ? ORDER BY priority, called, rank LIMIT ?",
      [.text(name), .integer(size)]
    ).map(IssueSearch.found)
    return Page(elements: try rows(found), total: total, number: 1, size: size)
  }

  private func rows(_ found: [IssueSearch.Found]) throws -> [IssueRow] {
    var known: [IssueNumber: [IssueRow]] = [:]
    return try found.map { found in
      if known[found.number] == nil {
        known[found.number] = try IssueRow.all(openedUnder: found.number, in: reading.snapshot)
      }
      guard let rows = known[found.number], rows.indices.contains(found.rank) else {
        throw DatabaseError(.damaged, "an issue \(found.number) that the ledger does not hold")
      }
      var row = rows[found.rank]
      row.blockedBy = try blockers(of: row.issue.number)
      return row
    }
  }
}
