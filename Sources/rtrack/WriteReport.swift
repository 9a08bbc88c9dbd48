import Documents
import Ledger
import Research

/// What a write did.
struct WriteReport: Report {
  /// What happened, in a sentence.
  var sentence: String
  var written: Written
  /// Where the view stands: current, behind, carried, failed or none.
  var view: String
  /// What `-q` prints: the number of what was made, or the event's name.
  var ids: [String]
  var more: [JSON.Member] = []
  /// What to say when it had been done before.
  var repetition = "done before, with this --once key"

  var json: [JSON.Member] {
    var members = [
      JSON.Member("commit", .optional(written.commit)),
      JSON.Member("events", .strings(written.events.map(\.name))),
      JSON.Member("paths", .strings(written.paths)),
      JSON.Member("repeated", .boolean(written.wasRepeat)),
      JSON.Member("view", .string(view)),
    ]
    if let event = written.events.first {
      members.append(JSON.Member("agent", .string(event.agent.text)))
      members.append(JSON.Member("cycle", .integer(event.name.cycle)))
      if case .issue(let number, _) = event.thread {
        members.append(JSON.Member("issue", .string(number.description)))
      }
    }
    return members + more
  }

  func text(for terminal: Terminal) -> String {
    terminalSafe(sentence) + (written.wasRepeat ? " (\(repetition))" : "")
  }
}

extension Context {
  /// Writes to the ledger and brings the view in step.
  ///
  /// - Parameter sentence: what to say of the events that were written.
  func write(
    _ compose: (Composer) throws -> Composition, saying sentence: ([Event]) -> String,
    ids: (([Event]) -> [String])? = nil
  ) throws -> WriteReport {
    let ledger = try ledger()
    let written = try writer(of: ledger).write(compose)
    let view = written.commit == nil ? "current" : refreshView(of: ledger, after: written)
    return WriteReport(
      sentence: sentence(written.events), written: written, view: view,
      ids: ids?(written.events) ?? written.events.map(\.name.description))
  }
}
