/// How long an agent has been silent, and without a result, and what the policy says to that.
public struct Streaks: Hashable, Sendable {
  /// What the policy says is due.
  public enum Advice: String, Sendable {
    case warn
    case finalWarning = "final-warning"
    case retire
  }

  /// Cycles in a row in which it was the agent's turn and nothing came.
  public let silent: Int
  /// Cycles in a row in which it could have spoken and gave no result.
  public let withoutResult: Int
  /// What is due; nil where nothing is, or where too little is known.
  public let advice: Advice?

  /// Counts back from the newest cycle.
  ///
  /// A cycle that failed as a whole counts for nobody. One in which the agent was not scheduled,
  /// exempt, killed, timed out, new, or leaving neither lengthens a streak nor ends it. One that
  /// is not known ends what can be said. One that is still open is not yet counted, and none from
  /// before the agent last joined.
  public init(
    of agent: AgentName, in cycles: [CycleAnswers], policy: Policy, isActive: Bool,
    since joined: Timestamp? = nil
  ) {
    var silent = 0
    var withoutResult = 0
    var countsSilence = true
    var countsResults = true
    var isKnown = true
    let newestFirst = cycles.sorted {
      ($0.cycle.opened.time, $0.cycle.opening) > ($1.cycle.opened.time, $1.cycle.opening)
    }
    for answers in newestFirst {
      if let joined, answers.cycle.opened.time < joined { break }
      guard let line = answers[agent], !answers.cycle.isOpen, !answers.cycle.isFailed else {
        continue
      }
      switch line.found {
      case .silent:
        if countsSilence { silent += 1 }
        if countsResults { withoutResult += 1 }
      case .spoke, .noteOnly, .late:
        countsSilence = false
        if countsResults { withoutResult += 1 }
      case .result:
        countsSilence = false
        countsResults = false
      case .notKnown:
        if countsSilence { isKnown = false }
        countsSilence = false
        countsResults = false
      case .timedOut, .killed, .notScheduled, .joined, .left, .exempt: continue
      }
      if !countsSilence && !countsResults { break }
    }
    self.silent = silent
    self.withoutResult = withoutResult
    if !isActive || !isKnown {
      advice = nil
    } else if silent >= policy.retireAfter {
      advice = .retire
    } else if silent >= policy.finalWarningAfter {
      advice = .finalWarning
    } else {
      advice = silent >= policy.warnAfter ? .warn : nil
    }
  }

  /// Whether a streak is still running at the oldest of these cycles, so that an older one could
  /// lengthen it.
  public func reachesBack(through cycles: [CycleAnswers], for agent: AgentName) -> Bool {
    let counted = cycles.filter { answers in
      guard !answers.cycle.isOpen, !answers.cycle.isFailed, let line = answers[agent] else {
        return false
      }
      switch line.found {
      case .silent, .spoke, .noteOnly, .late, .result, .notKnown: return true
      case .timedOut, .killed, .notScheduled, .joined, .left, .exempt: return false
      }
    }
    return silent == counted.count || withoutResult == counted.count
  }
}
