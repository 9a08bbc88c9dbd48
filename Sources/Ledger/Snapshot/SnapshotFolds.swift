public import Research

/// Issues, agents, cycles and the policy, as the events make them.
extension Snapshot {
  /// Every folder that holds events.
  public func eventFolders() throws -> [Layout.EventFolder] {
    var folders: [Layout.EventFolder] = [.policy, .program]
    for name in try folderNames(in: "\(Layout.root)/agents") {
      if let name = AgentName(name) {
        folders.append(.agent(name))
      } else {
        fault("\(Layout.root)/agents/\(name)", "is no agent's name")
      }
    }
    folders += try cycleNumbers().map { .cycle($0) }
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

  /// Whether something was ever opened under this number.
  public func hasIssue(_ number: IssueNumber) throws -> Bool {
    try !entries(Layout.folder(ofIssue: number)).isEmpty
  }

  /// The issues opened under one number, the number's keeper first; empty when there is none.
  ///
  /// - Parameter conversation: whether to read comments and notices, which change no state.
  public func issues(_ number: IssueNumber, conversation: Bool = true) throws -> [Issue] {
    conversation
      ? issues(number, folding: try events(in: .issue(number)))
      : try outline(of: number).issues
  }

  /// The issues that were opened by these events of one number's folder.
  func issues(_ number: IssueNumber, folding events: [Event]) -> [Issue] {
    let issues = Issue.folding(number, events)
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
    try issueNumbers().flatMap { try issues($0, conversation: false) }
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

  /// The runs of an experiment; none where it has no results.
  public func runs(of experiment: ExperimentID) throws -> RunHistory {
    RunHistory(try events(in: .results(experiment)))
  }

  /// The ids under which experiments were registered, in order.
  public func experimentIDs() throws -> [ExperimentID] {
    try folderNames(in: "\(Layout.root)/experiments").compactMap { name in
      if let id = ExperimentID(name) { return id }
      fault("\(Layout.root)/experiments/\(name)", "is no experiment's name")
      return nil
    }.sorted { ($0.number ?? .max, $0.text) < ($1.number ?? .max, $1.text) }
  }

  /// The experiments registered under one id, its keeper first; empty when there is none.
  public func experiments(_ id: ExperimentID) throws -> [Experiment] {
    let events = try events(in: .experiment(id))
    let experiments = Experiment.folding(id, events)
    let openings = Set(experiments.map(\.opening))
    for event in events {
      if case .experiment(_, let opening) = event.thread, !openings.contains(opening) {
        fault(Layout.path(of: event), "belongs to \(opening), which is not in the ledger")
      }
    }
    return experiments
  }

  /// The research program: questions, log, hand-offs.
  public func program() throws -> ResearchProgram { ResearchProgram(try events(in: .program)) }

  /// The numbers of all cycles, in order.
  public func cycleNumbers() throws -> [Int] {
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

  /// The cycles opened under one number, its keeper first; empty when there is none.
  public func cycles(_ number: Int) throws -> [Cycle] {
    Cycle.folding(number, try events(in: .cycle(number)))
  }

  /// The cycles that are open: told from names, and only these are read.
  public func openCycles() throws -> [Cycle] {
    var open: [Cycle] = []
    for number in try cycleNumbers() {
      let kinds = try files(in: .cycle(number)).map(\.name.kind)
      // One opening and one closing: closed. Anything else is worth reading.
      if kinds == [.opened, .closed] { continue }
      open += try cycles(number).filter(\.isOpen)
    }
    return open
  }
}
