import Research

/// A lab's history as the calls that a lab would have made.
///
/// The rule: commits in order of time; a cycle begins with the first of a run of commits by the
/// managers, and lasts to the beginning of the next. On turn in a cycle were
/// - who committed in it;
/// - workers who were passed over: they take turns in the order of their names, and somebody
///   behind them came; a cycle that begins behind the last one's end goes on from there;
/// - whoever was killed in it.
struct Script {
  /// One call of rtrack, at its moment.
  struct Call {
    let time: Timestamp
    /// Calls of one moment: rosters, then closings, openings, and what is said.
    let rank: Int
    let words: [String]
  }

  /// From the opening's moment up to the next one's.
  struct Cycle {
    let number: Int
    let start: Timestamp
    let end: Timestamp
    let scheduled: [String]
  }

  let calls: [Call]
  let cycles: [Cycle]

  init(_ lab: LabRecord) {
    cycles = Self.cycles(lab)
    var calls = Self.rosterCalls(lab)
    for cycle in cycles {
      calls.append(
        Call(
          time: cycle.start, rank: 2,
          words: [
            "cycle", "open", "--number", "\(cycle.number)", "--scheduled",
            cycle.scheduled.joined(separator: ","), "--occurred-at", "\(cycle.start)",
          ]))
      let failed = lab.facts.failed.contains(cycle.number) ? ["--failed"] : []
      calls.append(
        Call(
          time: cycle.end, rank: 1,
          words: ["cycle", "close", "\(cycle.number)", "--occurred-at", "\(cycle.end)"] + failed))
    }
    for issue in lab.facts.issues {
      calls.append(
        Call(
          time: issue.time, rank: 3,
          words: [
            "issue", "open", issue.title, "--number", "\(issue.number)", "--as", issue.by,
            "--occurred-at", "\(issue.time)",
          ]))
    }
    for kill in lab.facts.kills {
      calls.append(
        Call(
          time: kill.time, rank: 4,
          words: ["comment", "\(kill.issue)", "--system", "--about", kill.agent] + kill.cause
            + ["--cycle", "\(kill.cycle)", "--occurred-at", "\(kill.time)"]))
    }
    for result in lab.facts.results {
      guard let commit = lab.commits.first(where: { $0.id == result.commit }) else { continue }
      calls.append(
        Call(
          time: commit.time, rank: 4,
          words: [
            "comment", "\(result.issue)", result.text, "--result", result.path, "--as",
            result.agent, "--status", "done", "--occurred-at", "\(commit.time)",
          ]))
    }
    self.calls = calls.enumerated().sorted {
      ($0.element.time, $0.element.rank, $0.offset) < ($1.element.time, $1.element.rank, $1.offset)
    }.map(\.element)
  }

  // MARK: Who is there

  /// A worker or manager, and when it was there.
  private struct Term {
    let agent: String
    let isManager: Bool
    let from: Timestamp
    var to: Timestamp?
  }

  private static func terms(_ lab: LabRecord) -> [Term] {
    var open: [String: Term] = [:]
    var closed: [Term] = []
    for roster in lab.rosters {
      let managers = roster.managers.filter(lab.facts.managers.contains)
      // Whoever is listed twice is one all the same.
      let present = Set(managers + roster.workers)
      for name in open.keys.sorted() where !present.contains(name) {
        if var term = open.removeValue(forKey: name) {
          term.to = roster.time
          closed.append(term)
        }
      }
      for name in present.sorted() where open[name] == nil {
        open[name] = Term(agent: name, isManager: managers.contains(name), from: roster.time)
      }
    }
    for hire in lab.facts.hired where open[hire.agent] == nil {
      open[hire.agent] = Term(agent: hire.agent, isManager: false, from: hire.time)
    }
    return closed + open.keys.sorted().compactMap { open[$0] }
  }

  private static func rosterCalls(_ lab: LabRecord) -> [Call] {
    let begin = lab.rosters.first?.time ?? lab.commits[0].time
    var calls = [
      Call(
        time: begin, rank: -2,
        words: ["agent", "add", lab.facts.keeper, "--human", "--occurred-at", "\(begin)"])
    ]
    let keeper = ["--as", lab.facts.keeper]
    for system in lab.facts.systems {
      calls.append(
        Call(
          time: begin, rank: -1,
          words: ["agent", "add", system, "--system", "--occurred-at", "\(begin)"] + keeper))
    }
    let terms = terms(lab)
    for term in terms {
      var words = ["agent", "add", term.agent, "--role", term.isManager ? "manager" : "worker"]
      let page = lab.pages.last { $0.agent == term.agent && $0.time <= term.from }
      if let page { words += ["-m", page.text] }
      if let model = page?.model { words += ["--model", model] }
      for alias in lab.facts.aliases.first(where: { $0.agent == term.agent })?.spellings ?? [] {
        words += ["--alias", alias]
      }
      if lab.facts.exempt.contains(term.agent) { words.append("--exempt") }
      words += ["--occurred-at", "\(term.from)"] + keeper
      calls.append(Call(time: term.from, rank: 0, words: words))
      if let to = term.to {
        calls.append(
          Call(
            time: to, rank: 0,
            words: [
              "agent", "retire", term.agent, "--reason", "no longer among the lab's agent files",
              "--occurred-at", "\(to)",
            ] + keeper))
      }
    }
    for page in lab.pages {
      let isThere = terms.contains { term in
        term.agent == page.agent && term.from < page.time
          && (term.to.map { $0 > page.time } ?? true)
      }
      guard isThere else { continue }
      calls.append(
        Call(
          time: page.time, rank: 0,
          words: [
            "agent", "edit", page.agent, "-m", page.text, "--occurred-at", "\(page.time)",
          ] + keeper))
    }
    return calls
  }

  // MARK: Whose turn it is

  private static func cycles(_ lab: LabRecord) -> [Cycle] {
    let managers = Set(lab.facts.managers.map(AgentName.squashed))
    var starts: [Timestamp] = []
    var wasManager = false
    for commit in lab.commits {
      let isManager = managers.contains(AgentName.squashed(commit.agent))
      if isManager && !wasManager { starts.append(commit.time) }
      wasManager = isManager
    }
    let terms = terms(lab)
    let last = (lab.commits.last?.time ?? Timestamp(seconds: 0)).adding(seconds: 1)
    var cycles: [Cycle] = []
    var turn: String?
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : last
      let present = terms.filter { $0.from <= start && ($0.to.map { $0 > start } ?? true) }
      let spellings = Set(
        lab.commits.filter { $0.time >= start && $0.time < end }
          .map { AgentName.squashed($0.agent) })
      func spoke(_ term: Term) -> Bool {
        let aliases = lab.facts.aliases.first { $0.agent == term.agent }?.spellings ?? []
        return ([term.agent] + aliases).contains { spellings.contains(AgentName.squashed($0)) }
      }
      var scheduled = Set(present.filter(spoke).map(\.agent))
      let kills = lab.facts.kills.filter { $0.cycle == index + 1 }.map(\.agent)
      scheduled.formUnion(kills.filter { name in present.contains { $0.agent == name } })
      let workers = present.filter { !$0.isManager }.map(\.agent).sorted()
      let came = workers.filter(scheduled.contains)
      if let first = came.first, let last = came.last, start <= lab.facts.turnsKnownUntil {
        let before = turn.flatMap { $0 < first ? $0 : nil }
        let exempt = lab.facts.exempt
        scheduled.formUnion(
          workers.filter {
            $0 <= last && (before.map($0.isBehind) ?? true) && !exempt.contains($0)
          })
        turn = last == workers.last ? nil : last
      }
      cycles.append(
        Cycle(number: index + 1, start: start, end: end, scheduled: scheduled.sorted()))
    }
    return cycles
  }
}

extension String {
  /// Whether this name's turn comes after another's.
  fileprivate func isBehind(_ other: String) -> Bool { self > other }
}
