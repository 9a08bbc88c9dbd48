/// One fact of the ledger: who said what, when, about which thread. Never changed once written.
public struct Event: Hashable, Sendable {
  /// Its identity: author, time, cycle and kind, and the name of its file.
  public var name: EventName
  /// What it is about.
  public var thread: Thread
  /// The opening event of the cycle it was said in; nil outside any.
  public var cycleOpening: EventName?
  /// When it really happened, where that was not when it was written (imports, replays).
  public var occurredAt: Timestamp?
  /// Where an imported event comes from, such as `github:issue/194`.
  public var importedFrom: String?
  /// The latest events of the thread that the writer had seen.
  public var after: [EventName]
  /// The caller's key that makes a repeated call a no-op.
  public var once: String?
  /// What it says.
  public var payload: Payload
  /// Markdown.
  public var body: String

  /// An event; nothing of it is checked against the ledger.
  public init(
    name: EventName, thread: Thread, cycleOpening: EventName? = nil,
    occurredAt: Timestamp? = nil, importedFrom: String? = nil, after: [EventName] = [],
    once: String? = nil, payload: Payload, body: String = ""
  ) {
    self.name = name
    self.thread = thread
    self.cycleOpening = cycleOpening
    self.occurredAt = occurredAt
    self.importedFrom = importedFrom
    self.after = after
    self.once = once
    self.payload = payload
    self.body = body
  }

  /// Who speaks.
  public var agent: AgentName { name.agent }
  /// When it was written, by the writer's clock.
  public var at: Timestamp { name.time }
  /// When it happened: `occurredAt` where given, else `at`.
  public var time: Timestamp { occurredAt ?? at }
}

/// What an event is about, and the folder it lies in.
public enum Thread: Hashable, Sendable {
  /// What holds for everybody: `policy`.
  case policy
  /// One entry of the roster: `agents/flux`.
  case agent(AgentName)
  /// `opening` names the event that opened it; an opening event names itself.
  case cycle(Int, opening: EventName)
  case issue(IssueNumber, opening: EventName)
  /// The runs of one experiment: `results/exp-001-lr-warmup`.
  case results(ExperimentID)
  /// One experiment: `experiments/exp-001-lr-warmup`; its registration is its opening.
  case experiment(ExperimentID, opening: EventName)
  /// Questions, log entries, hand-offs: `program`.
  case program
  /// What is called by another number than it was opened under: `numbers`.
  case numbers
}

/// What an event says, by kind.
public enum Payload: Hashable, Sendable {
  case founded(ledgerVersion: Int)
  case set(PolicySetting)
  /// Protects paths; `tips` are the commits that the branches of code then led to.
  case protect(Protection, tips: [String] = [])
  /// Takes a protection back; of effect only with authority.
  case unprotect(pattern: String)
  case key(KeyChange)
  case allow(Allowance)
  case redact(Redaction)
  /// A finding was looked at, and is to stand without being told again.
  case acknowledge(finding: String)
  case joined(AgentProfile)
  case edited(AgentProfile)
  case warned(final: Bool)
  case retired
  case cycleOpened(CycleOpening)
  case cycleClosed(CycleClosing)
  case opened(IssueOpening)
  case comment(Comment)
  case notice(Notice)
  case edit(title: String?)
  case close(reason: String?)
  case reopen
  case label(add: [String], remove: [String])
  case assign(add: [AgentName], remove: [AgentName])
  case deferral(until: String?)
  /// A deferral taken back.
  case resumed
  case priority(Int)
  case link(IssueLink)
  case runStarted(RunStart)
  case runEnded(RunEnd)
  case registered(SpecRecord)
  case amended(Amendment)
  case withdrawn(reason: String)
  case verdict(VerdictRecord)
  case analysis(AnalysisRecord)
  case program(ProgramEntry)
  case settled([Settlement])
  /// A kind that this version does not know: kept, shown by its name, without effect.
  case unknown
}

/// What opens an issue. Its event's body is the issue's description.
public struct IssueOpening: Hashable, Sendable {
  /// One line.
  public var title: String
  /// Whom it is given to at once.
  public var assignees: [AgentName]
  /// Free words.
  public var labels: [String]
  /// 0 (first) … 4 (last); nil when not said.
  public var priority: Int?
  /// Who opened it where it was imported from, when that is nobody on the roster.
  public var author: String?

  /// What an opening event says.
  public init(
    title: String, assignees: [AgentName] = [], labels: [String] = [], priority: Int? = nil,
    author: String? = nil
  ) {
    self.title = title
    self.assignees = assignees
    self.labels = labels
    self.priority = priority
    self.author = author
  }
}

/// What a comment carries beside its text.
public struct Comment: Hashable, Sendable {
  /// The writer's own word where hand-written files use another than ``Status`` knows.
  public var status: String?
  /// Evidence: committed paths, or runs.
  public var results: [String]
  /// What was tried; `failed` and `pivot` must say it (``AccountRule``).
  public var tried: String?
  /// Why it did not work.
  public var why: String?
  /// What comes next.
  public var next: String?
  /// Paths below the ledger's root of what was attached.
  public var attachments: [String]
  /// Who wrote it where it was imported from, when that is nobody on the roster.
  public var author: String?

  /// What a comment carries; its text is its event's body.
  public init(
    status: String? = nil, results: [String] = [], tried: String? = nil, why: String? = nil,
    next: String? = nil, attachments: [String] = [], author: String? = nil
  ) {
    self.status = status
    self.results = results
    self.tried = tried
    self.why = why
    self.next = next
    self.attachments = attachments
    self.author = author
  }
}

/// A runner's word about an agent: why it could not speak. Never the agent speaking.
public struct Notice: Hashable, Sendable {
  /// What kept the agent from speaking.
  public enum Cause: Hashable, Sendable {
    /// The limit as the runner gave it, such as `30m`.
    case timedOut(String)
    /// What ended it, such as `SIGTERM`.
    case killed(String)
  }
  /// The agent that could not speak.
  public var about: AgentName
  /// Why it could not.
  public var cause: Cause

  /// A notice of a runner.
  public init(about: AgentName, cause: Cause) {
    self.about = about
    self.cause = cause
  }
}

/// How one issue relates to others.
public struct IssueLink: Hashable, Sendable {
  /// The issues that cannot be worked on before this one is closed.
  public var blocks: [IssueNumber]
  /// The issues whose directive this one follows.
  public var per: [IssueNumber]
  /// Numbers of pull requests on the host.
  public var pullRequests: [Int]
  /// The issue that this one is a part of; the last one said holds.
  public var parent: IssueNumber?
  /// The number that the host gave to an issue opened here.
  public var host: Int?
  /// True when the relations named are taken back.
  public var removes: Bool

  /// Relations that are made, or taken back where `removes` is true.
  public init(
    blocks: [IssueNumber] = [], per: [IssueNumber] = [], pullRequests: [Int] = [],
    parent: IssueNumber? = nil, host: Int? = nil, removes: Bool = false
  ) {
    self.blocks = blocks
    self.per = per
    self.pullRequests = pullRequests
    self.parent = parent
    self.host = host
    self.removes = removes
  }

  /// True when nothing is named.
  public var isEmpty: Bool {
    blocks.isEmpty && per.isEmpty && pullRequests.isEmpty && parent == nil && host == nil
  }
}
