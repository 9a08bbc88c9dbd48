/// What an event says of the spec that it brings into the ledger.
public struct SpecRecord: Hashable, Sendable {
  /// The spec's title, for listings; the spec itself says it too.
  public var title: String
  /// The file beside the event that holds the spec's bytes.
  public var file: String
  /// The git id of these bytes.
  public var blob: String
  /// What the ledger showed at that moment.
  public var floor: Seen
  /// What the author said of it; nil where nothing was said.
  public var said: Seen?
  /// What the spec was checked by.
  public var profile: CheckProfile

  /// What had been seen: what the author said, and never less than the ledger showed.
  public var seen: Seen { max(floor, said ?? floor) }

  /// What an event says of its spec.
  public init(
    title: String, file: String, blob: String, floor: Seen, said: Seen? = nil,
    profile: CheckProfile = .strict
  ) {
    self.title = title
    self.file = file
    self.blob = blob
    self.floor = floor
    self.said = said
    self.profile = profile
  }
}

/// A new spec in place of an earlier one, which stays.
public struct Amendment: Hashable, Sendable {
  /// The new spec.
  public var record: SpecRecord
  /// The event that brought the spec which this one takes the place of.
  public var parent: EventName
  /// What is different, a line each.
  public var changes: [String]
  /// Why.
  public var reason: String

  /// An amendment of a spec.
  public init(record: SpecRecord, parent: EventName, changes: [String], reason: String) {
    self.record = record
    self.parent = parent
    self.changes = changes
    self.reason = reason
  }
}
