/// The answers of one cycle: for each agent of it what it did, and what proves that.
public struct CycleAnswers: Hashable, Sendable {
  /// What is said of one agent.
  public struct Line: Hashable, Sendable {
    /// Whom it is about.
    public let agent: AgentName
    /// What is said of it, all told.
    public let answer: Answer
    /// What it would be without regard to when it arrived; differs only for `late`.
    public let found: Answer
    /// The event or `commit:<id>` that proves it; nil where there is nothing to show.
    public let evidence: String?
    /// How many acts of its own were found.
    public let acts: Int
    /// What the close recorded, when it recorded something else.
    public let recorded: RecordedAnswer?
  }
  /// A name that spoke and stands on no roster.
  public struct Stranger: Hashable, Sendable {
    /// The name as events and commits spell it.
    public let spelling: String
    /// How many acts there are under that name.
    public let acts: Int
    /// The first of them: an event's name or `commit:<id>`.
    public let evidence: String
  }

  /// The cycle they are of.
  public let cycle: Cycle
  /// By name.
  public let lines: [Line]
  /// Who spoke without being on the roster then; by spelling.
  public let strangers: [Stranger]

  /// What is said of this agent; nil where it had no part in the cycle.
  public subscript(agent: AgentName) -> Line? { lines.first { $0.agent == agent } }

  /// Works the answers out.
  ///
  /// - Parameters:
  ///   - acts: what was done in this cycle, by anybody, under any spelling.
  ///   - notices: what runners said of it.
  ///   - isKnown: whether the remote was seen late enough to call anybody silent.
  public init(
    of cycle: Cycle, roster: Roster, acts: [Act], notices: [NoticeGiven], now: Timestamp,
    isKnown: Bool
  ) {
    self.cycle = cycle
    let start = cycle.opened.time
    let end = cycle.closed?.time ?? now
    var byAgent: [AgentName: [Act]] = [:]
    var unknown: [String: [Act]] = [:]
    for act in acts {
      if let agent = roster.agent(spelled: act.agent) {
        if agent.kind != .system { byAgent[agent.name, default: []].append(act) }
      } else if act.agent != AgentName.system.text {
        // The machine that opens cycles and imports stands on no roster, and never speaks.
        unknown[act.agent, default: []].append(act)
      }
    }
    // Who opened the cycle may not have known of everybody who was there.
    var members = Set(cycle.start.roster + cycle.start.scheduled)
    for agent in roster.agents where agent.kind == .agent {
      if agent.terms.contains(where: { term in
        term.joined.time <= end && (term.left.map { $0.time > start } ?? true)
      }) {
        members.insert(agent.name)
      }
    }
    // Somebody who was not hired yet, or was gone, speaks as a stranger; a human never does.
    for (name, acts) in byAgent where !members.contains(name) && roster[name]?.kind == .agent {
      unknown[name.text, default: []] += acts
    }
    // A notice, too, may use another spelling.
    let noticesOf = Dictionary(grouping: notices) {
      roster.agent(spelled: $0.notice.about.text)?.name ?? $0.notice.about
    }
    lines = members.sorted().map { name in
      Self.line(
        name, of: cycle, agent: roster[name], acts: byAgent[name] ?? [],
        notices: noticesOf[name] ?? [], window: start..<max(end, start), isKnown: isKnown)
    }
    strangers = unknown.map { spelling, acts in
      let first = acts.min { ($0.time, $0.evidence) < ($1.time, $1.evidence) }
      let count = acts.reduce(0) { $0 + $1.count }
      return Stranger(spelling: spelling, acts: count, evidence: first?.evidence ?? "")
    }
    .sorted { $0.spelling < $1.spelling }
  }

  private static func line(
    _ name: AgentName, of cycle: Cycle, agent: Agent?, acts: [Act], notices: [NoticeGiven],
    window: Range<Timestamp>, isKnown: Bool
  ) -> Line {
    let best = acts.max { $1.says(moreThan: $0) }
    let recorded = cycle.closing?.answers.first { $0.agent == name }
    let notice = notices.min { $0.event < $1.event }
    var found: Answer
    var evidence: String?
    if let best {
      switch best.weight {
      case .result: found = .result
      case .spoke: found = .spoke
      case .noteOnly: found = .noteOnly
      }
      evidence = best.evidence
    } else if let notice {
      if case .timedOut = notice.notice.cause { found = .timedOut } else { found = .killed }
      evidence = notice.event.description
    } else if let left = agent?.terms.compactMap(\.left).first(where: {
      $0.time > window.lowerBound && $0.time <= window.upperBound
    }) {
      found = .left
      evidence = left.name.description
    } else if let joined = agent?.terms.map(\.joined).first(where: {
      $0.time > window.lowerBound
    }),
      !cycle.start.roster.contains(name)
    {
      found = .joined
      evidence = joined.name.description
    } else if cycle.start.exempt.contains(name) {
      found = .exempt
      evidence = cycle.opening.description
    } else if !cycle.start.scheduled.contains(name) {
      found = .notScheduled
      evidence = cycle.opening.description
    } else {
      found = isKnown ? .silent : .notKnown
    }
    let isLate = found.isSpeaking && recorded.map(wasMissed) == true
    return Line(
      agent: name, answer: isLate ? .late : found, found: found, evidence: evidence,
      acts: acts.reduce(0) { $0 + $1.count },
      recorded: recorded.flatMap {
        $0.answer == found ? nil : $0
      })
  }

  /// The close had looked, and found nothing of the agent's own.
  private static func wasMissed(_ recorded: RecordedAnswer) -> Bool {
    !recorded.answer.isSpeaking && recorded.answer != .notKnown
  }
}
