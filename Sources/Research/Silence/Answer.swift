/// What is said of one agent in one cycle.
public enum Answer: String, CaseIterable, Sendable {
  /// Spoke, with evidence.
  case result
  case spoke
  /// All its commits touched were notes.
  case noteOnly = "note-only"
  case timedOut = "timed-out"
  case killed
  /// It was its turn, and there is nothing.
  case silent
  case notScheduled = "not-scheduled"
  /// Came onto the roster during the cycle.
  case joined
  /// Went off the roster during the cycle.
  case left
  /// Was allowed to stay silent, and did.
  case exempt
  /// The remote was last seen before the cycle's end: it may have spoken there.
  case notKnown = "not-known"
  /// The close found nothing; something has arrived since.
  case late

  /// Something of the agent's own is there.
  public var isSpeaking: Bool {
    switch self {
    case .result, .spoke, .noteOnly, .late: true
    default: false
    }
  }
}

/// One thing an agent did itself: an event, or a commit on a branch of code.
public struct Act: Hashable, Sendable {
  /// How much it says, least first.
  public enum Weight: Int, Comparable, Sendable {
    case noteOnly, spoke, result
    /// By how much they say.
    public static func < (a: Weight, b: Weight) -> Bool { a.rawValue < b.rawValue }
  }
  /// As the event or commit spells it.
  public let agent: String
  /// How much it says.
  public let weight: Weight
  /// When it was done: an event's time, a commit's author's.
  public let time: Timestamp
  /// An event's name, or `commit:<id>`.
  public let evidence: String
  /// How many acts this stands for: the one that says most, for others of the same agent.
  public var count: Int

  /// An act, alone or for others that say no more.
  public init(agent: String, weight: Weight, time: Timestamp, evidence: String, count: Int = 1) {
    self.agent = agent
    self.weight = weight
    self.time = time
    self.evidence = evidence
    self.count = count
  }

  /// Whether this says more than another, or as much and came first.
  public func says(moreThan other: Act) -> Bool {
    weight != other.weight
      ? weight > other.weight : (time, evidence) < (other.time, other.evidence)
  }
}

/// A runner's notice, with the event that holds it.
public struct NoticeGiven: Hashable, Sendable {
  /// What was said.
  public let notice: Notice
  /// The event that says it.
  public let event: EventName

  /// A notice with its event.
  public init(notice: Notice, event: EventName) {
    self.notice = notice
    self.event = event
  }
}

/// How much is known of what happened in other clones.
public enum Freshness: Hashable, Sendable {
  /// There is no remote: the ledger here is all there is.
  case local
  /// The remote's ledger was last seen whole at that moment.
  case seen(remote: String, at: Timestamp)
  /// There is a remote, and its ledger was never seen.
  case never(remote: String)

  /// Whether silence up to `end` can be told from not having looked.
  public func covers(_ end: Timestamp) -> Bool {
    switch self {
    case .local: true
    case .seen(_, let at): at >= end
    case .never: false
    }
  }
}
