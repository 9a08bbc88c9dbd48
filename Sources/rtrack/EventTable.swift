import Ledger
import Research

/// Events as `log`, `changes` and `watch` list them, one a line.
enum EventTable {
  /// - Parameter threads: where each belongs, as that is called; nil where the events say it.
  static func text(
    _ events: [Event], in threads: [Thread]? = nil, for terminal: Terminal
  ) -> String {
    var table = Table(["TIME", "CYCLE", "AGENT", "WHERE", "EVENT", "WHAT"])
    for (event, thread) in zip(events, threads ?? events.map(\.thread)) {
      var what = EventPhrase.what(event)
      if let line = firstLine(event.body) { what += " · \(line)" }
      table.add([
        event.time.description, event.name.cycle == 0 ? "" : String(event.name.cycle),
        event.agent.text, EventJSON.place(thread), event.name.suffix, what,
      ])
    }
    return table.text(for: terminal)
  }

  private static func firstLine(_ body: String) -> String? {
    body.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
      .map { String($0) }
  }
}
