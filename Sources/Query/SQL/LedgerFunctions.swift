import Database
import Ledger
import Research

/// What the index does not hold, read from the ledger while a statement asks for it: row by row,
/// and only for columns that it names.
final class LedgerFunctions {
  private var snapshot: Snapshot
  private var reads = 0
  // A row asks for several facts of one file.
  private var lastIssues: (number: IssueNumber, rows: [IssueRow], folds: [Issue]?)?
  // Where things lie that are called by other numbers.
  private var renumbered: Set<NumberedPlace>?
  private var lastEvent: (name: String, folder: String, event: Event?)?

  init(_ snapshot: Snapshot) throws { self.snapshot = try snapshot.again() }

  /// The names under which statements of views know them.
  static let names: Set<String> = [
    "ledger_issue", "ledger_event", "ledger_number", "ledger_experiment",
  ]

  /// Makes them known to a connection.
  func define(in database: Database) throws {
    try database.define("ledger_issue", taking: 3) { given in
      guard case .integer(let key) = given[0], case .integer(let rank) = given[1],
        case .text(let fact) = given[2], let number = IssueNumber(key: key)
      else { throw DatabaseError(strange: given) }
      return try self.fact(fact, of: number, rank)
    }
    try database.define("ledger_event", taking: 3) { given in
      guard case .text(let name) = given[0], case .text(let folder) = given[1],
        case .text(let fact) = given[2]
      else { throw DatabaseError(strange: given) }
      return try self.event(name, in: folder).map { try self.fact(fact, of: $0) } ?? .null
    }
    try database.define("ledger_number", taking: 2) { given in
      guard case .text(let name) = given[0], case .text(let folder) = given[1] else {
        throw DatabaseError(strange: given)
      }
      return try .optional(self.number(of: name, in: folder)?.key)
    }
    try database.define("ledger_experiment", taking: 1) { given in
      guard case .text(let folder) = given[0] else { throw DatabaseError(strange: given) }
      return switch try Self.place(folder) {
      case .experiment(let id), .results(let id): .text(id.text)
      case .policy, .agent, .cycle, .issue, .program, .numbers: .null
      }
    }
  }

  /// What a snapshot has read it remembers; of a large ledger that would be all.
  private func refreshed() throws -> Snapshot {
    reads += 1
    if reads.isMultiple(of: 1_000) { snapshot = try snapshot.again() }
    return snapshot
  }

  private static func place(_ folder: String) throws -> Layout.EventFolder {
    let name = "20000101T000000Z-c0-a-comment-aaaaaa.md"
    guard case .event(let place, _)? = Layout.place(of: "\(folder)/\(name)") else {
      throw DatabaseError(strange: [.text(folder)])
    }
    return place
  }

  /// What the issue of an event is called by; nil for what belongs to none. Only where a settlement
  /// gave numbers to what lies in its folder the event has to say which of them it belongs to.
  private func number(of name: String, in folder: String) throws -> IssueNumber? {
    guard case .issue(let place) = try Self.place(folder) else { return nil }
    if renumbered == nil {
      renumbered = Set(try snapshot.settled().claims.map(\.settlement.place))
    }
    guard renumbered?.contains(.issue(place)) == true, let event = try event(name, in: folder),
      case .issue(let number, _) = try snapshot.called(event.thread)
    else { return place }
    return number
  }

  private func event(_ name: String, in folder: String) throws -> Event? {
    if let last = lastEvent, last.name == name, last.folder == folder { return last.event }
    guard let known = EventName(name) else { throw DatabaseError(strange: [.text(name)]) }
    let snapshot = try refreshed()
    let event = try snapshot.file(known, in: Self.place(folder)).flatMap {
      try snapshot.event(in: $0)
    }
    lastEvent = (name, folder, event)
    return event
  }

  private func fact(_ fact: String, of event: Event) throws -> Value {
    switch fact {
    case "occurred": return .text(event.time.description)
    case "text": return .optional(SaidText(event, in: snapshot).text)
    case "opening":
      if case .issue(_, let opening) = event.thread { return .text(opening.description) }
    case "status":
      if case .comment(let comment) = event.payload { return .optional(comment.status) }
    default: break
    }
    return .null
  }

  private func fact(_ fact: String, of number: IssueNumber, _ rank: Int) throws -> Value {
    if lastIssues?.number != number {
      lastIssues = (number, try IssueRow.all(openedUnder: number, in: try refreshed()), nil)
    }
    guard let rows = lastIssues?.rows, rows.indices.contains(rank) else {
      throw DatabaseError(.damaged, "an issue \(number) that the ledger does not hold")
    }
    let issue = rows[rank].issue
    switch fact {
    case "title": return .text(issue.title)
    case "text": return .text(issue.text)
    case "opening": return .text(issue.opening.description)
    case "opened_by": return .text(issue.creator.text)
    case "cycle": return .integer(issue.opening.cycle)
    case "closed": return .optional(issue.lastClose?.time.description)
    case "closed_reason": return .optional(issue.closedReason)
    case "comments": return .integer(rows[rank].comments)
    case "status":
      let folds = try lastIssues?.folds ?? snapshot.issues(openedUnder: number)
      lastIssues?.folds = folds
      return .optional(folds.first { $0.opening == issue.opening }?.lastStatus)
    default: return .null
    }
  }
}
