/// What an event did, in a few words: the same in listings, in the view and in `show`.
public enum EventPhrase {
  /// `comment blocked`, `closed`, `assigned flux`.
  public static func what(_ event: Event) -> String {
    switch event.payload {
    case .comment(let comment):
      event.name.kind.rawValue + (comment.status.map { " " + $0 } ?? "")
        + (comment.author.map { " (by \($0))" } ?? "")
    case .notice(let notice):
      switch notice.cause {
      case .timedOut(let limit): "notice: \(notice.about) timed out after \(limit)"
      case .killed(let signal): "notice: \(notice.about) was killed (\(signal))"
      }
    case .opened(let start): "opened: \(start.title)"
    case .edit(let title): title.map { "retitled: \($0)" } ?? "edited the description"
    case .close(let reason): "closed" + (reason.map { ": " + $0 } ?? "")
    case .reopen: "reopened"
    case .label(let add, let remove): "labels" + signed(add, remove)
    case .assign(let add, let remove): "assigned" + signed(add, remove)
    case .deferral(let until): "deferred" + (until.map { " until \($0)" } ?? "")
    case .resumed: "no longer deferred"
    case .priority(let value): "priority \(value)"
    case .link(let link): (link.removes ? "unlinked " : "linked ") + relations(link)
    case .founded(let version): "ledger founded, format \(version)"
    case .set(let setting): "policy \(setting.key) = \(setting.values.joined(separator: " "))"
    case .protect(let rule, _):
      "protected \(rule.pattern) as \(rule.content.rawValue)"
        + (rule.freeze == .atOnce ? "" : ", from the first result on")
    case .unprotect(let pattern): "no longer protects \(pattern)"
    case .key(let change):
      change.removes
        ? "took authority from \(change.key.short) of \(change.holder)"
        : "gave authority to \(change.key.short) of \(change.holder)"
    case .allow(let allowance):
      "allowed \(allowance.path) to "
        + (allowance.blob.map { "become \($0.prefix(10))" } ?? "be removed")
    case .redact(let redaction):
      "redacted \(redaction.items.map(\.path).joined(separator: ", "))"
    case .acknowledge(let finding): "acknowledged \(finding)"
    case .joined(let profile): "\(subject(event)) joined as \(profile.kind?.rawValue ?? "agent")"
    case .edited: "\(subject(event)) edited"
    case .warned(let isFinal): "\(subject(event)) \(isFinal ? "given a final warning" : "warned")"
    case .retired: "\(subject(event)) retired"
    case .cycleOpened(let start):
      "cycle \(number(event)) opened, \(start.scheduled.count) scheduled"
    case .cycleClosed(let closing):
      "cycle \(number(event)) " + (closing.failed ? "failed" : "closed")
    case .runStarted(let start):
      "run \(start.run) started" + (start.isDirty ? ", with changes not committed" : "")
    case .runEnded(let end): run(end)
    case .registered(let record): "registered: \(record.title) (\(record.seen.phrase))"
    case .amended(let change): "amended: \(change.reason) (\(change.record.seen.phrase))"
    case .withdrawn(let reason): "withdrawn: \(reason)"
    case .verdict(let record):
      "verdict on run \(record.run): \(record.words(by: event.agent))"
        + (record.reason.map { ": \($0)" } ?? "")
    case .analysis(let record): "analysis of run \(record.run)"
    case .program(let entry): program(entry)
    case .settled(let settlements):
      settlements.map { "\($0.place) is now \($0.number)" }.joined(separator: ", ")
    case .unknown: event.name.kind.rawValue + " (unknown to this version)"
    }
  }

  /// What a comment carries beside its text, a line each.
  public static func details(_ event: Event) -> [String] {
    guard case .comment(let comment) = event.payload else { return [] }
    var lines = comment.results.map { "result: \($0)" }
    for (key, text) in [("tried", comment.tried), ("why", comment.why), ("next", comment.next)] {
      if let text { lines.append("\(key): \(text)") }
    }
    return lines + comment.attachments.map { "attached: \($0)" }
  }

  /// `cycle 42 · `, or nothing outside of cycles.
  public static func cycle(_ event: Event) -> String {
    event.name.cycle == 0 ? "" : "cycle \(event.name.cycle) · "
  }

  private static func signed(
    _ add: [some CustomStringConvertible], _ remove: [some CustomStringConvertible]
  )
    -> String
  {
    (add.map { " +\($0)" } + remove.map { " -\($0)" }).joined()
  }

  private static func relations(_ link: IssueLink) -> String {
    var parts = link.blocks.map { "blocks \($0)" } + link.per.map { "per \($0)" }
    parts += link.pullRequests.map { "pr \($0)" }
    if let parent = link.parent { parts.append("parent \(parent)") }
    if let host = link.host { parts.append("host \(host)") }
    return parts.joined(separator: ", ")
  }

  private static func run(_ end: RunEnd) -> String {
    "run \(end.run) \(end.outcome.rawValue)" + (end.isDeviated ? ", deviated" : "")
      + (end.supersedes.map { ", supersedes \($0)" } ?? "")
  }

  private static func program(_ entry: ProgramEntry) -> String {
    switch entry {
    case .question(let start): "question P\(start.priority): \(start.text)"
    case .revised(let change):
      "question \(change.question.suffix) revised"
        + (change.status.map { ": \($0.rawValue)" } ?? "")
    case .answered(let answer): "question \(answer.question.suffix): \(answer.type.rawValue)"
    case .logged(let entry):
      "logged \(entry.title)" + (entry.verdict.map { ": \($0)" } ?? "")
    case .handoff(let start): "handoff: \(start.title)"
    case .resolved(let handoff): "handoff \(handoff.suffix) resolved"
    case .section(let section): "page of questions: \(section.rawValue)"
    }
  }

  private static func subject(_ event: Event) -> String {
    if case .agent(let name) = event.thread { name.text } else { "agent" }
  }

  private static func number(_ event: Event) -> String {
    if case .cycle(let number, _) = event.thread { String(number) } else { "?" }
  }
}
