import Research

/// The events of one import, while they are gathered.
struct ImportWork {
  let composer: Composer
  let places: HostThreads
  let voices: HostVoices
  var events: [Event] = []
  var outcome = HostImport.Outcome()
  private var threads: [Int: HostThreads.Thread] = [:]
  private var names: Set<String> = []

  init(_ composer: Composer, _ places: HostThreads, _ voices: HostVoices) {
    self.composer = composer
    self.places = places
    self.voices = voices
  }

  /// Finds every issue before anything is decided, so that all that is wrong is told at once.
  mutating func find(issues: Set<Int>, commented: Set<Int>) throws {
    var taken: [Int] = []
    var missing: [Int] = []
    for number in issues.union(commented).sorted() {
      switch try places.place(of: number) {
      case .here(let thread): threads[number] = thread
      case .free: if !issues.contains(number) { missing.append(number) }
      case .taken: taken.append(number)
      }
    }
    if !taken.isEmpty {
      let list = taken.map(String.init).joined(separator: ", ")
      let one = taken[0]
      throw Refusal(
        rule: "numbers",
        reason: taken.count == 1
          ? "the number \(list) is taken by another issue here; nothing was imported"
          : "these numbers are taken by other issues here: \(list); nothing was imported",
        hint: "where both are the same issue say so: `rtrack issue link \(one) --host \(one)`")
    }
    if !missing.isEmpty {
      let list = missing.map(String.init).joined(separator: ", ")
      throw LedgerError(
        .unknownIssue,
        "there are comments on issues that are neither here nor in these files: "
          + list,
        hint: "give the issues too: `gh issue list --state all --limit 10000 --json …`")
    }
  }

  /// One thing to write, before it has its place among the others.
  private struct Draft {
    let time: Timestamp?
    let kind: EventKind
    let payload: Payload
    let voice: HostVoices.Voice
    let origin: String
    var body = ""
  }

  /// An issue with its comments, in the order of time.
  mutating func take(_ number: Int, _ host: HostIssue?, _ comments: [HostComment]) throws {
    var drafts: [Draft] = []
    if let host {
      if let thread = threads[number], let issue = thread.issue {
        outcome.knownIssues += 1
        drafts += changes(of: host, comments, on: issue)
      } else {
        open(host)
        if host.isClosed { drafts.append(closing(of: host)) }
      }
    }
    guard var thread = threads[number] else { return }
    for comment in comments {
      let origins = comment.ids.map { "github:comment/\($0)" }
      guard thread.origins.isDisjoint(with: origins) else {
        outcome.knownComments += 1
        continue
      }
      thread.origins.formUnion(origins)
      let voice = voices.commenter(comment.author, body: comment.body)
      drafts.append(
        Draft(
          time: comment.created, kind: .comment,
          payload: .comment(Comment(author: voice.author)), voice: voice, origin: origins[0],
          body: comment.body))
      outcome.comments += 1
    }
    // What has no time of its own comes last.
    let sorted = drafts.enumerated().sorted { a, b in
      let (one, other) = (a.element.time ?? composer.now, b.element.time ?? composer.now)
      return one != other ? one < other : a.offset < b.offset
    }
    for (_, draft) in sorted { write(draft, in: &thread) }
    threads[number] = thread
  }

  private mutating func open(_ host: HostIssue) {
    guard let number = IssueNumber(host.number) else { return }
    let voice = voices.opener(host.author, title: host.title)
    let name = name(.opened, by: voice.agent)
    let start = IssueOpening(
      title: host.title, assignees: voices.assignees(host.assignees ?? [], title: host.title),
      labels: host.labels ?? [], author: voice.author)
    count(voice)
    events.append(
      Event(
        name: name, thread: .issue(number, opening: name), occurredAt: host.created,
        importedFrom: HostThreads.origin(of: host.number), payload: .opened(start),
        body: Composer.terminated(host.body)))
    threads[host.number] = HostThreads.Thread(
      number: number, opening: name, issue: nil,
      origins: [HostThreads.origin(of: host.number)], after: [name])
    outcome.opened.append(number)
  }

  private func closing(of host: HostIssue) -> Draft {
    Draft(
      time: host.closed ?? host.updated ?? host.created, kind: .close,
      payload: .close(reason: host.reason), voice: closer(of: host),
      origin: HostThreads.origin(of: host.number))
  }

  /// The machine, unless the export says who.
  private func closer(of host: HostIssue) -> HostVoices.Voice {
    let voice = host.closer.map(voices.account)
    return HostVoices.Voice(agent: voice?.agent ?? .system, author: nil)
  }

  private mutating func changes(
    of host: HostIssue, _ comments: [HostComment], on issue: Issue
  ) -> [Draft] {
    let known = HostState(issue)
    let newest =
      (comments.map(\.created)
      + [host.created, host.updated, host.closed]
      .compactMap { $0 }).max()
    if host.tellsItsAge, let newest, let seen = known.newest, newest < seen {
      outcome.older.append(issue.number)
      return []
    }
    let wanted = voices.assignees(host.assignees ?? [], title: host.title)
    return known.changes(to: host, assignees: wanted, on: issue).map { change in
      outcome.changes += 1
      if change.kind == .close {
        return Draft(
          time: host.closed ?? host.updated, kind: .close, payload: change.payload,
          voice: closer(of: host), origin: HostThreads.origin(of: host.number))
      }
      return Draft(
        time: host.updated, kind: change.kind, payload: change.payload,
        voice: HostVoices.Voice(agent: .system, author: nil),
        origin: HostThreads.origin(of: host.number), body: change.body)
    }
  }

  /// A pull request becomes a link on every issue that it names.
  mutating func link(_ request: HostPullRequest, besides others: Set<Int>) throws {
    let origin = "github:pr/\(request.number)"
    var isNew = false
    for number in request.named where !others.contains(number) {
      if threads[number] == nil, case .here(let thread) = try places.place(of: number) {
        threads[number] = thread
      }
      guard var thread = threads[number], !thread.origins.contains(origin),
        thread.issue?.pullRequests.contains(request.number) != true
      else { continue }
      let voice = voices.opener(request.author, title: request.title)
      thread.origins.insert(origin)
      let by = voice.author.map { " by \($0)" } ?? ""
      write(
        Draft(
          time: request.created, kind: .link,
          payload: .link(IssueLink(pullRequests: [request.number])), voice: voice,
          origin: origin, body: "Pull request \(request.number)\(by): \(request.title)"),
        in: &thread)
      threads[number] = thread
      isNew = true
    }
    if isNew { outcome.pullRequests += 1 }
  }

  private mutating func write(_ draft: Draft, in thread: inout HostThreads.Thread) {
    let name = name(draft.kind, by: draft.voice.agent)
    events.append(
      Event(
        name: name, thread: .issue(thread.number, opening: thread.opening),
        occurredAt: draft.time, importedFrom: draft.origin, after: thread.after,
        payload: draft.payload, body: Composer.terminated(draft.body)))
    thread.after = [name]
    count(draft.voice)
  }

  /// Thousands of events are named in one second, so the dice are asked again where they repeat.
  private mutating func name(_ kind: EventKind, by agent: AgentName) -> EventName {
    while true {
      let name = composer.name(kind, by: agent, in: nil)
      if names.insert(name.description).inserted { return name }
    }
  }

  private mutating func count(_ voice: HostVoices.Voice) {
    if let author = voice.author { outcome.authors[author, default: 0] += 1 }
  }
}
