public import Research

/// Who is called by which number: what was opened under it, and what settlements gave it to.
extension Snapshot {
  /// The settlements of numbers that clones had given out twice; folded once. One that speaks of
  /// what the ledger does not hold counts for nothing.
  public func settled() throws -> SettledNumbers {
    if let settledFold { return settledFold }
    let settled = try SettledNumbers(events(in: .numbers)) { settlement in
      try file(settlement.opening, in: Self.folder(of: settlement.place)) != nil
    }
    settledFold = settled
    return settled
  }

  /// The folder in which something with a number was opened.
  public static func folder(of place: NumberedPlace) -> Layout.EventFolder {
    switch place {
    case .issue(let number): .issue(number)
    case .cycle(let number): .cycle(number)
    case .experiment(let id): .experiment(id)
    case .run(_, let experiment): .results(experiment)
    }
  }

  /// The events that opened something under a number, and where each lies; read once, since each
  /// of those that claim a number asks for all of them.
  func openings(under number: CallNumber) throws -> [(event: Event, place: NumberedPlace)] {
    if let known = openingsFold[number] { return known }
    let openings = try readOpenings(under: number)
    openingsFold[number] = openings
    return openings
  }

  private func readOpenings(
    under number: CallNumber
  ) throws -> [(event: Event, place: NumberedPlace)] {
    switch number.row {
    case .issue, .localIssue:
      guard let issue = number.issue else { return [] }
      return try events(in: .issue(issue)) { $0 == "opened" }.map { ($0, .issue(issue)) }
    case .cycle:
      return try events(in: .cycle(number.value)) { $0 == "opened" }
        .map { ($0, .cycle(number.value)) }
    case .experiment:
      return try experimentIDs().filter { $0.number == number.value }.flatMap { id in
        try events(in: .experiment(id)) { $0 == "registered" }.map { ($0, .experiment(id)) }
      }
    case .run(let experiment):
      return try runs(of: experiment).openings.filter { $0.run.number == number.value }
        .map { ($0.event, .run($0.run, of: experiment)) }
    }
  }

  /// The number that something is called by; nil where it keeps none, since the one it was opened
  /// under means something else as well and that was not settled yet.
  public func number(of opening: EventName, at place: NumberedPlace) throws -> CallNumber? {
    guard let native = place.number else { return nil }
    return try settled().number(of: opening, openedUnder: native) {
      try openings(under: $0).map(\.event)
    }
  }

  /// All that a number was ever given to, the one that keeps it first.
  public func claimants(
    of number: CallNumber
  ) throws -> [(opening: EventName, place: NumberedPlace)] {
    let openings = try openings(under: number)
    let settled = try settled()
    let claims = settled.claims(on: number).map(\.settlement)
    let keeper = settled.keeper(of: number, among: openings.map(\.event))
    let all = openings.map { ($0.event.name, $0.place) } + claims.map { ($0.opening, $0.place) }
    var seen: Set<EventName> = []
    let distinct = all.filter { seen.insert($0.0).inserted }.map { (opening: $0.0, place: $0.1) }
    return distinct.filter { $0.opening == keeper }
      + distinct.filter { $0.opening != keeper }.sorted { $0.opening < $1.opening }
  }

  /// Those to which a number was given, that do not keep it, and that have no other yet.
  public func unsettled(under number: CallNumber) throws -> [EventName] {
    try claimants(of: number).dropFirst()
      .filter { try self.number(of: $0.opening, at: $0.place) == nil }.map(\.opening)
  }

  /// The issues that a number was ever given to, the one that keeps it first, whatever they are
  /// called now.
  public func issues(
    everCalled number: IssueNumber, conversation: Bool = true
  ) throws -> [Issue] {
    try claimants(of: CallNumber(number)).compactMap { claimant in
      guard case .issue(let place) = claimant.place else { return nil }
      return try issues(openedUnder: place, conversation: conversation)
        .first { $0.opening == claimant.opening }
    }
  }

  /// The cycles that a number was ever given to, as ``issues(everCalled:conversation:)``.
  public func cycles(everCalled number: Int) throws -> [Cycle] {
    guard let call = CallNumber(.cycle, number) else { return [] }
    return try claimants(of: call).compactMap { claimant in
      guard case .cycle(let place) = claimant.place else { return nil }
      return try cycles(openedUnder: place).first { $0.opening == claimant.opening }
    }
  }

  /// The runs of an experiment that a number means: one, or several while that is not settled.
  public func runs(numbered number: Int, of experiment: ExperimentID) throws -> [RunID] {
    guard let call = CallNumber(.run(experiment), number) else { return [] }
    return try claimants(of: call).compactMap { claimant in
      guard case .run(let run, _) = claimant.place else { return nil }
      let own = try self.number(of: claimant.opening, at: claimant.place)
      return own == nil || own == call ? run : nil
    }
  }

  /// The number that the next of a row gets.
  ///
  /// - Throws: ``LedgerError`` when there is none left.
  public func nextNumber(in row: CallNumber.Row) throws -> CallNumber {
    let last =
      switch row {
      case .issue: try issueNumbers().last { !$0.isLocal }?.value ?? 0
      case .localIssue: try issueNumbers().last { $0.isLocal }?.value ?? 0
      case .cycle: try cyclePlaces().last ?? 0
      case .experiment: try experimentIDs().compactMap(\.number).max() ?? 0
      case .run(let experiment): try runs(of: experiment).openings.map(\.run.number).max() ?? 0
      }
    let highest = max(last, try settled().highest(in: row))
    guard let next = CallNumber(row, highest + 1) else {
      throw LedgerError(.invalid, "there are no numbers left after \(highest)")
    }
    return next
  }

  /// A thread with the number that it is called by: for people, since its files lie where they lie.
  public func called(_ thread: Thread) throws -> Thread {
    switch thread {
    case .issue(let place, let opening):
      guard try !settled().claims(of: opening).isEmpty else { return thread }
      let number = try number(of: opening, at: .issue(place))?.issue
      return .issue(number ?? place, opening: opening)
    case .cycle(let place, let opening):
      guard try !settled().claims(of: opening).isEmpty else { return thread }
      let number = try number(of: opening, at: .cycle(place))?.value
      return .cycle(number ?? place, opening: opening)
    case .policy, .agent, .results, .experiment, .program, .numbers: return thread
    }
  }

  /// An event with its thread as it is called.
  public func called(_ event: Event) throws -> Event {
    var event = event
    event.thread = try called(event.thread)
    return event
  }

  /// Things of one place with the numbers that they are called by now.
  func called<Thing: Numbered>(_ things: [Thing]) throws -> [Thing] {
    try things.map { thing in
      guard let native = thing.numberedPlace.number else { return thing }
      // Nearly always there is one of the place, and nobody else has its number.
      let isAlone = try things.count < 2 && settled().claims(on: native).isEmpty
      if try isAlone && !isShared(native) { return thing }
      var thing = thing
      let number = try self.number(of: thing.opening, at: thing.numberedPlace)
      thing.call = number ?? native
      thing.isAmbiguous = try number.map { try !unsettled(under: $0).isEmpty } ?? true
      return thing
    }
  }

  /// Whether several places have this number: experiments of other names.
  private func isShared(_ number: CallNumber) throws -> Bool {
    guard number.row == .experiment else { return false }
    return try experimentIDs().count { $0.number == number.value } > 1
  }

  /// The things that a number means: those of its own places that are called by it or by none,
  /// and those that it was given to; its keeper first.
  func meant<Thing: Numbered>(
    by number: CallNumber, at places: [NumberedPlace],
    openedAt things: (NumberedPlace) throws -> [Thing]
  ) throws -> [Thing] {
    let claims = try settled().claims(on: number).map(\.settlement)
    var all: [Thing] = []
    var seen = Set<NumberedPlace>()
    for place in places + claims.map(\.place) where seen.insert(place).inserted {
      all += try things(place)
    }
    if claims.isEmpty, all.count < 2 { return all.filter { $0.call == number } }
    let rivals = Set(claims.map(\.opening))
    let meant = try all.filter { thing in
      if thing.call == number { return true }
      guard rivals.contains(thing.opening) else { return false }
      return try self.number(of: thing.opening, at: thing.numberedPlace) == nil
    }
    let keeper = try claimants(of: number).first?.opening
    return meant.filter { $0.opening == keeper } + meant.filter { $0.opening != keeper }
  }
}
