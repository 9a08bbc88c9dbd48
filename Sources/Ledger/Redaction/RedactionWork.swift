import Git
public import Research

/// Finds out what a redaction takes out of the ledger, and takes it out.
public struct RedactionWork {
  let ledger: Ledger

  /// For one clone's ledger.
  public init(of ledger: Ledger) { self.ledger = ledger }

  /// The entries at these paths, and what was sealed of them.
  ///
  /// - Parameter isProtected: whether a path beside the ledger is protected.
  /// - Throws: ``LedgerError`` for a path at which nothing is that could go.
  public func items(
    at paths: [String], in snapshot: Snapshot, isProtected: (String) -> Bool
  ) throws -> [Redaction.Item] {
    var items: [Redaction.Item] = []
    for path in paths {
      let item = try item(at: path, in: snapshot, isProtected)
      if items.contains(item) { continue }
      items.append(item)
      let seal = "\(Layout.root)/sealed/\(item.blob.prefix(2))/\(item.blob)"
      let sealed = Redaction.Item(path: seal, blob: item.blob)
      if try !items.contains(sealed) && snapshot.holds(seal) { items.append(sealed) }
    }
    return items
  }

  private func item(
    at path: String, in snapshot: Snapshot, _ isProtected: (String) -> Bool
  ) throws -> Redaction.Item {
    let repository = ledger.repository
    guard path.hasPrefix(Layout.root + "/") else {
      guard isProtected(path) else {
        throw LedgerError(
          .invalid, "\(path) is not protected, so it may go without a word",
          hint: "paths begin at the repository's root; see `rtrack protect list`")
      }
      guard let head = try repository.head().commit,
        let entry = try repository.entry(at: path, in: try repository.commit(head).tree),
        !entry.isDirectory
      else {
        throw LedgerError(.invalid, "no file is at \(path) in the commit that is checked out")
      }
      return Redaction.Item(path: path, blob: entry.id.hex)
    }
    guard let blob = try snapshot.blob(at: path) else {
      throw LedgerError(
        .invalid, "the ledger holds no file at \(path)",
        hint: "name the event's own file, as `rtrack log` and `.research/` show it")
    }
    switch Layout.place(of: path) {
    case .event(.policy, _), .attributes:
      throw LedgerError(
        .invalid, "\(path) cannot go: who may do what stands on it",
        hint: "what was said there can be set anew, as by `rtrack policy set`")
    case .event(let folder, let name) where name.kind == .opened:
      let stub = try stub(for: blob, name, folder, path)
      return Redaction.Item(path: path, blob: blob.hex, stub: stub.hex)
    default: return Redaction.Item(path: path, blob: blob.hex)
    }
  }

  /// A thread cannot be without its opening; without what it said it can.
  private func stub(
    for blob: ObjectID, _ name: EventName, _ folder: Layout.EventFolder, _ path: String
  ) throws -> ObjectID {
    let bytes = try ledger.repository.blob(blob)
    var event = try EventFile.parse(bytes, name: name, in: folder, path: path).event
    if case .opened(var opening) = event.payload {
      opening.title = "(redacted)"
      event.payload = .opened(opening)
    }
    event.body = ""
    let writer = try ledger.repository.writer()
    let id = try writer.blob(EventFile.serialized(event))
    try writer.publish()
    if id == blob { throw LedgerError(.invalid, "\(path) says nothing that could go") }
    return id
  }

  /// The line without these entries. Nothing moves to it before the event that names it is written.
  ///
  /// - Throws: ``LedgerError`` where the remote holds what this clone's branch does not.
  public func lineAnew(
    without items: [Redaction.Item], in snapshot: Snapshot
  ) throws -> LineAnew {
    guard snapshot.tips.count == 1 else {
      throw LedgerError(
        .refused, "the remote holds entries that this clone's branch does not have yet",
        hint: "`rtrack sync` takes them in; then write the line anew")
    }
    if let outside = items.first(where: { !$0.path.hasPrefix(Layout.root + "/") }) {
      throw LedgerError(
        .invalid, "\(outside.path) is on branches of code, which rtrack does not write anew",
        hint: "leave --rewrite out; then git's own tools may take it out, and no hook stands in "
          + "the way")
    }
    let tip = snapshot.tips[0]
    let seen = try Witness(of: ledger).seen()
    let rewriting = Rewriting(ledger: ledger, entries: RedactedEntries([Redaction(items)]))
    let new = try rewriting.run([tip])
    guard let newTip = new[tip] else {
      throw LedgerError(.invalid, "the ledger's line does not hold what would be taken out")
    }
    return LineAnew(
      tip: newTip, seen: seen.flatMap { new[$0] },
      redaction: Redaction(items, oldTip: tip.hex, newTip: newTip.hex))
  }
}
