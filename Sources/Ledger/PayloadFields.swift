import Documents
import Research

/// What events say, as keys of front matter, kind by kind.
enum PayloadFields {
  /// The keys of a payload, in the order they are written.
  static func fields(of payload: Payload) -> [Field] {
    var fields: [Field] = []
    func put(_ key: String, _ text: String?) {
      if let text { fields.append(Field(key, .text(text))) }
    }
    func put(_ key: String, _ list: [some CustomStringConvertible]) {
      if !list.isEmpty { fields.append(Field(key, .list(list.map { .text("\($0)") }))) }
    }
    func put(_ key: String, numbers: [IssueNumber]) {
      if numbers.isEmpty { return }
      let values = numbers.map { $0.isLocal ? Value.text("\($0)") : .integer($0.value) }
      fields.append(Field(key, .list(values)))
    }
    func put(_ key: String, number: Int?) {
      if let number { fields.append(Field(key, .integer(number))) }
    }
    func put(_ key: String, truth: Bool?) {
      if let truth { fields.append(Field(key, .boolean(truth))) }
    }
    switch payload {
    case .founded(let version): put("ledger", number: version)
    case .set(let setting):
      put("key", setting.key)
      put("values", setting.values)
    case .protect, .unprotect, .key, .allow, .redact, .acknowledge:
      fields = PolicyFields.fields(of: payload)
    case .joined(let profile), .edited(let profile):
      put("kind", profile.kind?.rawValue)
      put("role", profile.role)
      put("model", profile.model)
      if let aliases = profile.aliases {
        fields.append(Field("aliases", .list(aliases.map { .text($0) })))
      }
      put("exempt", truth: profile.isExempt)
      put("due", number: profile.due)
      put("reports_to", profile.reportsTo?.text)
      put("key", profile.key)
    case .warned(let isFinal): put("warning", isFinal ? "final" : "first")
    case .retired, .reopen, .unknown: break
    case .cycleOpened(let start):
      fields.append(Field("roster", .list(start.roster.map { .text($0.text) })))
      fields.append(Field("scheduled", .list(start.scheduled.map { .text($0.text) })))
      put("exempt", start.exempt)
    case .cycleClosed(let closing):
      if closing.failed { put("failed", truth: true) }
      let answers = closing.answers.map { line in
        let evidence = line.evidence.map { " " + $0 } ?? ""
        return Field(line.agent.text, .text(line.answer.rawValue + evidence))
      }
      fields.append(Field("answers", .map(answers)))
    case .opened(let start):
      put("title", start.title)
      put("assignees", start.assignees)
      put("labels", start.labels)
      put("priority", number: start.priority)
      put("author", start.author)
    case .comment(let comment):
      put("status", comment.status)
      put("result", comment.results)
      put("tried", comment.tried)
      put("why", comment.why)
      put("next", comment.next)
      put("attachments", comment.attachments)
      put("author", comment.author)
    case .notice(let notice):
      put("about", notice.about.text)
      switch notice.cause {
      case .timedOut(let limit): put("timed_out", limit)
      case .killed(let signal): put("killed", signal)
      }
    case .edit(let title): put("title", title)
    case .close(let reason): put("reason", reason)
    case .label(let add, let remove):
      put("add", add)
      put("remove", remove)
    case .assign(let add, let remove):
      put("add", add)
      put("remove", remove)
    case .deferral(let until):
      put("until", until)
    case .resumed: put("deferred", truth: false)
    case .priority(let value): put("priority", number: value)
    case .link(let link):
      put("blocks", numbers: link.blocks)
      put("per", numbers: link.per)
      if !link.pullRequests.isEmpty {
        fields.append(Field("pr", .list(link.pullRequests.map { .integer($0) })))
      }
      if let parent = link.parent {
        fields.append(
          Field("parent", parent.isLocal ? .text("\(parent)") : .integer(parent.value)))
      }
      put("host", number: link.host)
      if link.removes { put("removes", truth: true) }
    case .runStarted(let start): fields = StartFields.fields(of: start)
    case .runEnded(let end): fields = RunFields.fields(of: end)
    case .program(let entry): fields = ProgramFields.fields(of: entry)
    case .settled(let settlements): fields = SettlementFields.fields(of: settlements)
    case .registered, .amended, .withdrawn, .verdict, .analysis:
      fields = ExperimentFields.fields(of: payload)
    }
    return fields
  }

  /// Reads the payload that an event of this kind has in this folder.
  static func payload(
    of kind: EventKind, in folder: Layout.EventFolder, _ reader: inout FieldReader
  ) throws(EventFault) -> Payload {
    switch (folder, kind) {
    case (.policy, .founded):
      return .founded(ledgerVersion: try reader.integer("ledger") ?? 1)
    case (.policy, .set):
      return .set(
        PolicySetting(
          key: try reader.required("key"), values: try reader.strings("values") ?? []))
    case (.policy, _): return try PolicyFields.payload(of: kind, &reader)
    case (.agent, .joined): return .joined(try profile(&reader))
    case (.agent, .edited): return .edited(try profile(&reader))
    case (.agent, .warned): return .warned(final: try reader.text("warning") == "final")
    case (.agent, .retired): return .retired
    case (.cycle, .opened):
      return .cycleOpened(
        CycleOpening(
          roster: try reader.agents("roster"), scheduled: try reader.agents("scheduled"),
          exempt: try reader.agents("exempt")))
    case (.cycle, .closed):
      return .cycleClosed(
        CycleClosing(
          failed: try reader.boolean("failed") ?? false, answers: try answers(&reader)))
    case (.results, .started): return .runStarted(try StartFields.start(&reader))
    case (.results, .ended): return .runEnded(try RunFields.end(&reader))
    case (.program, _): return try ProgramFields.payload(of: kind, &reader)
    case (.numbers, .settled): return .settled(try SettlementFields.settlements(&reader))
    case (.experiment, _): return try ExperimentFields.payload(of: kind, &reader)
    case (.issue, _): return try issuePayload(of: kind, &reader)
    default: return .unknown
    }
  }

  private static func issuePayload(
    of kind: EventKind, _ reader: inout FieldReader
  ) throws(EventFault) -> Payload {
    switch kind {
    case .opened:
      return .opened(
        IssueOpening(
          title: try reader.required("title"), assignees: try reader.agents("assignees"),
          labels: try reader.strings("labels") ?? [], priority: try reader.integer("priority"),
          author: try reader.text("author")))
    case .comment, .result:
      let results = try reader.strings("result") ?? []
      if results.isEmpty == (kind == .result) {
        throw reader.fault(
          "result",
          results.isEmpty
            ? "missing: an event of kind result names its evidence"
            : "there, so this event's kind is result, not comment")
      }
      return .comment(
        Comment(
          status: try reader.text("status"), results: results,
          tried: try reader.text("tried"), why: try reader.text("why"),
          next: try reader.text("next"), attachments: try reader.strings("attachments") ?? [],
          author: try reader.text("author")))
    case .notice:
      let about = try reader.parsed("about", "an agent's name") { AgentName($0) }
      guard let about else { throw reader.fault("about", "missing: the agent it speaks of") }
      if let signal = try reader.text("killed") {
        return .notice(Notice(about: about, cause: .killed(signal)))
      }
      return .notice(Notice(about: about, cause: .timedOut(try reader.required("timed_out"))))
    case .edit: return .edit(title: try reader.text("title"))
    case .close: return .close(reason: try reader.text("reason"))
    case .reopen: return .reopen
    case .label:
      return .label(
        add: try reader.strings("add") ?? [], remove: try reader.strings("remove") ?? [])
    case .assign:
      return .assign(add: try reader.agents("add"), remove: try reader.agents("remove"))
    case .deferral:
      if try reader.boolean("deferred") == false { return .resumed }
      return .deferral(until: try reader.text("until"))
    case .priority:
      guard let value = try reader.integer("priority"), (0...4).contains(value) else {
        throw reader.fault("priority", "not a number from 0 to 4")
      }
      return .priority(value)
    case .link:
      return .link(
        IssueLink(
          blocks: try numbers("blocks", &reader), per: try numbers("per", &reader),
          pullRequests: try reader.list("pr", "a number") { Int($0) },
          parent: try reader.parsed("parent", "an issue's number") { IssueNumber($0) },
          host: try reader.integer("host"), removes: try reader.boolean("removes") ?? false))
    default: return .unknown
    }
  }

  private static func numbers(
    _ key: String, _ reader: inout FieldReader
  ) throws(EventFault) -> [IssueNumber] {
    try reader.list(key, "an issue's number") { IssueNumber($0) }
  }

  private static func profile(_ reader: inout FieldReader) throws(EventFault) -> AgentProfile {
    AgentProfile(
      kind: try reader.parsed("kind", "agent, human or system") { AgentKind(rawValue: $0) },
      role: try reader.text("role"), model: try reader.text("model"),
      aliases: try reader.strings("aliases"), isExempt: try reader.boolean("exempt"),
      due: try reader.integer("due"),
      reportsTo: try reader.parsed("reports_to", "an agent's name") { AgentName($0) },
      key: try reader.text("key"))
  }

  private static func answers(_ reader: inout FieldReader) throws(EventFault) -> [RecordedAnswer] {
    var answers: [RecordedAnswer] = []
    for field in try reader.map("answers") {
      let words = (field.value.text ?? "").split(separator: " ", maxSplits: 1)
      guard let agent = AgentName(field.key), let first = words.first,
        let answer = Answer(rawValue: String(first))
      else { throw reader.fault("answers", "not agents with one of silence's answers each") }
      answers.append(
        RecordedAnswer(
          agent: agent, answer: answer, evidence: words.count > 1 ? String(words[1]) : nil))
    }
    return answers
  }
}
