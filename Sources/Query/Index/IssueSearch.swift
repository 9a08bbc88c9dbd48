import Database
import Research

/// An ``IssueFilter`` as a question to the index.
struct IssueSearch {
  /// An issue by the number that it was opened under, and which of those it is.
  struct Found {
    let number: IssueNumber
    let rank: Int
  }

  private var conditions: [String] = []
  private var values: [Value] = []
  private let order: String

  init(_ filter: IssueFilter) {
    order = Self.order(filter)
    if let state = filter.state { add("state = ?", .text(state.rawValue)) }
    for label in filter.labels {
      add("(number, rank) IN (SELECT number, rank FROM label WHERE label = ?)", .text(label))
    }
    if let assignee = filter.assignee {
      add(
        "(number, rank) IN (SELECT number, rank FROM assignee WHERE agent = ?)",
        .text(assignee.text))
    }
    if let isDeferred = filter.isDeferred { add("deferred = ?", .integer(isDeferred ? 1 : 0)) }
    if filter.isUnblocked {
      add("called NOT IN (SELECT blocked FROM blocker)")
    }
    switch (filter.agent, filter.cycle) {
    case (let agent?, let cycle?):
      add(Self.part("agent = ? AND cycle = ?"), .text(agent.text), .integer(cycle))
    case (let agent?, nil): add(Self.part("agent = ?"), .text(agent.text))
    case (nil, let cycle?): add(Self.part("cycle = ?"), .integer(cycle))
    case (nil, nil): break
    }
    if let text = filter.text?.lowercased() {
      add("(instr(title, ?) > 0 OR instr(text, ?) > 0)", .text(text), .text(text))
    }
  }

  /// How many fit.
  func count(_ index: LedgerIndex) throws -> Int {
    let rows = try index.database.rows("SELECT count(*) FROM issue\(clause)", values)
    guard case .integer(let count)? = rows.first?.first else { throw DatabaseError(strange: []) }
    return count
  }

  /// Some of those that fit, in order.
  func found(_ index: LedgerIndex, skipping: Int, limit: Int) throws -> [Found] {
    try index.database.rows(
      "SELECT number, rank FROM issue\(clause) ORDER BY \(order) LIMIT ? OFFSET ?",
      values + [.integer(limit), .integer(skipping)]
    ).map(Self.found)
  }

  /// An issue from a row that begins with a number's key and a rank.
  static func found(_ row: [Value]) throws -> Found {
    guard case .integer(let key) = row[0], case .integer(let rank) = row[1],
      let number = IssueNumber(key: key)
    else { throw DatabaseError(strange: row) }
    return Found(number: number, rank: rank)
  }

  private var clause: String {
    conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }

  private mutating func add(_ condition: String, _ values: Value...) {
    conditions.append(condition)
    self.values += values
  }

  private static func part(_ condition: String) -> String {
    "EXISTS (SELECT 1 FROM part WHERE part.number = issue.number AND \(condition))"
  }

  private static func order(_ filter: IssueFilter) -> String {
    let (down, up) = filter.isReversed ? ("DESC", "ASC") : ("ASC", "DESC")
    let number = "called \(down), rank \(down), number \(down)"
    return switch filter.order {
    case .number: number
    case .updated: "updated \(up), \(number)"
    case .created: "created \(up), \(number)"
    case .priority: "priority \(down), \(number)"
    }
  }
}
