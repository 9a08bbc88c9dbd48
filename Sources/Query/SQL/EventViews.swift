import Database

/// Events, as their names and their files tell them.
extension LedgerView {
  /// What stands before an event's kind in its name, such as `20261121T053312Z-c42-flux-`.
  private static let head = "(20 + length(cycle) + length(agent))"
  private static let kind = "substr(name, \(head) + 1, length(name) - \(head) - 7)"
  private static let at = """
    substr(name, 1, 4) || '-' || substr(name, 5, 2) || '-' || substr(name, 7, 5) || ':' \
    || substr(name, 12, 2) || ':' || substr(name, 14, 3)
    """

  /// What the event's file says, by the name of the fact.
  private static func fact(_ name: String) -> String { "ledger_event(name, folder, '\(name)')" }

  private static let number = "ledger_number(name, folder)"

  private static let usual = [
    Column("name", "the event's name, which is its identity"),
    Column("at", "when it was written (UTC)", at),
    Column("occurred", "when it happened: another time where that was said", fact("occurred")),
    Column("cycle", "the cycle it belongs to; 0 outside of any"),
    Column("agent", "who said it"),
  ]

  static let events = LedgerView(
    name: "events", meaning: "an event, every one of the ledger",
    columns: usual + [
      Column("kind", "such as opened, comment, close, registered, started, ended", kind),
      Column("number", "the issue it belongs to; NULL elsewhere", number),
      Column(
        "experiment", "the experiment it belongs to; NULL elsewhere", "ledger_experiment(folder)"),
      Column("text", "what it says in words", fact("text")),
      Column("path", "its file", "folder || '/' || name || '.md'"),
    ], source: .index("event"))

  static let comments = LedgerView(
    name: "comments", meaning: "a comment of an issue",
    columns: usual + [
      Column("number", "the issue", number),
      Column("opening", "the opening of the issue, whatever it is called", fact("opening")),
      Column("status", "the status given with it; NULL where none was", fact("status")),
      Column("text", "what it says", fact("text")),
      Column("path", "its file", "folder || '/' || name || '.md'"),
    ], source: .index("event WHERE \(kind) IN ('comment', 'result')"))
}
