public import Research

/// What a write may ask while it decides what to write: the ledger as it is, the clock, the dice.
public struct Composer {
  /// The ledger at the tip that the write will stand on.
  public let snapshot: Snapshot
  /// The moment of this write, by this machine's clock.
  public let now: Timestamp
  let dice: () -> UInt32

  /// A name for a new event that nobody else can have made.
  public func name(_ kind: EventKind, by agent: AgentName, in cycle: Cycle?) -> EventName {
    EventName(
      time: now, cycle: cycle?.number ?? 0, agent: agent, kind: kind,
      suffix: EventName.suffix(from: dice()))
  }

  /// The latest events of a folder: the ends among those that change state, and among the comments
  /// of the last second that has any; names tell seconds apart, so no other comment is read.
  public func after(in folder: Layout.EventFolder) throws -> [EventName] {
    let stateful = try snapshot.events(in: folder) { !EventKind.talk.contains(String($0)) }
    let talk = try snapshot.files(in: folder) { EventKind.talk.contains(String($0)) }
    let ends = causalEnds(stateful)
    let latest = talk.suffix(while: { $0.name.time == talk.last?.name.time })
    if latest.count < 2 { return (ends + latest.map(\.name)).sorted() }
    return (ends + causalEnds(try latest.compactMap { try snapshot.event(in: $0) })).sorted()
  }

  /// An event at the end of an existing thread.
  public func event(
    _ payload: Payload, _ kind: EventKind, by agent: AgentName, in cycle: Cycle?,
    thread: Thread, folder: Layout.EventFolder, body: String = "", once: String? = nil,
    occurredAt: Timestamp? = nil
  ) throws -> Event {
    Event(
      name: name(kind, by: agent, in: cycle), thread: thread, cycleOpening: cycle?.opening,
      occurredAt: occurredAt, after: try after(in: folder), once: once, payload: payload,
      body: Self.terminated(body))
  }

  /// Text as a file holds it: ending with a line's end, where there is any.
  public static func terminated(_ body: String) -> String {
    body.isEmpty || body.utf8.last == 10 ? body : body + "\n"
  }
}

/// One commit's worth of new files, and how the commit reads.
public struct Composition {
  /// The new events; the first of them gives the commit its trailers.
  public var events: [Event]
  /// Events whose files were written by hand, and keep their bytes.
  public var bytes: [EventName: [UInt8]] = [:]
  /// Attachments and other files that are no events.
  public var files: [(path: String, bytes: [UInt8])]
  /// Who speaks; the commit's author.
  public var speaker: AgentName
  /// What was done, such as `issue 194 comment blocked`.
  public var act: String
  /// What follows in the subject: a title, or the text's first line.
  public var about: String
  /// The line that takes the place of the branch's, below this commit.
  public var lineAnew: LineAnew?
  /// Set when an earlier call with the same `--once` key already did this.
  public var repeated: Event?

  /// What to write, and how its commit reads.
  public init(
    _ events: [Event], files: [(path: String, bytes: [UInt8])] = [], speaker: AgentName,
    act: String, about: String = ""
  ) {
    self.events = events
    self.files = files
    self.speaker = speaker
    self.act = act
    self.about = about
  }

  /// Nothing to write: it was done before.
  public static func repeating(_ event: Event) -> Composition {
    var composition = Composition([], speaker: event.agent, act: "")
    composition.repeated = event
    return composition
  }
}

/// What a write did.
public struct Written {
  /// The ledger's new tip, in hexadecimal; nil when nothing was written.
  public let commit: String?
  /// The events that were written, or the one that an earlier call wrote; their threads have the
  /// numbers that these are called by.
  public let events: [Event]
  /// Paths of the new files, from the repository's root.
  public let paths: [String]
  /// True when an earlier call with the same key had done it.
  public let wasRepeat: Bool
}

extension Array {
  /// The longest end of which every element fits.
  fileprivate func suffix(while fits: (Element) -> Bool) -> ArraySlice<Element> {
    self[(lastIndex { !fits($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}
