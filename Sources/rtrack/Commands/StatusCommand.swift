import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// The board.
struct StatusCommand: Command {
  static let name = "status"
  static let summary = "Show the board: whose turn it is, what is open, what is owed"
  static let discussion = """
    The open cycle and who has spoken in it so far, open issues by assignee with the last status \
    given, what nobody has taken and what is put off, warnings, results owed, and how well all of \
    it is known.
    """
  static let examples = [
    Example("rtrack status"),
    Example("rtrack status --json", "for a dashboard"),
  ]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.answer { try report($0, in: context) }
  }

  private func report(_ reading: Reading, in context: Context) throws -> any Report {
    return BoardReport(board: try Board(reading, now: context.now()))
  }
}

/// The board as people and programs read it.
private struct BoardReport: Report {
  let board: Board

  var tellsFreshness: Bool { true }

  /// The open issues that are shown.
  var ids: [String] {
    var seen: Set<IssueNumber> = []
    return (board.desks.map(\.pile) + [board.unassigned, board.deferred]).flatMap(\.items)
      .map(\.row.issue.number).filter { seen.insert($0).inserted }.sorted().map(\.description)
  }

  var json: [JSON.Member] { BoardJSON(board: board).members }

  func text(for terminal: Terminal) -> String {
    let style = Style(terminal)
    var parts = board.cycles.map { cycle($0, style, terminal) }
    if board.cycles.isEmpty { parts.append(lastCycle) }
    if board.desks.isEmpty && board.unassigned.total + board.deferred.total == 0 {
      parts.append("No issue is open.\n")
    }
    for desk in board.desks {
      let title = desk.agent.text + (desk.isActive ? "" : " (has left)")
      let all = "rtrack list --assignee \(desk.agent) --sort priority"
      parts.append(style.bold(title) + "\n" + items(desk.pile, all, terminal))
    }
    for (title, pile) in [("Nobody's", board.unassigned), ("Put off", board.deferred)]
    where pile.total > 0 {
      let all = "rtrack list --sort priority"
      parts.append(style.bold(title) + "\n" + items(pile, all, terminal))
    }
    if !notices.isEmpty {
      parts.append(style.bold("Owed and warned") + "\n" + notices.map { "  \($0)\n" }.joined())
    }
    parts.append(health.map { $0 + "\n" }.joined())
    return parts.joined(separator: "\n")
  }

  /// Who has spoken in an open cycle, and who has not.
  private func cycle(_ report: SilenceReport, _ style: Style, _ terminal: Terminal) -> String {
    let cycle = report.asked.cycle
    var groups: [(title: String, names: [String])] = []
    func put(_ title: String, _ answers: [Answer]) {
      let names = report.asked.lines.filter { answers.contains($0.answer) }.map { line in
        line.answer == .result || line.answer == .noteOnly
          ? "\(line.agent) (\(line.answer.rawValue))" : line.agent.text
      }
      if !names.isEmpty { groups.append((title, names)) }
    }
    put("spoken", [.result, .spoke, .noteOnly, .late])
    put("not so far", [.silent])
    put("not known", [.notKnown])
    put("timed out", [.timedOut])
    put("killed", [.killed])
    put("not scheduled", [.notScheduled])
    put("exempt", [.exempt])
    put("joined", [.joined])
    put("left", [.left])
    let age = terminal.isOutput ? " (\(cycle.opened.time.age(at: board.now)) ago)" : ""
    var text = style.bold("Cycle \(cycle.number)") + ", open since \(cycle.opened.time)\(age)\n"
    for group in groups {
      text += "  \(group.title): \(group.names.joined(separator: ", "))\n"
    }
    for stranger in report.asked.strangers {
      text +=
        "  on no roster: \(terminalSafe(stranger.spelling)), \(counted(stranger.acts, "act"))\n"
    }
    return text
  }

  private var lastCycle: String {
    guard let last = board.last else {
      return "No cycle was opened yet: `rtrack cycle open`\n"
    }
    let when = last.closed.map { " at \($0.time)" } ?? ""
    return "No cycle is open: \(last.number), the last, "
      + "\(last.isFailed ? "failed" : "was closed")\(when)\n"
  }

  private func items(_ pile: Board.Pile, _ all: String, _ terminal: Terminal) -> String {
    let more = pile.total - pile.items.count
    return pile.items.map { item in
      let issue = item.row.issue
      var facts: [String] = []
      if let status = item.status {
        facts.append("\(status.status) (\(status.agent), \(status.time.age(at: board.now)) ago)")
      }
      if !item.row.blockedBy.isEmpty {
        let blockers = item.row.blockedBy.map(\.description).joined(separator: ", ")
        facts.append("blocked by \(blockers)")
      }
      if let until = issue.deferredUntil { facts.append("until \(until)") }
      if item.row.isAmbiguous { facts.append("the number is ambiguous: ~\(issue.opening.suffix)") }
      let priority = issue.priority.map { " p\($0)" } ?? ""
      let tail = facts.isEmpty ? "" : " · " + facts.joined(separator: " · ")
      return "  \(issue.number)\(priority) \(terminalSafe(issue.title + tail))\n"
    }
    .joined() + (more > 0 ? "  … and \(more) more: `\(all)`\n" : "")
  }

  private var notices: [String] {
    board.cautions.map { caution in
      "\(caution.agent) "
        + (caution.isFinal ? "has had the final warning" : "was warned \(times(caution.count))")
        + " (\(caution.event))"
    }
      + board.debts.map { debt in
        "\(debt.agent) owes a first result by the end of cycle \(debt.due)"
          + (debt.isOverdue ? ", which is over" : "")
      }
  }

  private func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  /// What is known of the ledger itself, a line each.
  private var health: [String] {
    var lines = [FreshnessWords(board.freshness, now: board.now).text]
    if let unsent = board.unsent, unsent > 0 {
      lines[0] += "; \(counted(unsent, "file")) not yet sent: `rtrack sync`"
    }
    switch board.view {
    case .behind(let backlog):
      lines.append("the view in .research/ is \(backlog.text) behind: `rtrack files`")
    case .missing: lines.append("there is no view in .research/: `rtrack files` makes it")
    case .blocked: lines.append(".research is no folder, so there is no view: `rtrack doctor`")
    case .carried(let backlog) where backlog.files > 0 && board.carrying != .stopped:
      lines.append("the copy on this branch lacks \(backlog.text): `rtrack carry`")
    case .current, .carried, nil: break
    }
    if !board.faults.isEmpty {
      lines.append(
        "\(counted(board.faults.count, "file")) of the ledger cannot be read: `rtrack doctor`")
    }
    return lines
  }
}
