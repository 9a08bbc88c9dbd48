public import Research

/// Issues, agents, cycles and the policy, as the events make them.
extension Snapshot {
  /// Every folder that holds events.
  public func eventFolders() throws -> [Layout.EventFolder] {
    var folders: [Layout.EventFolder] = [.policy, .program, .numbers]
    for name in try folderNames(in: "\(Layout.root)/agents") {
      if let name = AgentName(name) {
        folders.append(.agent(name))
      } else {
        fault("\(Layout.root)/agents/\(name)", "is no agent's name")
      }
    }
    folders += try cyclePlaces().map { .cycle($0) }
    folders += try issueNumbers().map { .issue($0) }
    folders += try experimentsWithResults().map { .results($0) }
    folders += try experimentIDs().map { .experiment($0) }
    return folders
  }

  /// The numbers under which issues were opened, in order.
  public func issueNumbers() throws -> [IssueNumber] {
    var numbers: [IssueNumber] = []
    for hundred in try folderNames(in: "\(Layout.root)/issues") {
      for name in try folderNames(in: "\(Layout.root)/issues/\(hundred)") {
        guard let number = IssueNumber(name), number.hundred == hundred else {
          fault("\(Layout.root)/issues/\(hundred)/\(name)", "is no issue's number")
          continue
        }
        numbers.append(number)
      }
    }
    return numbers.sorted()
  }

  /// Whether something was ever called by this number.
  public func hasIssue(_ number: IssueNumber) throws -> Bool {
    if try !entries(Layout.folder(ofIssue: number)).isEmpty { return true }
    return try !settled().claims(on: CallNumber(number)).isEmpty
  }

  /// The issues that a number means: one, or several where clones opened it before they met and
  /// that is not settled yet, its keeper first; empty when there is none.
  ///
  /// - Parameter conversation: whether to read comments and notices, which change no state.
  public func issues(_ number: IssueNumber, conversation: Bool = true) throws -> [Issue] {
    try meant(by: CallNumber(number), at: [.issue(number)]) { place in
      guard case .issue(let place) = place else { return [] }
      return try issues(openedUnder: place, conversation: conversation)
    }
  }

  /// The issues that were opened under one number, whatever they are called now.
  ///
  /// - Parameter conversation: whether to read comments and notices, which change no state.
  public func issues(
    openedUnder number: IssueNumber, conversation: Bool = true
  ) throws -> [Issue] {
    conversation
      ? try issues(number, folding: try events(in: .issue(number)))
      : try outline(of: number).issues
  }

  /// The issues that were opened by these events of one number's folder.
  func issues(_ number: IssueNumber, folding events: [Event]) throws -> [Issue] {
    let issues = try called(Issue.folding(number, events))
    let openings = Set(issues.map(\.opening))
    for event in events {
      if case .issue(_, let opening) = event.thread, !openings.contains(opening) {
        fault(Layout.path(of: event), "belongs to \(opening), which is not in the ledger")
      }
    }
    return issues
  }

  /// Every issue, without its conversation.
  public func allIssues() throws -> [Issue] {
    try issueNumbers().flatMap { try issues(openedUnder: $0, conversation: false) }
  }

  /// Everybody who is or was on the roster.
  public func roster() throws -> Roster {
    if let rosterFold { return rosterFold }
    var agents: [Agent] = []
    for folder in try folderNames(in: "\(Layout.root)/agents") {
      guard let name = AgentName(folder) else {
        fault("\(Layout.root)/agents/\(folder)", "is no agent's name")
        continue
      }
      if let agent = Agent(name: name, events: try events(in: .agent(name))) {
        agents.append(agent)
      }
    }
    let roster = Roster(agents)
    rosterFold = roster
    return roster
  }

  /// Who has exactly this name; of all the roster only this entry is read.
  public func agent(_ name: AgentName) throws -> Agent? {
    if let rosterFold { return rosterFold[name] }
    return Agent(name: name, events: try events(in: .agent(name)))
  }

  /// What holds for the whole ledger; folded once. Where keys are held, a limit that was made
  /// milder counts only with authority.
  public func policy() throws -> Policy {
    if let judgedFold { return judgedFold }
    let events = try events(in: .policy)
    let hasKeys = events.contains { if case .key = $0.payload { true } else { false } }
    guard hasKeys, let authorised = try authorise?(self) else { return try plainPolicy() }
    let policy = Policy(events, authorised: authorised)
    judgedFold = policy
    return policy
  }

  /// What is nobody's to loosen: the version of the ledger, and who gives out numbers. No signature
  /// is looked at for it.
  public func plainPolicy() throws -> Policy {
    if let policyFold { return policyFold }
    let policy = Policy(try events(in: .policy))
    policyFold = policy
    return policy
  }

  /// The experiments that have results.
  public func experimentsWithResults() throws -> [ExperimentID] {
    try folderNames(in: "\(Layout.root)/results").compactMap { name in
      if let experiment = ExperimentID(name) { return experiment }
      fault("\(Layout.root)/results/\(name)", "is no experiment's name")
      return nil
    }
  }

  /// The runs under an experiment's id; none where it has no results.
  public func runs(of experiment: ExperimentID) throws -> RunHistory {
    RunHistory(try events(in: .results(experiment)))
  }

  /// The ids under which experiments were registered, in order.
  public func experimentIDs() throws -> [ExperimentID] {
    if let knownExperiments { return knownExperiments }
    var ids: [ExperimentID] = []
    for name in try folderNames(in: "\(Layout.root)/experiments") {
      if let id = ExperimentID(name) {
        ids.append(id)
      } else {
        fault("\(Layout.root)/experiments/\(name)", "is no experiment's name")
      }
    }
    ids.sort { ($0.number ?? .max, $0.text) < ($1.number ?? .max, $1.text) }
    knownExperiments = ids
    return ids
  }

  /// The experiments registered under one id, its keeper first; empty when there is none.
  public func experiments(_ id: ExperimentID) throws -> [Experiment] {
    let events = try events(in: .experiment(id))
    let experiments = try called(Experiment.folding(id, events))
    let openings = Set(experiments.map(\.opening))
    for event in events {
      if case .experiment(_, let opening) = event.thread, !openings.contains(opening) {
        fault(Layout.path(of: event), "belongs to \(opening), which is not in the ledger")
      }
    }
    return experiments
  }

  /// The experiments that a number means, as ``issues(_:conversation:)``.
  public func experiments(numbered number: Int) throws -> [Experiment] {
    guard let call = CallNumber(.experiment, number) else { return [] }
    let own = try experimentIDs().filter { $0.number == number }
    return try meant(by: call, at: own.map { .experiment($0) }) { place in
      guard case .experiment(let id) = place else { return [] }
      return try experiments(id)
    }
  }

  /// The research program: questions, log, hand-offs.
  public func program() throws -> ResearchProgram { ResearchProgram(try events(in: .program)) }

  /// The numbers that cycles are called by, in order.
  public func cycleNumbers() throws -> [Int] {
    let given = try settled().claims.map(\.settlement.number).filter { $0.row == .cycle }
    return Set(try cyclePlaces() + given.map(\.value)).sorted()
  }

  /// The numbers under which cycles were opened, in order.
  public func cyclePlaces() throws -> [Int] {
    var numbers: [Int] = []
    for folder in try folderNames(in: "\(Layout.root)/cycles") {
      guard let number = Int(folder), Layout.folder(ofCycle: number).hasSuffix("/" + folder) else {
        fault("\(Layout.root)/cycles/\(folder)", "is no cycle's number")
        continue
      }
      numbers.append(number)
    }
    return numbers.sorted()
  }

  /// The cycles that a number means, as ``issues(_:conversation:)``.
  public func cycles(_ number: Int) throws -> [Cycle] {
    guard let call = CallNumber(.cycle, number) else { return [] }
    return try meant(by: call, at: [.cycle(number)]) { place in
      guard case .cycle(let place) = place else { return [] }
      return try cycles(openedUnder: place)
    }
  }

  /// The cycles that were opened under one number, whatever they are called now.
  public func cycles(openedUnder number: Int) throws -> [Cycle] {
    try called(Cycle.folding(number, try events(in: .cycle(number))))
  }

  /// The cycles that are open: told from names, and only these are read.
  public func openCycles() throws -> [Cycle] {
    var open: [Cycle] = []
    for number in try cyclePlaces() {
      let kinds = try files(in: .cycle(number)).map(\.name.kind)
      // One opening and one closing: closed. Anything else is worth reading.
      if kinds == [.opened, .closed] { continue }
      open += try cycles(openedUnder: number).filter(\.isOpen)
    }
    return open
  }
}
