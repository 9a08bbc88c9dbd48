import Documents
public import Research

/// Asks of a hand-written event what commands ask of what they write.
public struct IntakeCheck {
  let snapshot: Snapshot

  /// - Parameter snapshot: the ledger that the event would go into.
  public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// - Throws: ``LedgerError`` when the author is not on the roster or something named is not
  ///   there, ``Refusal`` when a rule says no.
  public func check(_ event: Event, in path: String) throws {
    do {
      try ask(event, path)
    } catch let refusal as Refusal {
      let hint =
        refusal.rule == "account"
        ? "say it with the keys tried, why and next, or under headings of these names"
        : refusal.hint
      throw Refusal(rule: refusal.rule, reason: "\(path): \(refusal.reason)", hint: hint)
    }
  }

  private func ask(_ event: Event, _ path: String) throws {
    let roster = try snapshot.roster()
    let author = try author(of: event, roster, path)
    switch event.payload {
    case .unknown:
      throw EventFault(
        path: path, message: "`event` is \(event.name.kind), which no event of this folder is")
    case .founded:
      throw Refusal(
        rule: "founding", reason: "\(path) would found the ledger, which is founded already",
        hint: "leave it out")
    case .set(let setting):
      var policy = try snapshot.policy()
      if let author { try PolicyRule.check(setting.key, by: author) }
      if let reason = policy.apply(setting) { throw EventFault(path: path, message: reason) }
    case .protect, .unprotect, .key, .allow, .redact, .acknowledge:
      if let author { try PolicyRule.check("what is protected", by: author) }
    case .comment(let comment): try check(comment, event, path)
    case .notice(let notice):
      if roster.agent(spelled: notice.about.text) == nil { throw unknown(notice.about, path) }
    case .opened(let start):
      try refuseUnassignable(start.assignees, event, roster, path)
      try refuseLines([("title", [start.title]), ("labels", start.labels)], path)
      try refuseTakenNumber(event, path)
    case .cycleOpened: try refuseTakenNumber(event, path)
    case .close: try CloseRule.check(try issue(event, path), by: author, roster: roster)
    case .deferral:
      let issue = try issue(event, path)
      let directives = try issue.per.flatMap(directives)
      try DeferRule.check(issue, by: author, directives: directives, roster: roster)
    case .link(let link):
      let issue = try issue(event, path)
      // Else an agent could take back the directive first, and then put the issue off.
      let directives = try link.removes ? link.per.flatMap(directives) : []
      if directives.contains(where: { roster[$0.creator]?.kind == .human }) {
        try DeferRule.check(issue, by: author, directives: directives, roster: roster)
      }
      try check(link, issue, path)
    case .edit(let title):
      try refuseLines([("title", title.map { [$0] } ?? [])], path)
      _ = try issue(event, path)
    case .label(let add, _):
      try refuseLines([("add", add)], path)
      _ = try issue(event, path)
    case .assign(let add, _):
      try refuseUnassignable(add, event, roster, path)
      _ = try issue(event, path)
    case .reopen, .resumed, .priority: _ = try issue(event, path)
    case .joined, .edited, .warned, .retired:
      if let author { try ask(event, by: author, roster) }
    case .cycleClosed: break
    case .runStarted:
      throw Refusal(
        rule: "run", reason: "it would tell the start of a run that nobody watched",
        hint: "use `rtrack run EXP -- COMMAND`; what was run elsewhere `rtrack result add` takes in"
      )
    case .runEnded(let end): try check(end, event, path)
    case .registered, .amended:
      throw Refusal(
        rule: "registration", reason: "it would bring a spec, which comes with its file",
        hint: "use `rtrack experiment register FILE`, or `rtrack experiment amend ID FILE`")
    case .verdict, .analysis:
      throw Refusal(
        rule: "verdict", reason: "it would say a verdict that nothing here computed",
        hint: "use `rtrack verdict EXP --write`")
    case .program(let entry): try check(entry, path)
    case .settled:
      throw Refusal(
        rule: "numbers", reason: "it would give something another number",
        hint: "`rtrack sync` does so where two clones gave out the same one")
    case .withdrawn: try checkExperiment(of: event, by: author, roster, path)
    }
  }

  private func checkExperiment(
    of event: Event, by author: Agent?, _ roster: Roster, _ path: String
  ) throws {
    guard case .experiment(let id, let opening) = event.thread else { return }
    guard let experiment = try snapshot.experiments(id).first(where: { $0.opening == opening })
    else {
      throw LedgerError(
        .unknownExperiment, "\(path): \(id) was not registered by \(opening)",
        hint: "see them with `rtrack experiment list`")
    }
    if let earlier = experiment.withdrawn {
      throw LedgerError(.invalid, "\(path): \(id) was withdrawn by \(earlier.agent) already")
    }
    try ExperimentRule.check(experiment, "withdraws", by: author, roster: roster)
  }

  private func ask(_ event: Event, by author: Agent, _ roster: Roster) throws {
    guard case .agent(let name) = event.thread else { return }
    guard let agent = roster[name] else {
      return try RosterRule.checkJoining(name, by: author, roster: roster)
    }
    switch event.payload {
    case .edited(let change):
      try RosterRule.check(change, of: agent, by: author, roster: roster)
    case .joined: try RosterRule.checkJoining(name, by: author, roster: roster)
    default: try RosterRule.checkJudging(agent, by: author, roster: roster)
    }
  }

  /// Who speaks; nil for the machine, which says no more than machines do.
  private func author(of event: Event, _ roster: Roster, _ path: String) throws -> Agent? {
    let isIssue = if case .issue = event.thread { true } else { false }
    if event.agent == .system {
      let isCycle = if case .cycle = event.thread { true } else { false }
      if isCycle || event.name.kind == .notice || (!isIssue && roster.active.isEmpty) { return nil }
    }
    guard let agent = roster[event.agent] else { throw unknown(event.agent, path) }
    guard agent.isActive || agent.wasActive(at: event.time) else {
      throw LedgerError(
        .unknownAgent, "\(path): \(agent.name) was not on the roster at \(event.time)",
        hint: "see its terms with `rtrack agent show \(agent.name)`")
    }
    guard (agent.kind == .system) == (event.name.kind == .notice) || !isIssue else {
      throw LedgerError(
        .identity, "\(path): a notice is given by a system, and a system gives nothing else",
        hint: "\(agent.name) is on the roster as \(agent.kind.rawValue)")
    }
    return agent
  }

  private func unknown(_ name: AgentName, _ path: String) -> LedgerError {
    let near = ((try? snapshot.roster())?.nearest(to: name.text) ?? []).map(\.text)
    return LedgerError(
      .unknownAgent, "\(path): \"\(name)\" is not on the roster",
      hint: near.isEmpty
        ? "see the roster with `rtrack agent list`"
        : "did you mean \(near.joined(separator: ", "))?")
  }

  /// Nothing is given to who is nobody, or had left by then.
  private func refuseUnassignable(
    _ names: [AgentName], _ event: Event, _ roster: Roster, _ path: String
  ) throws {
    for name in names {
      guard let agent = roster[name] else { throw unknown(name, path) }
      if agent.isActive || agent.wasActive(at: event.time) { continue }
      throw LedgerError(
        .unknownAgent, "\(path): \(name) has been retired, so nothing is assigned to it",
        hint: "see when with `rtrack agent show \(name)`")
    }
  }

  /// Titles and labels are one line each, that is not empty.
  private func refuseLines(_ keys: [(key: String, texts: [String])], _ path: String) throws {
    for (key, texts) in keys {
      for text in texts where text.contains(where: \.isNewline) || text.allSatisfy(\.isWhitespace) {
        throw EventFault(path: path, message: "`\(key)` holds a text that is not one line")
      }
    }
  }

  private func directives(_ number: IssueNumber) throws -> [Issue] {
    try snapshot.issues(number, conversation: false)
  }

  private func issue(_ event: Event, _ path: String) throws -> Issue {
    if case .issue(let number, let opening) = event.thread {
      let all = try snapshot.issues(openedUnder: number, conversation: false)
      if let issue = all.first(where: { $0.opening == opening }) { return issue }
      throw LedgerError(
        .unknownIssue, "\(path): issue \(number) was not opened by \(opening)",
        hint: "leave `opening` out to mean the only issue of that number")
    }
    throw EventFault(path: path, message: "`event` is \(event.name.kind), which issues have")
  }

  private func check(_ comment: Comment, _ event: Event, _ path: String) throws {
    _ = try issue(event, path)
    for result in comment.results { try Evidence.check(result, in: snapshot) }
    for file in comment.attachments where try !snapshot.holds(file) {
      throw LedgerError(
        .invalid, "\(path): `attachments` names \(file), which the ledger does not hold",
        hint: "`rtrack comment N --attach FILE` attaches files")
    }
    try AccountRule.check(comment, headings: MarkdownOutline(event.body).headings.map(\.text))
  }

  private func check(_ link: IssueLink, _ issue: Issue, _ path: String) throws {
    for other in link.blocks + link.per + (link.parent.map { [$0] } ?? [])
    where try !snapshot.hasIssue(other) {
      throw LedgerError(
        .unknownIssue, "\(path): there is no issue \(other)",
        hint: "see them with `rtrack list --state all`")
    }
    if link.removes || link.blocks.isEmpty { return }
    var blocks: [IssueNumber: [IssueNumber]] = [:]
    for other in try snapshot.allIssues() { blocks[other.number, default: []] += other.blocks }
    for blocked in link.blocks {
      try BlocksRule.check(issue.number, blocks: blocked, given: blocks)
    }
  }

  private func refuseTakenNumber(_ event: Event, _ path: String) throws {
    let taken: String?
    switch event.thread {
    case .issue(let number, _): taken = try snapshot.hasIssue(number) ? "issue \(number)" : nil
    case .cycle(let number, _):
      taken = try snapshot.cycleNumbers().contains(number) ? "cycle \(number)" : nil
    case .policy, .agent, .results, .experiment, .program, .numbers: taken = nil
    }
    if let taken {
      throw LedgerError(
        .invalid, "\(path): \(taken) was opened before", hint: "give it a number that is free")
    }
  }
}
