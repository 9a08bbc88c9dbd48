import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// The keys that the JSON of an issue can have, in the order that help gives them.
enum IssueField: String, CaseIterable {
  case number, title, state, priority, labels, assignees, creator, opened, updated, comments
  case blocks
  case blockedBy = "blocked_by"
  case per, parent
  case pullRequests = "pull_requests"
  case hostNumber = "host_number"
  case deferred
  case deferredUntil = "deferred_until"
  case closedReason = "closed_reason"
  case opening, ambiguous
  /// These two are read only when they are asked for.
  case text, status

  /// What a listing gives when no keys are named.
  static let usual = allCases.filter { $0 != .text && $0 != .status }

  func json(of row: IssueRow, _ snapshot: Snapshot) throws -> JSON {
    let issue = row.issue
    return switch self {
    case .number: .string(issue.number.description)
    case .title: .string(issue.title)
    case .state: .string(issue.state.rawValue)
    case .priority: .optional(issue.priority)
    case .labels: .strings(issue.labels)
    case .assignees: .strings(issue.assignees)
    case .creator: .string(issue.creator.text)
    case .opened: .string(issue.opened.time.description)
    case .updated: .string(row.updated.description)
    case .comments: .integer(row.comments)
    case .blocks: .strings(issue.blocks)
    case .blockedBy: .strings(row.blockedBy)
    case .per: .strings(issue.per)
    case .parent: .optional(issue.parent?.description)
    case .pullRequests: .array(issue.pullRequests.map { .integer($0) })
    case .hostNumber: .optional(issue.hostNumber)
    case .deferred: .boolean(issue.isDeferred)
    case .deferredUntil: .optional(issue.deferredUntil)
    case .closedReason: .optional(issue.closedReason)
    case .opening: .string(issue.opening.description)
    case .ambiguous: .boolean(row.isAmbiguous)
    case .text: .string(issue.text)
    case .status:
      .optional(
        try snapshot.issues(openedUnder: issue.place)
          .first { $0.opening == issue.opening }?.lastStatus)
    }
  }
}

/// `number,title,…`: which keys are wanted, each once, in that order.
struct IssueFields: ExpressibleByArgument {
  let fields: [IssueField]

  init(argument: String) throws(ArgumentFault) {
    let known = IssueField.allCases.map(\.rawValue)
    var fields: [IssueField] = []
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let field = IssueField(rawValue: String(word)) else {
        throw ArgumentFault(
          word.isEmpty ? "expected names with commas between" : "there is no field \"\(word)\"",
          hint: "known are \(known.joined(separator: ","))")
      }
      if !fields.contains(field) { fields.append(field) }
    }
    self.fields = fields
  }

  var argumentText: String { fields.map(\.rawValue).joined(separator: ",") }
}

/// Issues as a table, and as JSON with the wanted keys.
struct IssueListing: Report {
  let page: Page<IssueRow>
  let fields: [IssueField]
  /// The objects of the document, made while the ledger was at hand.
  private let documents: [JSON]
  private let unreadable: JSON.Member
  private let now: Timestamp
  /// What is said on a terminal when there is nothing to show.
  private let nothing: String

  init(
    _ page: Page<IssueRow>, fields: [IssueField], json: Bool, _ snapshot: Snapshot,
    now: Timestamp, nothing: String
  ) throws {
    self.page = page
    self.fields = fields
    self.now = now
    self.nothing = nothing
    documents =
      json
      ? try page.elements.map { row in
        .object(
          try fields.map { JSON.Member($0.rawValue, try $0.json(of: row, snapshot)) })
      } : []
    unreadable = snapshot.unreadable
  }

  var json: [JSON.Member] {
    [
      JSON.Member("issues", .array(documents)), JSON.Member("total", .integer(page.total)),
      JSON.Member("page", .integer(page.number)), JSON.Member("pages", .integer(page.count)),
      unreadable,
    ]
  }

  var ids: [String] { page.elements.map(Self.id) }

  /// The widest cell but the title on a terminal.
  private static let widest = 24

  /// The number, with the opening's end where two clones gave it out.
  private static func id(_ row: IssueRow) -> String {
    row.issue.number.description + (row.isAmbiguous ? "~" + row.issue.opening.suffix : "")
  }

  func text(for terminal: Terminal) -> String {
    if page.elements.isEmpty { return terminal.isOutput ? nothing : "" }
    var table = Table([
      "ISSUE", "STATE", "PRIORITY", "ASSIGNEES", "LABELS", "WAITS FOR", "COMMENTS", "UPDATED",
      "TITLE",
    ])
    // A person sees the state only where it differs, and longer cells cut.
    let showsState = !terminal.isOutput || page.elements.contains { $0.issue.state == .closed }
    func cell(_ text: String) -> String {
      terminal.isOutput && text.count > Self.widest ? text.prefix(Self.widest - 1) + "…" : text
    }
    for row in page.elements {
      let issue = row.issue
      let age = row.updated.age(at: now)
      table.add([
        Self.id(row), showsState ? issue.state.rawValue : "",
        issue.priority.map { String($0) } ?? "",
        cell(issue.assignees.map(\.text).joined(separator: ",")),
        cell(issue.labels.joined(separator: ",")), cell(Self.waits(row)), String(row.comments),
        terminal.isOutput ? "\(age) ago" : row.updated.description, issue.title,
      ])
    }
    return table.withoutEmptyColumns(on: terminal).text(for: terminal)
  }

  /// The issues that block it, or until when it is put off.
  private static func waits(_ row: IssueRow) -> String {
    guard row.issue.state == .open else { return "" }
    var waits = row.blockedBy.map(\.description)
    if row.issue.isDeferred { waits.append(row.issue.deferredUntil ?? "deferred") }
    return waits.joined(separator: ", ")
  }
}

extension Table {
  /// A person's table needs no columns that say nothing; in a pipe every column keeps its place.
  func withoutEmptyColumns(on terminal: Terminal) -> Table {
    guard terminal.isOutput else { return self }
    let kept = header.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    var table = Table(kept.map { header[$0] })
    for row in rows { table.add(kept.map { row[$0] }) }
    return table
  }
}
