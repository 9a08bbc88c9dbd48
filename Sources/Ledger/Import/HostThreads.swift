import Research

/// Which issue of the ledger is which of the host.
struct HostThreads {
  /// One issue that takes part in an import.
  struct Thread {
    let number: IssueNumber
    let opening: EventName
    /// As the ledger holds it; nil for one that this import opens.
    let issue: Issue?
    /// Where its imported events came from.
    var origins: Set<String>
    /// What the next event comes after.
    var after: [EventName]
  }

  /// What stands under a number of the host.
  enum Place {
    case here(Thread)
    /// Nothing.
    case free
    /// Another issue, opened here.
    case taken
  }

  private let snapshot: Snapshot
  private let composer: Composer
  /// Issues opened here that were linked to a number of the host.
  private let linked: [Int: IssueNumber]

  init(_ composer: Composer) throws {
    self.composer = composer
    snapshot = composer.snapshot
    var linked: [Int: IssueNumber] = [:]
    for issue in try snapshot.allIssues() {
      if let number = issue.hostNumber, linked[number] == nil { linked[number] = issue.number }
    }
    self.linked = linked
  }

  /// Where an imported issue comes from.
  static func origin(of number: Int) -> String { "github:issue/\(number)" }

  func place(of number: Int) throws -> Place {
    guard let own = IssueNumber(number) else { return .taken }
    let there = try snapshot.issues(openedUnder: own)
    let imported = there.first { $0.opened.importedFrom == Self.origin(of: number) }
    if let imported { return .here(try thread(imported)) }
    if let number = linked[number], let issue = try snapshot.issues(number).first {
      return .here(try thread(issue))
    }
    return try snapshot.hasIssue(own) ? .taken : .free
  }

  private func thread(_ issue: Issue) throws -> Thread {
    Thread(
      number: issue.place, opening: issue.opening, issue: issue,
      origins: Set(issue.events.compactMap(\.importedFrom)),
      after: try composer.after(in: .issue(issue.place)))
  }
}

/// What earlier imports took an issue of the host to be, whatever was changed here since.
struct HostState {
  var title: String?
  var text: String?
  var isClosed = false
  var labels = Set<String>()
  var assignees = Set<AgentName>()
  /// The newest thing of the host that is known.
  var newest: Timestamp?

  init(_ issue: Issue) {
    for event in issue.events where event.importedFrom?.hasPrefix("github:") == true {
      // A pull request may be younger than anything that an export says of the issue itself.
      if let time = event.occurredAt, event.name.kind != .link {
        newest = max(newest ?? time, time)
      }
      switch event.payload {
      case .opened(let start):
        title = start.title
        text = event.body
        labels = Set(start.labels)
        assignees = Set(start.assignees)
      case .edit(let newTitle):
        title = newTitle ?? title
        if !event.body.isEmpty { text = event.body }
      case .close: isClosed = true
      case .reopen: isClosed = false
      case .label(let add, let remove): labels = labels.subtracting(remove).union(add)
      case .assign(let add, let remove): assignees = assignees.subtracting(remove).union(add)
      default: break
      }
    }
  }

  /// What the host says now, as events that have not been imported yet.
  func changes(to host: HostIssue, assignees wanted: [AgentName], on issue: Issue) -> [(
    kind: EventKind, payload: Payload, body: String
  )] {
    var changes: [(kind: EventKind, payload: Payload, body: String)] = []
    if let title {
      let body = Composer.terminated(host.body)
      let newBody = body == text || body.isEmpty ? "" : body
      if title != host.title || !newBody.isEmpty {
        changes.append((.edit, .edit(title: title == host.title ? nil : host.title), newBody))
      }
    }
    if let names = host.labels {
      let add = names.filter { !labels.contains($0) }
      let remove = labels.subtracting(names).sorted()
      if !add.isEmpty || !remove.isEmpty {
        changes.append((.label, .label(add: add, remove: remove), ""))
      }
    }
    if host.assignees != nil {
      let add = wanted.filter { !assignees.contains($0) }
      let remove = assignees.subtracting(wanted).sorted()
      if !add.isEmpty || !remove.isEmpty {
        changes.append((.assign, .assign(add: add, remove: remove), ""))
      }
    }
    // What was closed or reopened here already needs no second event.
    if host.isClosed != isClosed, host.isClosed != (issue.state == .closed) {
      changes.append(
        host.isClosed
          ? (.close, .close(reason: host.reason), "") : (.reopen, .reopen, ""))
    }
    return changes
  }
}
