/// An experiment as its events make it: what was promised, and what became of the promise.
public struct Experiment: Hashable, Sendable {
  /// One spec of an experiment, and the event that brought it.
  public struct Version: Hashable, Sendable {
    /// The event.
    public let event: Event
    /// What it says of the spec.
    public let record: SpecRecord
    /// What it says of the change; nil for the spec that was registered first.
    public let amendment: Amendment?
  }

  /// What people call it; two experiments have one name where two clones registered it before they
  /// met.
  public let id: ExperimentID
  /// The number that it is called by: of its name, until a settlement gave it another; nil for a
  /// name without.
  public var number: Int?
  /// Whether its number means another experiment as well, which is to be settled.
  public var isAmbiguous = false
  /// Every spec it had, in causal order: the registered one first, the one in force last.
  public let versions: [Version]
  /// The first event that withdrew it.
  public let withdrawn: Event?
  /// All of its events in causal order, those without effect too.
  public let events: [Event]

  /// The spec that was registered.
  public var registered: Version { versions[0] }
  /// The spec that results are held to.
  public var inForce: Version { versions[versions.count - 1] }
  /// The experiment's identity, whatever it is called.
  public var opening: EventName { registered.event.name }
  /// Why it was withdrawn.
  public var withdrawal: String? {
    if case .withdrawn(let reason)? = withdrawn?.payload { reason } else { nil }
  }

  /// Amendments that took the place of a spec that was not in force any more: two clones amended
  /// one spec before they met, and the later is in force.
  public var crossed: [Version] {
    zip(versions, versions.dropFirst()).compactMap { before, version in
      version.amendment.map { $0.parent != before.event.name } == true ? version : nil
    }
  }

  /// The experiments that were registered under one id, its keeper first (the order of
  /// ``Issue/folding(_:_:)``).
  public static func folding(_ id: ExperimentID, _ events: [Event]) -> [Experiment] {
    let ordered = causalOrder(events)
    let openings = keeperFirst(
      ordered.filter { if case .registered = $0.payload { true } else { false } })
    return openings.compactMap { opening in
      Experiment(
        id: id, opening: opening,
        ordered.filter {
          if case .experiment(_, let own) = $0.thread { own == opening.name } else { false }
        })
    }
  }

  private init?(id: ExperimentID, opening: Event, _ events: [Event]) {
    guard case .registered(let record) = opening.payload else { return nil }
    self.id = id
    number = id.number
    self.events = events
    var versions = [Version(event: opening, record: record, amendment: nil)]
    for event in events {
      if case .amended(let change) = event.payload {
        versions.append(Version(event: event, record: change.record, amendment: change))
      }
    }
    self.versions = versions
    withdrawn = events.first { if case .withdrawn = $0.payload { true } else { false } }
  }
}
