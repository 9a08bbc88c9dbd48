import Git
public import Ledger
public import Research

/// What was said since a moment, and from where to ask next.
public struct LedgerChanges: Sendable {
  /// The events that are new: since a cursor in the order in which the ledger's commits brought
  /// them, since a time in the order of their names.
  public let events: [Event]
  /// Paths that were there at the cursor and are gone: taken out by a redaction.
  public let gone: [String]
  /// Asked from there, nothing of this comes again and nothing is left out.
  public let next: LedgerCursor

  /// What the ledger holds now and did not hold at a cursor, whenever it was written.
  ///
  /// - Throws: ``Ledger/LedgerError`` where the cursor is none of this ledger.
  public init(since cursor: LedgerCursor, in snapshot: Snapshot) throws {
    next = LedgerCursor(of: snapshot)
    let comparison = TreeGrowth(repository: snapshot.repository)
    let old = try cursor.tips.map { try Self.root(of: $0, in: snapshot) }
    gone = try comparison.paths(in: old, butNotIn: snapshot.roots).filter(Self.isOfLedger).sorted()
    let added = try comparison.paths(in: snapshot.roots, butNotIn: old).filter(Self.isOfLedger)
    let ordered = try Self.ordered(added, since: cursor, in: snapshot)
    events = try ordered.compactMap { path -> Event? in
      guard case .event(let folder, let name)? = Layout.place(of: path),
        let file = try snapshot.file(name, in: folder)
      else { return nil }
      return try snapshot.event(in: file)
    }
  }

  /// What was written since a time, as the names of events tell it.
  public init(since time: Timestamp, in reading: Reading) throws {
    next = LedgerCursor(of: reading.snapshot)
    gone = []
    events = try EventLog(reading).page(since: time, limit: .max).events.reversed()
  }

  private static func isOfLedger(_ path: String) -> Bool { path.hasPrefix(Layout.root + "/") }

  /// The tree of a cursor's commit.
  private static func root(of tip: ObjectID, in snapshot: Snapshot) throws -> ObjectID {
    let repository = snapshot.repository
    guard try repository.kind(of: tip) == .commit else { throw unknown(tip) }
    let root = try repository.commit(tip).tree
    guard try repository.entry(at: "\(Layout.root)/policy", in: root) != nil else {
      throw unknown(tip)
    }
    return root
  }

  private static func unknown(_ tip: ObjectID) -> LedgerError {
    LedgerError(
      .invalid, "\(tip.hex) is no commit of the ledger that this clone has",
      hint: "give what `next` was told in this clone, or begin anew with a time")
  }

  /// Paths as commits brought them; of one commit, and where no commit tells, by the names of the
  /// events, which begin with their time.
  private static func ordered(
    _ added: Set<String>, since cursor: LedgerCursor, in snapshot: Snapshot
  ) throws -> [String] {
    let repository = snapshot.repository
    var left = added
    var ordered: [String] = []
    func take(_ paths: Set<String>) {
      left.subtract(paths)
      ordered += paths.sorted { (Self.name($0), $0) < (Self.name($1), $1) }
    }
    if !added.isEmpty {
      try repository.history(
        from: snapshot.tips, hiding: cursor.tips, order: .parentsFirst
      ) { _, commit in
        let before = try commit.parents.first.map { try repository.commit($0).tree }
        var brought: Set<String> = []
        try repository.difference(from: before, to: commit.tree) { change in
          if change.new != nil, left.contains(change.path) { brought.insert(change.path) }
        }
        take(brought)
        return !left.isEmpty
      }
    }
    take(left)
    return ordered
  }

  private static func name(_ path: String) -> Substring {
    path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...]
  }
}
