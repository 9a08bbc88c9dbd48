import Documents
import Git
import Research

/// Today's state of one thread, for people and `grep`. Nothing reads it back.
enum Rendering {
  /// The paths of a folder's renderings and their bytes; nil for one that there is not now.
  static func of(
    _ folder: Layout.EventFolder, in snapshot: Snapshot, _ scope: ViewScope
  ) throws -> [(path: String, bytes: [UInt8]?)] {
    if case .results(let experiment) = folder { return try results(of: experiment, in: snapshot) }
    if case .program = folder { return ProgramPages.pages(of: try snapshot.program()) }
    if case .experiment(let id) = folder {
      // The spec in force, byte for byte.
      return [(Snapshot.path(of: folder) + ".md", try snapshot.specInForce(of: id))]
        + (try results(of: id, in: snapshot))
    }
    if let numbers = try numbers(on: folder, in: snapshot) {
      return try numbers.sorted { $0.description < $1.description }.map { number in
        (path(of: number), try text(of: number, in: snapshot, scope).map { Array($0.utf8) })
      }
    }
    guard let text = try text(of: folder, in: snapshot) else { return [] }
    return [(Snapshot.path(of: folder) + ".md", Array(text.utf8))]
  }

  /// The Markdown of a folder; nil where there is none.
  private static func text(
    of folder: Layout.EventFolder, in snapshot: Snapshot
  ) throws -> String? {
    switch folder {
    case .policy, .results, .experiment, .program, .numbers, .issue, .cycle: return nil
    case .agent(let name): return try snapshot.agent(name).map(text(of:))
    }
  }

  /// The numbers whose pages show what lies in a folder; nil for a folder without any.
  private static func numbers(
    on folder: Layout.EventFolder, in snapshot: Snapshot
  ) throws -> Set<CallNumber>? {
    let own: CallNumber?
    let called: [CallNumber?]
    switch folder {
    case .issue(let place):
      own = CallNumber(place)
      called = try snapshot.issues(openedUnder: place, conversation: false).map(\.call)
    case .cycle(let place):
      own = CallNumber(.cycle, place)
      called = try snapshot.cycles(openedUnder: place).map(\.call)
    case .numbers:
      let claims = try snapshot.settled().claims.map(\.settlement)
      let all = claims.map(\.number) + claims.compactMap(\.place.number)
      return Set(all.filter { $0.issue != nil || $0.row == .cycle })
    case .policy, .agent, .results, .experiment, .program: return nil
    }
    return Set(([own] + called).compactMap { $0 })
  }

  private static func path(of number: CallNumber) -> String {
    let folder = number.issue.map(Layout.folder(ofIssue:)) ?? Layout.folder(ofCycle: number.value)
    return folder + ".md"
  }

  /// The page of a number; nil where it means nothing.
  private static func text(
    of number: CallNumber, in snapshot: Snapshot, _ scope: ViewScope
  ) throws -> String? {
    if let issue = number.issue {
      let issues = try snapshot.issues(issue)
      if scope == .open, !issues.contains(where: { $0.state == .open }) { return nil }
      return page(issues.map(text(of:)))
    }
    return page(try snapshot.cycles(number.value).map(text(of:)))
  }

  /// What has one number on one page: nearly always one thing.
  private static func page(_ texts: [String]) -> String? {
    texts.count > 1 ? texts.joined(separator: "\n") : texts.first
  }

  /// What of the run that counts lies in the protocol's own places.
  static let resultFiles = ["metrics.json", "config.json", "analysis.md"]

  private static func results(
    of experiment: ExperimentID, in snapshot: Snapshot
  ) throws -> [(path: String, bytes: [UInt8]?)] {
    let keeper = try snapshot.experiments(experiment).first
    let history =
      try keeper.map { try snapshot.runs(of: $0) } ?? snapshot.runs(of: experiment)
    let analysis = keeper?.analysis
    return try resultFiles.map { name in
      let path = "\(Layout.folder(ofResults: experiment))/\(name)"
      if name == "analysis.md", let analysis { return (path, Array(analysis.body.utf8)) }
      guard let run = history.counting?.id,
        let blob = try snapshot.blob(at: "\(Layout.folder(of: run, of: experiment))/\(name)")
      else { return (path, nil) }
      return (path, try snapshot.repository.blob(blob))
    }
  }

  /// An issue's state as front matter, and its conversation below.
  static func text(of issue: Issue) -> String {
    var fields = [
      Field("issue", value(of: issue.number)),
      Field("title", .text(issue.title)),
      Field("state", .text(issue.state.rawValue)),
    ]
    put(&fields, "status", issue.lastStatus)
    put(&fields, "assignees", issue.assignees)
    put(&fields, "labels", issue.labels)
    if let priority = issue.priority { fields.append(Field("priority", .integer(priority))) }
    if issue.isDeferred { fields.append(Field("deferred", .text(issue.deferredUntil ?? "yes"))) }
    put(&fields, "blocks", issue.blocks.map(value(of:)))
    put(&fields, "per", issue.per.map(value(of:)))
    put(&fields, "pr", issue.pullRequests.map(Value.integer))
    if let parent = issue.parent { fields.append(Field("parent", value(of: parent))) }
    put(&fields, "creator", issue.creator.text)
    put(&fields, "opened", issue.opened.time.description)
    put(&fields, "opening", issue.opening.description)
    if issue.place != issue.number { fields.append(Field("opened_as", value(of: issue.place))) }
    var body = "# \(issue.title)\n"
    if !issue.text.isEmpty { body += "\n" + issue.text }
    for event in issue.events where event.name != issue.opening {
      body += "\n## \(event.agent) · \(EventPhrase.cycle(event))\(event.time) · "
      body += EventPhrase.what(event) + "\n"
      for line in EventPhrase.details(event) { body += "- \(line)\n" }
      if !event.body.isEmpty { body += "\n" + event.body }
    }
    return finished(fields, body)
  }

  static func text(of agent: Agent) -> String {
    var fields = [
      Field("agent", .text(agent.name.text)),
      Field("state", .text(agent.isActive ? "active" : "retired")),
      Field("kind", .text(agent.kind.rawValue)),
    ]
    put(&fields, "role", agent.profile.role)
    put(&fields, "model", agent.profile.model)
    put(&fields, "aliases", agent.profile.aliases ?? [])
    if agent.isExempt { fields.append(Field("exempt", .boolean(true))) }
    if let due = agent.profile.due { fields.append(Field("due", .integer(due))) }
    put(&fields, "reports_to", agent.profile.reportsTo?.text)
    put(&fields, "joined", agent.terms.last?.joined.time.description)
    put(&fields, "left", agent.terms.last?.left?.time.description)
    if !agent.warnings.isEmpty {
      fields.append(Field("warnings", .integer(agent.warnings.count)))
    }
    return finished(fields, agent.page)
  }

  static func text(of cycle: Cycle) -> String {
    var fields = [
      Field("cycle", .integer(cycle.number)),
      Field("state", .text(cycle.isOpen ? "open" : cycle.isFailed ? "failed" : "closed")),
      Field("opened", .text(cycle.opened.time.description)),
    ]
    put(&fields, "closed", cycle.closed?.time.description)
    put(&fields, "scheduled", cycle.start.scheduled)
    var body = ""
    for line in cycle.closing?.answers ?? [] {
      body += "- \(line.agent): \(line.answer.rawValue)"
      body += (line.evidence.map { " (\($0))" } ?? "") + "\n"
    }
    return finished(fields, body)
  }

  /// `194` is a number; `L7` is not.
  private static func value(of number: IssueNumber) -> Value {
    number.isLocal ? .text("\(number)") : .integer(number.value)
  }

  private static func put(_ fields: inout [Field], _ key: String, _ list: [Value]) {
    if !list.isEmpty { fields.append(Field(key, .list(list))) }
  }

  private static func put(_ fields: inout [Field], _ key: String, _ text: String?) {
    if let text { fields.append(Field(key, .text(text))) }
  }

  private static func put(
    _ fields: inout [Field], _ key: String, _ list: [some CustomStringConvertible]
  ) {
    if !list.isEmpty { fields.append(Field(key, .list(list.map { .text("\($0)") }))) }
  }

  private static func finished(_ fields: [Field], _ body: String) -> String {
    String(decoding: Document(fields: fields, body: body).serialized(), as: UTF8.self)
  }
}
