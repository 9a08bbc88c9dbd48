/// What an event says happened, such as `comment`; a word without `-`.
///
/// An open set: an event of a kind that this version does not know is kept and told.
public struct EventKind: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
  /// The word as names and front matter spell it.
  public let rawValue: String

  /// Nil unless `[a-z0-9_]`, so that it can stand in an event's name.
  public init?(rawValue: String) {
    let bytes = rawValue.utf8
    guard !bytes.isEmpty, bytes.count <= 24,
      bytes.allSatisfy({ ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 95 })
    else { return nil }
    self.rawValue = rawValue
  }

  private init(_ known: String) { rawValue = known }

  /// The word itself.
  public var description: String { rawValue }

  /// The ledger's first event: which version of the format it is in.
  public static let founded = EventKind("founded")
  /// A key of the policy was given new values.
  public static let set = EventKind("set")
  /// Paths beside the code were protected.
  public static let protect = EventKind("protect")
  /// Such a protection was taken back.
  public static let unprotect = EventKind("unprotect")
  /// A key was given authority over the policy, or lost it.
  public static let key = EventKind("key")
  /// A change of what is protected was allowed.
  public static let allow = EventKind("allow")
  /// Something was taken out of the ledger for good.
  public static let redact = EventKind("redact")
  /// A finding was looked at.
  public static let acknowledge = EventKind("acknowledge")
  /// Somebody came onto the roster, or came back.
  public static let joined = EventKind("joined")
  /// What the roster says of somebody was changed.
  public static let edited = EventKind("edited")
  /// Somebody was warned for its silence.
  public static let warned = EventKind("warned")
  /// Somebody went off the roster.
  public static let retired = EventKind("retired")
  /// An issue or a cycle was opened; the event is its identity.
  public static let opened = EventKind("opened")
  /// A cycle was closed. An issue's is ``close``.
  public static let closed = EventKind("closed")
  /// Something was said in an issue, without evidence.
  public static let comment = EventKind("comment")
  /// A comment with evidence; its own kind, so that names alone tell who gave a result.
  public static let result = EventKind("result")
  /// A runner told why an agent could not speak.
  public static let notice = EventKind("notice")
  /// An issue's title or description was replaced.
  public static let edit = EventKind("edit")
  /// An issue was closed. A cycle's is ``closed``.
  public static let close = EventKind("close")
  /// An issue was opened again; a deferral ends with it.
  public static let reopen = EventKind("reopen")
  /// Labels were added to an issue or taken from it.
  public static let label = EventKind("label")
  /// An issue was given to somebody or taken from them.
  public static let assign = EventKind("assign")
  /// An issue was put off, or is no longer; the word is `defer`.
  public static let deferral = EventKind("defer")
  /// An issue was given a priority.
  public static let priority = EventKind("priority")
  /// A run was started; what it stands on is there, its results are not.
  public static let started = EventKind("started")
  /// A run came to its end, and its results are there.
  public static let ended = EventKind("ended")
  /// An experiment's spec was registered; the event is the experiment's identity.
  public static let registered = EventKind("registered")
  /// A new spec took the place of an experiment's.
  public static let amended = EventKind("amended")
  /// An experiment will not be run, or not be counted.
  public static let withdrawn = EventKind("withdrawn")
  /// What a run says of its experiment's criteria was recorded.
  public static let verdict = EventKind("verdict")
  /// A text about a verdict.
  public static let analysis = EventKind("analysis")
  /// A question of the program was asked.
  public static let question = EventKind("question")
  /// A question's priority, status or the like changed.
  public static let revised = EventKind("revised")
  /// A question was answered.
  public static let answered = EventKind("answered")
  /// What an experiment taught was written into the log.
  public static let logged = EventKind("logged")
  /// Work was handed over; the program pauses.
  public static let handoff = EventKind("handoff")
  /// Work that was handed over is done.
  public static let resolved = EventKind("resolved")
  /// A part of the page of questions was written.
  public static let section = EventKind("section")
  /// An issue was related to others, or to a host's numbers.
  public static let link = EventKind("link")
  /// Things whose number another clone had given out too were given another.
  public static let settled = EventKind("settled")

  /// Kinds that are said in an issue without changing its state.
  public static let talk: Set<String> = ["comment", "result", "notice"]
}

/// An event's identity and its file's name: `20261121T053312Z-c42-flux-comment-k3f9q2`.
///
/// Time, cycle, author, kind and six random characters of base 32; names sort by time.
public struct EventName: Hashable, Sendable {
  /// When it was written, by the writer's clock.
  public let time: Timestamp
  /// 0 when no cycle was open.
  public let cycle: Int
  /// Who wrote it.
  public let agent: AgentName
  /// What happened.
  public let kind: EventKind
  /// Six characters of `[a-z2-7]`.
  public let suffix: String

  /// A name from its parts; `suffix` must be six characters of `[a-z0-9]`.
  public init(
    time: Timestamp, cycle: Int, agent: AgentName, kind: EventKind, suffix: String
  ) {
    self.time = time
    self.cycle = cycle
    self.agent = agent
    self.kind = kind
    self.suffix = suffix
  }

  /// Reads a name without its `.md`; nil when it is none, or not in its canonical spelling.
  public init?(_ text: some StringProtocol) {
    self.init(bytes: Array(text.utf8)[...])
  }

  /// The same from bytes: on the way of every listing, so it makes no more strings than it keeps.
  public init?(bytes: ArraySlice<UInt8>) {
    let (start, end) = (bytes.startIndex, bytes.endIndex)
    // 16 for the time, `-c0-`, one for the agent, `-`, one for the kind, `-` and the suffix.
    guard bytes.count >= 30, bytes[start + 16] == 45, bytes[start + 17] == 99,
      bytes[end - 7] == 45, Self.isSuffix(bytes[(end - 6)...]),
      let time = Timestamp(plain: bytes.prefix(16))
    else { return nil }
    let first = start + 18
    var at = first
    var cycle = 0
    while bytes[at] >= 48, bytes[at] <= 57, at < first + 9 {
      cycle = cycle * 10 + Int(bytes[at] - 48)
      at += 1
    }
    guard at > first, bytes[at] == 45, at == first + 1 || bytes[first] != 48,
      let dash = bytes[..<(end - 7)].lastIndex(of: 45), dash > at + 1,
      let agent = AgentName(String(decoding: bytes[(at + 1)..<dash], as: UTF8.self)),
      let kind = EventKind(rawValue: String(decoding: bytes[(dash + 1)..<(end - 7)], as: UTF8.self))
    else { return nil }
    self.init(
      time: time, cycle: cycle, agent: agent, kind: kind,
      suffix: String(decoding: bytes[(end - 6)...], as: UTF8.self))
  }

  /// Six characters of base 32 from thirty bits.
  public static func suffix(from bits: UInt32) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
    return String((0..<6).map { alphabet[Int(bits >> (5 * UInt32($0)) & 31)] })
  }

  /// The characters of real suffixes in older or hand-written files may be any of `[a-z0-9]`.
  private static func isSuffix(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) }
  }
}

extension EventName: CustomStringConvertible, Comparable {
  /// The name as files and front matter spell it, without `.md`.
  public var description: String {
    "\(time.compact)-c\(cycle)-\(agent)-\(kind)-\(suffix)"
  }

  /// By the text of the name, which is by time first.
  public static func < (a: EventName, b: EventName) -> Bool {
    a.time != b.time ? a.time < b.time : a.description < b.description
  }
}
