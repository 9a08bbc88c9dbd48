import ArgumentParsing
import Documents
import Ledger
import Query
import Research

/// Counts what a lab did.
struct StatsCommand: Command {
  static let name = "stats"
  static let summary = "Count what was done: by cycle, by agent, and what became of experiments"
  static let discussion = """
    OPENED, CLOSED, COMMENTS and RESULTS (comments with evidence) are events, of the cycle and the \
    agent that they name; SILENT is what the closes of cycles recorded, failed ones left out. The \
    time to close is from an issue's opening to its last close, half of those that are closed took \
    no longer. Verdicts are those in force. Issues, experiments, runs and verdicts are told as \
    they stand, whatever --cycle says. In a pipe every number has a line: what, of which, number, \
    with tabs between.
    """
  static let examples = [
    Example("rtrack stats"), Example("rtrack stats --cycle 40..42"), Example("rtrack stats --json"),
  ]

  @Option(value: "N", help: "Only these cycles, such as 42 or 40..42; 0 is outside of any")
  var cycle: CycleRange?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try context.answer { reading in
      let stats = try LedgerStats(reading, cycles: cycle?.range)
      context.tellUnreadable(reading.snapshot)
      return StatsReport(stats: stats, unreadable: reading.snapshot.unreadable)
    }
  }
}

/// One cycle, or those from one to another.
struct CycleRange: ExpressibleByArgument, Hashable {
  let range: ClosedRange<Int>

  init(argument: String) throws(ArgumentFault) {
    guard let range = SearchTerms.cycles(argument) else {
      throw ArgumentFault("expected a cycle such as 42, or cycles such as 40..42")
    }
    self.range = range
  }
}

/// The counts as people and programs read them.
private struct StatsReport: Report {
  let stats: LedgerStats
  let unreadable: JSON.Member

  private typealias Count = (name: String, value: KeyPath<LedgerStats.Acts, Int>)
  private static var counts: [Count] {
    [
      ("opened", \.opened), ("closed", \.closed), ("comments", \.comments),
      ("results", \.results), ("silent", \.silent),
    ]
  }

  private var cycles: [(key: Int, value: LedgerStats.Acts)] {
    stats.byCycle.sorted { $0.key < $1.key }
  }
  private var agents: [(key: AgentName, value: LedgerStats.Acts)] {
    stats.byAgent.sorted { $0.key < $1.key }
  }

  /// What is counted once: what, of which, how many.
  private var standing: [(what: String, which: String, count: Int)] {
    let (issues, experiments) = (stats.issues, stats.experiments)
    return [
      ("issues", "open", issues.open), ("issues", "deferred", issues.deferred),
      ("issues", "closed", issues.closed), ("experiments", "registered", experiments.registered),
      ("experiments", "amended", experiments.amended),
      ("experiments", "withdrawn", experiments.withdrawn),
    ]
      + RunOutcome.allCases.map { ("runs", $0.rawValue, experiments.runs[$0] ?? 0) }
      + [("runs", "unfinished", experiments.unfinished)]
      + Verdict.Word.allCases.map { ("verdicts", $0.rawValue, experiments.verdicts[$0] ?? 0) }
      + [("verdicts", "against criteria", experiments.againstCriteria)]
  }

  var json: [JSON.Member] {
    func acts(_ acts: LedgerStats.Acts) -> [JSON.Member] {
      Self.counts.map { JSON.Member($0.name, .integer(acts[keyPath: $0.value])) }
    }
    func counts(of what: String) -> JSON {
      .object(
        standing.filter { $0.what == what }.map {
          JSON.Member(String($0.which.map { $0 == " " ? "_" : $0 }), .integer($0.count))
        })
    }
    return [
      JSON.Member("issues", counts(of: "issues")),
      JSON.Member(
        "median_seconds_to_close", .optional(stats.issues.medianSecondsToClose.map { Int($0) })),
      JSON.Member(
        "cycles",
        .array(cycles.map { .object([JSON.Member("cycle", .integer($0.key))] + acts($0.value)) })),
      JSON.Member(
        "agents",
        .array(
          agents.map { .object([JSON.Member("agent", .string($0.key.text))] + acts($0.value)) })),
      JSON.Member("experiments", counts(of: "experiments")),
      JSON.Member("runs", counts(of: "runs")), JSON.Member("verdicts", counts(of: "verdicts")),
      unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    guard terminal.isOutput else { return lines(for: terminal) }
    var parts: [String] = []
    for (title, rows) in [
      ("CYCLE", cycles.map { ($0.key == 0 ? "none" : String($0.key), $0.value) }),
      ("AGENT", agents.map { ($0.key.text, $0.value) }),
    ] where !rows.isEmpty {
      var table = Table([title] + Self.counts.map { $0.name.uppercased() })
      for (name, acts) in rows {
        table.add([name] + Self.counts.map { String(acts[keyPath: $0.value]) })
      }
      parts.append(table.text(for: terminal))
    }
    var summary = ""
    for what in ["issues", "experiments", "runs", "verdicts"] {
      let counts = standing.filter { $0.what == what && ($0.count > 0 || what == "issues") }
      if counts.isEmpty { continue }
      summary += what + ": " + counts.map { "\($0.count) \($0.which)" }.joined(separator: ", ")
      if what == "issues", let seconds = stats.issues.medianSecondsToClose {
        let zero = Timestamp(seconds: 0)
        summary += "; half were closed within " + zero.age(at: Timestamp(seconds: seconds))
      }
      summary += "\n"
    }
    return (parts + [summary]).joined(separator: "\n")
  }

  private func lines(for terminal: Terminal) -> String {
    var table = Table(["WHAT", "WHICH", "COUNT"])
    for (what, which, count) in standing { table.add([what, which, String(count)]) }
    if let seconds = stats.issues.medianSecondsToClose {
      table.add(["issues", "median seconds to close", String(seconds)])
    }
    for (cycle, acts) in cycles {
      for count in Self.counts {
        table.add(["cycle \(cycle)", count.name, String(acts[keyPath: count.value])])
      }
    }
    for (agent, acts) in agents {
      for count in Self.counts {
        table.add(["agent \(agent)", count.name, String(acts[keyPath: count.value])])
      }
    }
    return table.text(for: terminal)
  }
}
