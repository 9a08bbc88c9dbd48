import Database
import Ledger
public import Research

/// Every event of the ledger, newest first.
public struct EventLog {
  let reading: Reading

  /// The log of one moment of the ledger.
  public init(_ reading: Reading) { self.reading = reading }

  /// One page of the log.
  public struct Page: Sendable {
    /// Newest first; those whose files cannot be read are left out.
    public let events: [Event]
    /// How many there are in all, before paging.
    public let total: Int
  }

  /// One page of the log. Only the events of the page are read.
  ///
  /// - Parameters:
  ///   - agent: whose events; nil means everybody's.
  ///   - since: leaves out what was written before.
  public func page(
    agent: AgentName? = nil, cycle: Int? = nil, since: Timestamp? = nil, skipping: Int = 0,
    limit: Int
  ) throws -> Page {
    var conditions: [String] = []
    var values: [Value] = []
    func add(_ condition: String, _ value: Value) {
      conditions.append(condition)
      values.append(value)
    }
    if let agent { add("agent = ?", .text(agent.text)) }
    if let cycle { add("cycle = ?", .integer(cycle)) }
    // Names begin with their time.
    if let since { add("name >= ?", .text(since.compact)) }
    let clause = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let database = reading.index.database
    let files = try database.rows(
      "SELECT name, folder FROM event\(clause) ORDER BY name DESC, folder DESC LIMIT ? OFFSET ?",
      values + [.integer(limit), .integer(skipping)]
    ).compactMap(file)
    let total =
      try clause.isEmpty
      ? database.rows("SELECT events FROM state")
      : database.rows("SELECT count(*) FROM event\(clause)", values)
    guard case .integer(let count)? = total.first?.first else { throw DatabaseError(strange: []) }
    return Page(events: try files.compactMap { try reading.snapshot.event(in: $0) }, total: count)
  }

  private func file(_ row: [Value]) throws -> Snapshot.File? {
    guard case .text(let name) = row[0], case .text(let folder) = row[1],
      case .event(let place, let event)? = Layout.place(of: "\(folder)/\(name).md")
    else { throw DatabaseError(strange: row) }
    return try reading.snapshot.file(event, in: place)
  }
}
