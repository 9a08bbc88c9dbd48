import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Who was silent.
struct Silent: Command {
  static let name = "silent"
  static let summary = "Say who was silent in a cycle, and what proves that the others were not"
  static let discussion = """
    An agent has spoken when there is an event of its own in the cycle, or a commit of its own on \
    a branch of code while the cycle was open (by an Rtrack-Agent: trailer, an [Agent] subject, or \
    an alias of the author). A runner's notice is never the agent speaking. SILENT and NO RESULT \
    count the cycles in a row without a word and without a result, DUE is what the policy says \
    of that. Exit status 1 when somebody was silent, 2 when that is not known.
    """
  static let examples = [
    Example("rtrack silent"),
    Example("rtrack silent --cycle 42 --last 5", "with the four cycles before"),
    Example("rtrack silent --json --exit-zero", "for a dashboard"),
  ]

  @Option(value: "N", help: "The cycle; the only open one, or the last, when not said")
  var cycle: Int?

  @Option(value: "K", help: "How many cycles to show, the newest first")
  var last: Int = 1

  @Flag(help: "Exit with 0 whatever the answer")
  var exitZero: Bool

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !(1...1000).contains(last) { throw ArgumentFault("--last takes a number from 1 to 1000") }
  }

  func run(in context: Context) throws -> any Report {
    try context.answer { try report($0, in: context) }
  }

  private func report(_ reading: Reading, in context: Context) throws -> any Report {
    let query = SilenceQuery(reading, now: context.now())
    let report = try query.report(cycle: cycle, last: last)
    context.tellUnreadable(reading.snapshot)
    return SilentReport(report: report, exitZero: exitZero)
  }
}

/// The answers as a table and as JSON.
struct SilentReport: Report {
  let report: SilenceReport
  let exitZero: Bool

  var tellsFreshness: Bool { true }

  var status: Int32 {
    if exitZero { return 0 }
    if report.someoneSilent { return 1 }
    return report.somethingUnknown ? 2 : 0
  }

  /// The silent ones.
  var ids: [String] {
    report.asked.lines.filter { $0.answer == .silent }.map(\.agent.text)
  }

  var json: [JSON.Member] {
    [
      JSON.Member("cycles", .array(report.cycles.map(cycleJSON))),
      JSON.Member("freshness", .string(FreshnessWords(report.freshness, now: report.now).text)),
      JSON.Member("silent", .strings(ids)),
      JSON.Member("unreadable", .strings(report.faults.map(\.text))),
      JSON.Member(
        "streaks",
        .object(
          report.streaks.sorted { $0.key < $1.key }.map { name, streak in
            JSON.Member(
              name.text,
              .object([
                JSON.Member("silent", .integer(streak.silent)),
                JSON.Member("without_result", .integer(streak.withoutResult)),
                JSON.Member("advice", .optional(streak.advice?.rawValue)),
              ]))
          })),
    ]
  }

  private func cycleJSON(_ answers: CycleAnswers) -> JSON {
    .object([
      JSON.Member("cycle", .integer(answers.cycle.number)),
      JSON.Member("state", .string(state(answers.cycle))),
      JSON.Member("opened", .string(answers.cycle.opened.time.description)),
      JSON.Member("closed", .optional(answers.cycle.closed?.time.description)),
      JSON.Member(
        "answers",
        .array(
          answers.lines.map { line in
            .object([
              JSON.Member("agent", .string(line.agent.text)),
              JSON.Member("answer", .string(line.answer.rawValue)),
              JSON.Member("found", .string(line.found.rawValue)),
              JSON.Member("evidence", .optional(line.evidence)),
              JSON.Member("acts", .integer(line.acts)),
              JSON.Member("recorded", .optional(line.recorded?.answer.rawValue)),
            ])
          })),
      JSON.Member(
        "not_on_roster",
        .array(
          answers.strangers.map { stranger in
            .object([
              JSON.Member("name", .string(stranger.spelling)),
              JSON.Member("acts", .integer(stranger.acts)),
              JSON.Member("evidence", .string(stranger.evidence)),
            ])
          })),
    ])
  }

  private func state(_ cycle: Cycle) -> String {
    cycle.isOpen ? "open" : cycle.isFailed ? "failed" : "closed"
  }

  func text(for terminal: Terminal) -> String {
    var text = ""
    for (index, answers) in report.cycles.enumerated() {
      if index > 0 { text += "\n" }
      let cycle = answers.cycle
      if terminal.isOutput {
        let end = cycle.closed.map { " to \($0.time)" } ?? " until now"
        text += "Cycle \(cycle.number), \(state(cycle)), \(cycle.opened.time)\(end)\n\n"
      }
      text += table(answers, isAsked: index == 0, terminal).text(for: terminal)
      for stranger in answers.strangers where terminal.isOutput {
        text += "\(terminalSafe(stranger.spelling)) spoke \(stranger.acts) times and is on no "
        text += "roster of this cycle (\(short(stranger.evidence)))\n"
      }
    }
    guard terminal.isOutput else { return text }
    return text + "\n" + FreshnessWords(report.freshness, now: report.now).text + "\n"
  }

  /// In a pipe every number has a column; a person sees only what says something.
  private func table(
    _ answers: CycleAnswers, isAsked: Bool, _ terminal: Terminal
  ) -> Table {
    var table = Table(["AGENT", "ANSWER", "SILENT", "NO RESULT", "DUE", "EVIDENCE"])
    func count(_ number: Int?) -> String {
      number.map { $0 == 0 && terminal.isOutput ? "" : String($0) } ?? ""
    }
    for line in answers.lines {
      let streak = isAsked ? report.streaks[line.agent] : nil
      var answer = line.answer.rawValue
      if answers.cycle.isOpen && line.answer == .silent { answer += " so far" }
      if let recorded = line.recorded { answer += " (recorded: \(recorded.answer.rawValue))" }
      table.add([
        line.agent.text, answer, count(streak?.silent), count(streak?.withoutResult),
        streak?.advice?.rawValue ?? "", short(line.evidence ?? ""),
      ])
    }
    table = table.withoutEmptyColumns(on: terminal)
    table.keepsLast = true
    return table
  }

  private func short(_ evidence: String) -> String {
    evidence.hasPrefix("commit:") ? String(evidence.prefix(17)) : evidence
  }
}
