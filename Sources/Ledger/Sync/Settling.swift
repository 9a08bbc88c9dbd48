import Git
import Platform
public import Research

/// Gives new numbers to what two clones had opened under one, in the commit that brings both
/// together.
///
/// What is published by one push is settled by it, so clones of one remote never settle against
/// each other. Where they do all the same (by carried copies, say), both settlements stand and the
/// fold says which counts (``SettledNumbers``).
struct Settling {
  let ledger: Ledger
  let writer: Writer

  /// More mentions than anybody reads; how many there are is said all the same.
  private static let mostMentions = 500

  /// A commit on top of `tip` that settles its numbers; `tip` itself where there is nothing to
  /// settle.
  ///
  /// - Parameter sides: what `tip` unites: only what one of them brings is looked at. With one side
  ///   alone, all of it.
  func settle(_ tip: ObjectID, between sides: [ObjectID]) throws -> ObjectID {
    let repository = ledger.repository
    let tree = try repository.commit(tip).tree
    let trees = try sides.map { try repository.commit($0).tree }
    let snapshot = try ledger.snapshot(of: [tip])
    var numbers: Set<CallNumber> = []
    for old in trees.count > 1 ? trees.map(Optional.some) : [nil] {
      try numbers.formUnion(self.numbers(from: old, to: tree, snapshot))
    }
    var settlements: [Settlement] = []
    var next: [CallNumber.Row: Int] = [:]
    for number in numbers.sorted(by: { $0.description < $1.description }) {
      let lost = Set(try snapshot.unsettled(under: number))
      for claimant in try snapshot.claimants(of: number)
      where lost.contains(claimant.opening)
        && !settlements.contains(where: { $0.opening == claimant.opening })
      {
        let row = try row(for: number, snapshot)
        let value = try next[row] ?? snapshot.nextNumber(in: row).value
        next[row] = value + 1
        guard let given = CallNumber(row, value) else { continue }
        settlements.append(
          Settlement(opening: claimant.opening, place: claimant.place, number: given))
      }
    }
    if settlements.isEmpty { return tip }
    if trees.count > 1 {
      let mentions = Mentions(ledger: ledger, snapshot: snapshot, trees: trees)
      for index in settlements.indices {
        settlements[index].mentions = try mentions.files(of: settlements[index])
      }
    }
    return try commit(settlements, onto: tip, tree, snapshot)
  }

  /// Plain numbers may be a host's, and then are not this ledger's to give.
  private func row(for number: CallNumber, _ snapshot: Snapshot) throws -> CallNumber.Row {
    guard number.row == .issue, try snapshot.plainPolicy().numbering == .mirror else {
      return number.row
    }
    return .localIssue
  }

  /// The numbers that may mean two things because of what `new` holds more than `old`.
  private func numbers(
    from old: ObjectID?, to new: ObjectID, _ snapshot: Snapshot
  ) throws -> Set<CallNumber> {
    var numbers: Set<CallNumber> = []
    var results: Set<ExperimentID> = []
    var isSettled = false
    try ledger.repository.difference(from: old, to: new) { change in
      guard change.new != nil, case .event(let folder, let name)? = Layout.place(of: change.path)
      else { return }
      switch (folder, name.kind) {
      case (.issue(let issue), .opened): numbers.insert(CallNumber(issue))
      case (.cycle(let cycle), .opened): CallNumber(.cycle, cycle).map { _ = numbers.insert($0) }
      case (.experiment(let id), .registered):
        id.number.flatMap { CallNumber(.experiment, $0) }.map { _ = numbers.insert($0) }
      case (.results(let id), .started), (.results(let id), .ended): results.insert(id)
      case (.numbers, _): isSettled = true
      default: break
      }
    }
    if isSettled {
      for claim in try snapshot.settled().claims {
        numbers.insert(claim.settlement.number)
        claim.settlement.place.number.map { _ = numbers.insert($0) }
      }
    }
    for id in results {
      let runs = Dictionary(grouping: try snapshot.runs(of: id).openings, by: \.run.number)
      for (number, runs) in runs where runs.count > 1 {
        CallNumber(.run(id), number).map { _ = numbers.insert($0) }
      }
    }
    return try numbers.filter { try isContended($0, snapshot) }
  }

  /// From names alone, since nearly every number has one opening.
  private func isContended(_ number: CallNumber, _ snapshot: Snapshot) throws -> Bool {
    if try !snapshot.settled().claims(on: number).isEmpty { return true }
    switch number.row {
    case .issue, .localIssue:
      guard let issue = number.issue else { return false }
      return try snapshot.files(in: .issue(issue)) { $0 == "opened" }.count > 1
    case .cycle: return try snapshot.files(in: .cycle(number.value)) { $0 == "opened" }.count > 1
    case .experiment:
      return try snapshot.experimentIDs().filter { $0.number == number.value }.reduce(0) {
        try $0 + snapshot.files(in: .experiment($1)) { $0 == "registered" }.count
      } > 1
    case .run: return true
    }
  }

  private func commit(
    _ settlements: [Settlement], onto tip: ObjectID, _ tree: ObjectID, _ snapshot: Snapshot
  ) throws -> ObjectID {
    let composer = Composer(snapshot: snapshot, now: writer.clock(), dice: writer.dice)
    let count = settlements.reduce(0) { $0 + max(0, $1.mentions.count - Self.mostMentions) }
    var settlements = settlements
    for index in settlements.indices {
      settlements[index].mentions = Array(settlements[index].mentions.prefix(Self.mostMentions))
    }
    let event = try composer.event(
      .settled(settlements), .settled, by: .system, in: nil, thread: .numbers, folder: .numbers,
      body: count == 0 ? "" : "And \(count) more files mention old numbers.\n")
    let composition = Composition(
      [event], speaker: .system,
      act: settlements.count == 1
        ? "\(settlements[0].place) is now \(settlements[0].number)"
        : "settled \(settlements.count) numbers")
    let objects = try ledger.repository.writer()
    let blob = try objects.blob(EventFile.serialized(event))
    let commit = Commit(
      tree: try objects.insert([(path: Layout.path(of: event), blob: blob)], into: tree),
      parents: [tip], author: ledger.author(.system, at: composer.now),
      committer: try ledger.committer(at: ledger.moment(composer.now, on: [tip])),
      message: CommitMessage(composition, numbering: try snapshot.plainPolicy().numbering).text)
    return try ledger.signed(commit, with: objects)
  }
}

/// Something that is called by another number now, as a sync tells it.
public struct SettledThing: Hashable, Sendable {
  /// Where it lies, which is also what it was called before.
  public let place: NumberedPlace
  /// The number that it is called by.
  public let number: CallNumber
  /// What opened it.
  public let opening: EventName
  /// Files that mean it by its old number, below the ledger's root.
  public let mentions: [String]
}

extension Sync {
  /// The tip itself, or what settles its numbers.
  func settle(_ tip: ObjectID, between sides: [ObjectID]) throws -> ObjectID {
    try Settling(ledger: ledger, writer: writer).settle(tip, between: sides)
  }

  /// What was settled since, here or in the clone that the settlement came from.
  func settlements(since start: ObjectID?) throws -> [SettledThing] {
    guard let start, let tip = try ledger.tip(), tip != start else { return [] }
    let repository = ledger.repository
    func folder(_ tip: ObjectID) throws -> ObjectID? {
      try repository.entry(at: Layout.numbersFolder, in: try repository.commit(tip).tree)?.id
    }
    let (old, new) = (try folder(start), try folder(tip))
    if old == new { return [] }
    var names: Set<EventName> = []
    try repository.difference(from: old, to: new) { change in
      if change.new != nil, let name = EventName(change.path.dropLast(3)) { names.insert(name) }
    }
    let snapshot = try ledger.snapshot(of: [tip])
    return try snapshot.settled().claims.filter { names.contains($0.event) }.map(\.settlement)
      .filter { try snapshot.number(of: $0.opening, at: $0.place) == $0.number }
      .map {
        SettledThing(
          place: $0.place, number: $0.number, opening: $0.opening, mentions: $0.mentions)
      }
  }
}
