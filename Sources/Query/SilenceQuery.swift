public import Ledger
public import Research

/// Who was silent: each agent's answer in the cycles asked for, its streaks, and how much is known.
public struct SilenceReport: Sendable {
  /// Newest first.
  public let cycles: [CycleAnswers]
  /// For everybody who had a part in the cycle asked for.
  public let streaks: [AgentName: Streaks]
  /// When the remote's ledger was last looked at.
  public let freshness: Freshness
  /// The policy by which streaks were judged.
  public let policy: Policy
  /// The moment of asking; the end of a cycle that is still open.
  public let now: Timestamp
  /// The ledger's unreadable files.
  public let faults: [EventFault]

  /// The cycle that was asked for.
  public var asked: CycleAnswers { cycles[0] }
  /// Whether anybody was silent in the cycle asked for: exit status 1.
  public var someoneSilent: Bool {
    asked.lines.contains { $0.answer == .silent }
  }
  /// Whether anybody may have spoken where nobody has looked: exit status 2.
  public var somethingUnknown: Bool {
    asked.lines.contains { $0.answer == .notKnown }
  }
}

/// Works out who was silent, from the ledger and from branches of code.
public struct SilenceQuery {
  let ledger: Ledger
  let snapshot: Snapshot
  let reading: Reading?
  let now: Timestamp

  /// A query of what a snapshot holds, at a moment by this machine's clock; for writers, which go
  /// through all that their own moment holds.
  public init(of ledger: Ledger, snapshot: Snapshot, now: Timestamp) {
    self.ledger = ledger
    self.snapshot = snapshot
    reading = nil
    self.now = now
  }

  /// A query with the index.
  public init(_ reading: Reading, now: Timestamp) {
    ledger = reading.ledger
    snapshot = reading.snapshot
    self.reading = reading
    self.now = now
  }

  /// The answers for a cycle and those before it.
  ///
  /// - Parameters:
  ///   - number: nil means the only open cycle, or the last one that was closed.
  ///   - last: how many cycles, the asked one included, are wanted for themselves.
  public func report(cycle number: Int?, last: Int = 1) throws -> SilenceReport {
    let asked = try number ?? Self.usualCycle(in: snapshot)
    let numbers = try snapshot.cycleNumbers().filter { $0 <= asked }.reversed()
    guard numbers.first == asked, try !snapshot.cycles(asked).isEmpty else { throw unknown(asked) }
    let roster = try snapshot.roster()
    let policy = try snapshot.policy()
    let freshness = Witness(of: ledger).freshness()
    // Streaks end soon as a rule; looking back doubles until every one has ended.
    var depth = max(last, policy.retireAfter + 1, 8)
    while true {
      let cycles = try numbers.prefix(depth).flatMap { try snapshot.cycles($0).prefix(1) }
      let answers = try self.answers(cycles, roster, policy, freshness)
      var streaks: [AgentName: Streaks] = [:]
      var isLong = false
      for line in answers[0].lines {
        let streak = Streaks(
          of: line.agent, in: answers, policy: policy,
          isActive: roster[line.agent]?.isActive ?? false,
          since: roster[line.agent]?.terms.last?.joined.time)
        streaks[line.agent] = streak
        if streak.reachesBack(through: answers, for: line.agent) { isLong = true }
      }
      if !isLong || depth >= numbers.count {
        return SilenceReport(
          cycles: Array(answers.prefix(max(1, last))), streaks: streaks, freshness: freshness,
          policy: policy, now: now, faults: snapshot.faults)
      }
      depth *= 4
    }
  }

  /// The answers as they are at the moment of closing a cycle.
  public func closing(_ cycle: Cycle) throws -> CycleAnswers {
    try answers(
      [cycle], snapshot.roster(), snapshot.policy(), Witness(of: ledger).freshness())[0]
  }

  private func answers(
    _ cycles: [Cycle], _ roster: Roster, _ policy: Policy, _ freshness: Freshness
  ) throws -> [CycleAnswers] {
    let events =
      try reading.map { try EventActs($0, cycles: cycles) } ?? EventActs(snapshot, cycles: cycles)
    let start = cycles.map(\.opened.time).min() ?? now
    let commits = try CodeActs(of: ledger, roster: roster, policy: policy).since(start)
    return cycles.map { cycle in
      let from = cycle.opened.time
      let to = cycle.closed?.time ?? now.adding(seconds: 1)
      let made = commits.filter { $0.time >= from && $0.time < max(to, from.adding(seconds: 1)) }
      // An open cycle's end is now: a look at the remote that is fresh enough will do.
      let end = cycle.closed?.time ?? now.adding(seconds: -policy.freshSeconds)
      return CycleAnswers(
        of: cycle, roster: roster, acts: (events.acts[cycle.opening] ?? []) + made,
        notices: events.notices[cycle.opening] ?? [], now: now,
        isKnown: freshness.covers(cycle.closed.map { $0.at } ?? end))
    }
  }

  /// The cycle that is meant when none is named: the only open one, or the last.
  public static func usualCycle(in snapshot: Snapshot) throws -> Int {
    let open = try snapshot.openCycles()
    if open.count > 1 {
      let numbers = open.map { String($0.number) }.joined(separator: ", ")
      throw LedgerError(
        .ambiguous, "several cycles are open: \(numbers)", hint: "say which with --cycle")
    }
    if let only = open.first { return only.number }
    guard let last = try snapshot.cycleNumbers().last else {
      throw LedgerError(
        .unknownCycle, "no cycle was ever opened", hint: "open one with `rtrack cycle open`")
    }
    return last
  }

  private func unknown(_ number: Int) -> LedgerError {
    LedgerError(
      .unknownCycle, "there is no cycle \(number)", hint: "see them with `rtrack cycle list`")
  }
}
