/// Which of the policy's events were signed by who may loosen it, and whose keys may.
///
/// A key counts for an event that knew of it and from which nobody had taken it meanwhile; the
/// first key is trusted on first use. Authority is a matter of the event itself, not of the commit
/// that brought it: it survives unions, carried copies and a line that is written anew.
public struct Authority: Sendable {
  /// The keys that hold today, each with the event that gave it authority, the oldest first.
  public private(set) var keys: [(event: EventName, change: KeyChange)] = []
  /// The events that count as authorised.
  public private(set) var authorised: Set<EventName> = []
  /// The events that would need authority and have none, in the order of the thread.
  public private(set) var refused: [EventName] = []
  /// Who signed what, where a signature was found good.
  public private(set) var signers: [EventName: SigningKey] = [:]
  /// True when several events claim to give the first key: then none of them does.
  public private(set) var isContested = false

  /// Signatures beyond this are not looked at: each costs a process.
  static let mostSignatures = 1000

  /// Judges the policy's events.
  ///
  /// - Parameters:
  ///   - operators: events that whoever runs this repository lets count.
  ///   - signer: which of these keys signed an event; nil for none. Rethrown.
  public init(
    of events: [Event], operators: Set<EventName> = [],
    signer: (Event, [SigningKey]) throws -> SigningKey?
  ) rethrows {
    let ordered = causalOrder(events)
    let past = CausalPast(ordered)
    let names = Set(ordered.map(\.name))
    var claims = Claims(ordered, past)
    isContested = claims.roots.count > 1
    var looked = 0
    func isAuthorised(_ event: Event, _ keys: [SigningKey]) throws -> Bool {
      if operators.contains(event.name) { return true }
      // An event of another ledger, brought here with its signature, knows nothing of this one.
      guard !keys.isEmpty, !event.after.isEmpty, names.isSuperset(of: event.after),
        looked < Self.mostSignatures
      else { return false }
      looked += 1
      guard let key = try signer(event, keys) else { return false }
      signers[event.name] = key
      return true
    }
    for event in ordered {
      guard case .key(let change) = event.payload else { continue }
      let isRoot = claims.roots == [event.name]
      if try isRoot || isAuthorised(event, claims.keys(before: event, counting: .known)) {
        authorised.insert(event.name)
        claims.take(event.name, change)
      } else {
        refused.append(event.name)
      }
    }
    for event in ordered where event.payload.canLoosen {
      if try isAuthorised(event, claims.keys(before: event, counting: .all)) {
        authorised.insert(event.name)
      } else if event.payload.needsAuthority {
        refused.append(event.name)
      }
    }
    keys = claims.standing
  }

  /// The keys that hold today.
  public var signingKeys: [SigningKey] { keys.map(\.change.key) }
}

extension Payload {
  /// True for what has no effect, or is a violation, without authority.
  public var needsAuthority: Bool {
    switch self {
    case .unprotect, .allow, .redact, .acknowledge, .key: true
    default: false
    }
  }

  /// True for what a signature gives more effect.
  fileprivate var canLoosen: Bool {
    switch self {
    case .unprotect, .allow, .redact, .acknowledge, .protect, .set: true
    default: false
    }
  }
}

/// The keys that were given and taken, as far as that counted.
private struct Claims {
  /// Which takings count against an event.
  enum Counting {
    /// Those that it knew.
    case known
    /// Those also that it did not know: of what happens side by side the stricter holds.
    case all
  }

  /// The events that give a key and knew of none before.
  let roots: Set<EventName>
  private let past: CausalPast
  private var given: [(event: EventName, change: KeyChange)] = []
  private var taken: [(event: EventName, key: SigningKey, knew: Set<EventName>)] = []

  init(_ ordered: [Event], _ past: CausalPast) {
    self.past = past
    var giving: [EventName] = []
    for event in ordered {
      if case .key(let change) = event.payload, !change.removes { giving.append(event.name) }
    }
    let all = Set(giving)
    // What many claim nobody gets, so that no more need be looked at.
    roots = Set(
      giving.prefix(100).filter { past.names(before: $0).subtracting([$0]).isDisjoint(with: all) })
  }

  mutating func take(_ event: EventName, _ change: KeyChange) {
    if change.removes {
      taken.append((event, change.key, past.names(before: event)))
    } else {
      given.append((event, change))
    }
  }

  func keys(before event: Event, counting: Counting) -> [SigningKey] {
    if given.isEmpty { return [] }
    let known = past.names(before: event.name)
    return unique(
      given.filter { one in
        known.contains(one.event)
          && !taken.contains { taking in
            taking.key == one.change.key && taking.knew.contains(one.event)
              && (counting == .known
                ? known.contains(taking.event) : !taking.knew.contains(event.name))
          }
      }.map(\.change.key))
  }

  /// What was given and not taken by somebody who knew that.
  var standing: [(event: EventName, change: KeyChange)] {
    given.filter { one in
      !taken.contains { $0.key == one.change.key && $0.knew.contains(one.event) }
    }
  }
}
