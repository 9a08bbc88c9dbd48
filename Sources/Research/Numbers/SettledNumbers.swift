/// What one thing is called from now on, since another clone had opened its number as well.
public struct Settlement: Hashable, Sendable {
  /// The event that opened it: what it is.
  public var opening: EventName
  /// Where it lies, and stays.
  public var place: NumberedPlace
  /// The number that it is called by.
  public var number: CallNumber
  /// Files that mean it by its old number, below the ledger's root.
  public var mentions: [String]

  /// A new number for what was opened under another.
  public init(
    opening: EventName, place: NumberedPlace, number: CallNumber, mentions: [String] = []
  ) {
    self.opening = opening
    self.place = place
    self.number = number
    self.mentions = mentions
  }

  /// Whether the number is one that such a thing can have.
  var isOfOneRow: Bool {
    switch (place, number.row) {
    case (.issue, .issue), (.issue, .localIssue), (.cycle, .cycle): true
    case (.experiment(let id), .experiment): id.number != nil
    case (.run(_, let own), .run(let other)): own == other
    default: false
    }
  }
}

/// Who is called by which number, where two clones had given out the same one before they met.
///
/// A number belongs to one of those that claim it: the things that were opened under it, and those
/// to which a settlement gave it. Its keeper is a pure function of the claims: causally first, then
/// by the lowest name of the event that made the claim. So every clone that has the same events
/// gives the same answer, in whatever order they came, and whoever settled; nothing is ever taken
/// back, and a second settlement of the same thing is a second name for it.
public struct SettledNumbers: Sendable {
  /// A number given by a settlement.
  public struct Claim: Hashable, Sendable {
    /// What it says.
    public let settlement: Settlement
    /// The event that says it.
    public let event: EventName
  }

  private let byNumber: [CallNumber: [Claim]]
  private let byOpening: [EventName: [Claim]]
  /// All of them, in the order of their events' names.
  public let claims: [Claim]

  /// The fold of settlement events, whatever they speak of.
  public init(_ events: [Event]) { self.init(events) { _ in true } }

  /// The fold of the ledger's settlement events.
  ///
  /// - Parameter isKnown: whether there is what a settlement speaks of; others count for nothing.
  public init(_ events: [Event], where isKnown: (Settlement) throws -> Bool) rethrows {
    var claims: [Claim] = []
    for event in events.sorted(by: { $0.name < $1.name }) {
      guard case .settled(let settlements) = event.payload else { continue }
      for settlement in settlements where try settlement.isOfOneRow && isKnown(settlement) {
        claims.append(Claim(settlement: settlement, event: event.name))
      }
    }
    self.claims = claims
    byNumber = Dictionary(grouping: claims) { $0.settlement.number }
    byOpening = Dictionary(grouping: claims) { $0.settlement.opening }
  }

  /// Whether nothing was ever settled.
  public var isEmpty: Bool { claims.isEmpty }

  /// What settlements gave this number to, whoever keeps it.
  public func claims(on number: CallNumber) -> [Claim] { byNumber[number] ?? [] }

  /// The numbers that settlements gave to one thing.
  public func claims(of opening: EventName) -> [Claim] { byOpening[opening] ?? [] }

  /// The opening that a number belongs to; nil where nothing claims it.
  ///
  /// - Parameter openings: the events that opened something under this number.
  public func keeper(of number: CallNumber, among openings: [Event]) -> EventName? {
    let first = keeperFirst(openings).first
    guard let claims = byNumber[number] else { return first?.name }
    // By the event, and of one event's the lowest opening: only tampering makes two.
    let claim = claims.min {
      ($0.event, $0.settlement.opening) < ($1.event, $1.settlement.opening)
    }
    guard let claim else { return first?.name }
    guard let first else { return claim.settlement.opening }
    return first.name < claim.event ? first.name : claim.settlement.opening
  }

  /// The number that a thing is called by: the one it was opened under where it keeps that, else
  /// the first it was given that it keeps. Nil where it keeps none: it needs another.
  ///
  /// - Parameter openings: gives the events that opened something under a number.
  public func number(
    of opening: EventName, openedUnder native: CallNumber,
    openings: (CallNumber) throws -> [Event]
  ) rethrows -> CallNumber? {
    if try keeper(of: native, among: openings(native)) == opening { return native }
    for claim in claims(of: opening) {
      let number = claim.settlement.number
      if try keeper(of: number, among: openings(number)) == opening { return number }
    }
    return nil
  }

  /// The highest number of a row that a settlement gave; 0 where none did.
  public func highest(in row: CallNumber.Row) -> Int {
    claims.map(\.settlement.number).filter { $0.row == row }.map(\.value).max() ?? 0
  }
}
