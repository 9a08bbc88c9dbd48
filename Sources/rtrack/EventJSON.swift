import Documents
import Ledger
import Research

/// Events and issues as `--json` shows them: the same keys wherever they stand.
enum EventJSON {
  /// - Parameter thread: as it is called; nil where that is the event's own.
  static func event(_ event: Event, in thread: Thread? = nil) -> JSON {
    var members = [
      JSON.Member("event", .string(event.name.description)),
      JSON.Member("kind", .string(event.name.kind.rawValue)),
      JSON.Member("agent", .string(event.agent.text)),
      JSON.Member("cycle", .integer(event.name.cycle)),
      JSON.Member("at", .string(event.at.description)),
      JSON.Member("occurred_at", .optional(event.occurredAt?.description)),
      JSON.Member("imported_from", .optional(event.importedFrom)),
      JSON.Member("thread", .string(place(thread ?? event.thread))),
      JSON.Member("what", .string(EventPhrase.what(event))),
      JSON.Member("path", .string(Layout.path(of: event))),
      JSON.Member("body", .string(event.body)),
    ]
    switch event.payload {
    case .comment(let comment):
      members += [
        JSON.Member("status", .optional(comment.status)),
        JSON.Member("results", .strings(comment.results)),
        JSON.Member("tried", .optional(comment.tried)), JSON.Member("why", .optional(comment.why)),
        JSON.Member("next", .optional(comment.next)),
        JSON.Member("attachments", .strings(comment.attachments)),
        JSON.Member("author", .optional(comment.author)),
      ]
    case .notice(let notice):
      members.append(JSON.Member("about", .string(notice.about.text)))
      switch notice.cause {
      case .timedOut(let limit): members.append(JSON.Member("timed_out", .string(limit)))
      case .killed(let signal): members.append(JSON.Member("killed", .string(signal)))
      }
    default: break
    }
    return .object(members)
  }

  /// `issue 194`, `agent flux`, `cycle 42` or `policy`.
  static func place(_ thread: Thread) -> String {
    switch thread {
    case .policy: "policy"
    case .program: "program"
    case .numbers: "numbers"
    case .agent(let name): "agent \(name)"
    case .cycle(let number, _): "cycle \(number)"
    case .issue(let number, _): "issue \(number)"
    case .results(let experiment): "results \(experiment)"
    case .experiment(let id, _): "experiment \(id)"
    }
  }

  static func status(_ given: String?, by agent: AgentName?, at time: Timestamp?) -> JSON {
    guard let given else { return .null }
    return .object([
      JSON.Member("status", .string(given)), JSON.Member("agent", .optional(agent?.text)),
      JSON.Member("at", .optional(time?.description)),
    ])
  }
}
