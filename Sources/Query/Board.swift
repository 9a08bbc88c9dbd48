import Database
public import Ledger
public import Research

/// What somebody wants to see first: whose turn it is, what lies on whose desk, what is owed, and
/// how well all of it is known.
public struct Board: Sendable {
  /// An open issue and the last status that was given in it.
  public struct Item: Sendable {
    /// The issue, as listings show it.
    public let row: IssueRow
    /// Nil when nobody gave one.
    public let status: StatusGiven?
  }
  /// A status, by whom, and when.
  public struct StatusGiven: Hashable, Sendable {
    /// Such as `blocked`.
    public let status: String
    /// Who gave it.
    public let agent: AgentName
    /// When.
    public let time: Timestamp
  }
  /// Some of many issues: the most urgent, and how many there are.
  public struct Pile: Sendable {
    /// The most urgent first; no more than ``Board/most``.
    public let items: [Item]
    /// How many there are in all.
    public let total: Int
  }
  /// The open issues of one assignee.
  public struct Desk: Sendable {
    /// Whose they are.
    public let agent: AgentName
    /// False when whoever they are assigned to has left.
    public let isActive: Bool
    /// What lies on it.
    public let pile: Pile
  }
  /// Warnings given to an agent since it last joined.
  public struct Caution: Hashable, Sendable {
    /// Who was warned.
    public let agent: AgentName
    /// How often.
    public let count: Int
    /// The last was the final one.
    public let isFinal: Bool
    /// The latest of them.
    public let event: EventName
  }
  /// A first result that an agent owes.
  public struct Debt: Hashable, Sendable {
    /// Who owes it.
    public let agent: AgentName
    /// The cycle by whose end it is owed.
    public let due: Int
    /// That cycle has ended.
    public let isOverdue: Bool
  }

  /// The open cycles, with who has spoken in them so far.
  public let cycles: [SilenceReport]
  /// The last cycle, when none is open.
  public let last: Cycle?
  /// So many of each pile are told; `list` has the others.
  public static let most = 10

  /// By name.
  public let desks: [Desk]
  /// Assigned to nobody.
  public let unassigned: Pile
  /// Put off; on nobody's desk meanwhile.
  public let deferred: Pile
  /// Of those who are on the roster.
  public let cautions: [Caution]
  /// First results that are owed.
  public let debts: [Debt]
  /// How much is known of other clones.
  public let freshness: Freshness
  /// Whether a branch of code is to carry a copy of the ledger.
  public let carrying: Carrying
  /// Files of the ledger that were never seen on the remote; nil where that is not known.
  public let unsent: Int?
  /// Nil where there is no work tree.
  public let view: View.Standing?
  /// Files that should hold events and do not, as far as they were met.
  public let faults: [EventFault]
  /// The moment that all of this is told for.
  public let now: Timestamp
}

extension Board {
  /// Reads it from the ledger.
  public init(_ reading: Reading, now: Timestamp) throws {
    let (ledger, snapshot) = (reading.ledger, reading.snapshot)
    let silence = SilenceQuery(reading, now: now)
    let open = try snapshot.openCycles()
    cycles = try open.map { try silence.report(cycle: $0.number) }
    let numbers = try snapshot.cycleNumbers()
    last = try open.isEmpty ? numbers.last.flatMap { try snapshot.cycles($0).first } : nil

    let roster = try snapshot.roster()
    let list = IssueList(reading)
    func pile(_ page: Page<IssueRow>) throws -> Pile {
      let items = try page.elements.map {
        Item(row: $0, status: try Self.status(of: $0, in: snapshot))
      }
      return Pile(items: items, total: page.total)
    }
    var putOff = IssueFilter()
    putOff.state = .open
    putOff.isDeferred = true
    putOff.order = .priority
    deferred = try pile(list.page(putOff, size: Self.most))
    var piles: [String: Pile] = [:]
    for (name, count) in try list.desks() {
      piles[name] = try pile(list.desk(name, total: count, size: Self.most))
    }
    unassigned = piles.removeValue(forKey: "") ?? Pile(items: [], total: 0)
    desks = piles.compactMap { name, pile in
      AgentName(name).map {
        Desk(agent: $0, isActive: roster[$0]?.isActive ?? false, pile: pile)
      }
    }.sorted { $0.agent < $1.agent }
    cautions = roster.active.compactMap { agent in
      agent.warnings.last.map { warning in
        switch warning {
        case .warned(let event):
          Caution(agent: agent.name, count: agent.warnings.count, isFinal: false, event: event)
        case .final(let event):
          Caution(agent: agent.name, count: agent.warnings.count, isFinal: true, event: event)
        }
      }
    }
    debts = try Self.debts(roster, reading)
    freshness = Witness(of: ledger).freshness()
    unsent = try ledger.unsent()
    view = try View(of: ledger)?.standing()
    carrying = try snapshot.policy().carrying
    faults = snapshot.faults
    self.now = now
  }

  /// The last status given in an issue. Read from the newest comment back: usually the last one,
  /// whose name is known, so that the folder's others are not looked at.
  static func status(of row: IssueRow, in snapshot: Snapshot) throws -> StatusGiven? {
    let folder = Layout.EventFolder.issue(row.issue.place)
    if let last = row.lastComment, Self.givesStatus(last.kind.rawValue),
      let given = try snapshot.file(last, in: folder).flatMap({
        try status(in: $0, of: row.issue, snapshot)
      })
    {
      return given
    }
    for file in try snapshot.files(in: folder, where: { Self.givesStatus(String($0)) }).reversed() {
      if let given = try status(in: file, of: row.issue, snapshot) { return given }
    }
    return nil
  }

  private static func givesStatus(_ kind: String) -> Bool { kind == "comment" || kind == "result" }

  private static func status(
    in file: Snapshot.File, of issue: Issue, _ snapshot: Snapshot
  ) throws -> StatusGiven? {
    guard let event = try snapshot.event(in: file), case .comment(let comment) = event.payload,
      event.thread == .issue(issue.place, opening: issue.opening),
      let status = comment.status
    else { return nil }
    return StatusGiven(status: status, agent: event.agent, time: event.time)
  }

  /// Who owes a first result, told from the names of events.
  private static func debts(_ roster: Roster, _ reading: Reading) throws -> [Debt] {
    let owing = roster.active.filter { $0.profile.due != nil && !$0.isExempt }
    if owing.isEmpty { return [] }
    let snapshot = reading.snapshot
    var gave: [AgentName: EventName] = [:]
    for row in try reading.index.database.rows(
      "SELECT max(last) FROM act WHERE kind = 'result' GROUP BY agent")
    {
      guard case .text(let text)? = row.first, let name = EventName(text) else {
        throw DatabaseError(strange: row)
      }
      guard let agent = roster.agent(spelled: name.agent.text)?.name
      else { continue }
      gave[agent] = max(gave[agent] ?? name, name)
    }
    let numbers = try snapshot.cycleNumbers()
    return try owing.compactMap { agent -> Debt? in
      guard let due = agent.profile.due else { return nil }
      if let result = gave[agent.name], let joined = agent.terms.last?.joined.name,
        result.time >= joined.time
      {
        return nil
      }
      let isClosed = try snapshot.cycles(due).first.map { !$0.isOpen } ?? false
      let isOver = isClosed || numbers.contains { $0 > due }
      return Debt(agent: agent.name, due: due, isOverdue: isOver)
    }
  }
}
