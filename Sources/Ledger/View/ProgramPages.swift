public import Documents
public import Research

/// The pages of a research program in the protocol's own formats.
public enum ProgramPages {
  /// The paths of the pages, from the repository's root, and their bytes; nil for a page that there
  /// is not now.
  static func pages(of program: ResearchProgram) -> [(path: String, bytes: [UInt8]?)] {
    func page(_ name: String, _ text: String?) -> (path: String, bytes: [UInt8]?) {
      ("\(Layout.root)/\(name)", text.map { Array($0.utf8) })
    }
    var pages = [
      page("QUESTIONS.md", questions(of: program)), page("RESEARCH_LOG.md", log(of: program)),
      page("HANDOFF.md", program.pendingHandoff.map(handoff)),
      page("program_state.json", state(of: program).serialized(pretty: true) + "\n"),
    ]
    for handoff in program.handoffs where handoff.resolved != nil {
      pages.append(page("handoffs/completed/\(handoff.id).md", self.handoff(handoff)))
    }
    return pages
  }

  /// The names of the pages that lie in the ledger's folder itself.
  static let names = ["QUESTIONS.md", "RESEARCH_LOG.md", "HANDOFF.md", "program_state.json"]

  static func questions(of program: ResearchProgram) -> String {
    var text = "# Research Questions"
    if let title = program.sections[.title]?.split(separator: "\n").first { text += " -- \(title)" }
    text += "\n"
    var isFirst = true
    func section(_ heading: String, _ body: String) {
      text += "\(isFirst ? "" : "\n---\n")\n## \(heading)\n\n\(trimmed(body))\n"
      isFirst = false
    }
    let parts: [(String, ProgramSection)] = [
      ("1. Goal", .goal), ("2. Constraints", .constraints),
      ("3. Non-Goals (This Phase)", .nonGoals),
    ]
    for (heading, part) in parts {
      if let body = program.sections[part] { section(heading, body) }
    }
    section("4. Open Questions", open(of: program))
    section("5. Answered Questions", answered(of: program))
    if let body = program.sections[.hypotheses] { section("6. Working Hypotheses", body) }
    return text
  }

  private static func open(of program: ResearchProgram) -> String {
    var lines = [
      "| Priority | Question | Status | Parent | Blocker | Decision Gate | Experiment(s) |",
      "|----------|----------|--------|--------|---------|---------------|---------------|",
    ]
    for question in program.open {
      let parent = program.parent(of: question)?.text ?? question.parent
      lines.append(
        row([
          "P\(question.priority)", question.text, question.status.rawValue, parent,
          question.blocker, question.gate, question.experiments.joined(separator: ", "),
        ]))
    }
    return lines.joined(separator: "\n")
  }

  private static func answered(of program: ResearchProgram) -> String {
    var lines = [
      "| Question | Answer Type | Answer | Evidence |",
      "|----------|-------------|--------|----------|",
    ]
    for question in program.answered {
      lines.append(
        row([
          question.text, question.answer?.type.rawValue, question.answer?.text,
          question.answer?.evidence,
        ]))
    }
    return lines.joined(separator: "\n")
  }

  /// A bar would end its cell, a line's end its row.
  private static func row(_ cells: [String?]) -> String {
    let texts = cells.map { cell -> String in
      let words = trimmed(cell ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
      return words.isEmpty ? "—" : words.replacing("|", with: "\\|")
    }
    return "| " + texts.joined(separator: " | ") + " |"
  }

  static func log(of program: ResearchProgram) -> String {
    var text = "# Research Log"
    if let title = program.sections[.title]?.split(separator: "\n").first { text += " -- \(title)" }
    text += "\n\nCumulative findings from all experiments. Each entry is a concise summary.\n"
    for entry in program.log.reversed() { text += "\n---\n\n" + self.entry(entry) }
    return text
  }

  /// One entry. What was taken in as a whole is a body without keys.
  static func entry(_ logged: ResearchProgram.Entry) -> String {
    let entry = logged.entry
    var text = "## \(entry.title)" + (entry.verdict.map { " — \($0)" } ?? "") + "\n"
    let lines = [
      ("Hypothesis", entry.hypothesis), ("Key result", entry.keyResult), ("Lesson", entry.lesson),
      ("Next", entry.next), ("Details", entry.details),
    ].compactMap { key, value in value.map { "**\(key):** \($0)\n" } }
    if !lines.isEmpty {
      text += "**Date:** \(day(logged.event.time))\n" + lines.joined()
    }
    let body = trimmed(logged.event.body)
    return body.isEmpty ? text : text + (lines.isEmpty ? "" : "\n") + body + "\n"
  }

  static func handoff(_ handoff: ResearchProgram.Handoff) -> String {
    let start = handoff.handoff
    var text = "# Handoff: \(start.title)\n\n**Date:** \(day(handoff.opening.time))\n"
    text += "**Triggered by:** \(start.triggeredBy ?? "—")\n"
    text += "**Question:** \(start.question ?? "—")\n\n**Reason:** \(start.reason ?? "—")\n"
    let body = trimmed(handoff.opening.body)
    if !body.isEmpty { text += "\n\(body)\n" }
    if let resolved = handoff.resolved {
      text += "\n## Resolved\n**Date:** \(day(resolved.time)) by \(resolved.agent)\n"
      if !resolved.body.isEmpty { text += "\n" + resolved.body }
    }
    return text
  }

  static func day(_ time: Timestamp) -> String { String(time.description.prefix(10)) }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}

/// The program in numbers, as the protocol's `program_state.json` has it. A cycle is an experiment
/// that was read: an entry of the log.
extension ProgramPages {
  /// The document of the program's state.
  public static func state(of program: ResearchProgram) -> JSON {
    let cycles = program.log
    let used = cycles.compactMap(\.entry.gpuHours).reduce(0, +)
    return .object([
      JSON.Member("cycles_completed", .integer(cycles.count)),
      JSON.Member("gpu_hours_used", .number(used)),
      JSON.Member("started_at", text(program.events.map(\.time).min()?.description)),
      JSON.Member("last_cycle_at", text(cycles.last?.event.time.description)),
      JSON.Member(
        "question_history",
        .object(
          Dictionary(grouping: program.questions.filter { !$0.history.isEmpty }, by: \.text)
            .sorted { $0.key < $1.key }.map { text, questions in
              JSON.Member(text, .array(questions.flatMap(\.history).map { .string($0) }))
            })),
      JSON.Member(
        "cycle_log",
        .array(cycles.enumerated().map { cycle($0.offset + 1, $0.element, of: program) })),
      JSON.Member("reverts", .integer(0)),
      JSON.Member("termination_reason", text(program.pause?.rawValue)),
    ])
  }

  private static func cycle(
    _ number: Int, _ logged: ResearchProgram.Entry, of program: ResearchProgram
  ) -> JSON {
    let title = logged.entry.title
    let question = program.questions.first { $0.experiments.contains(title) }
    return .object([
      JSON.Member("cycle", .integer(number)), JSON.Member("question", text(question?.text)),
      JSON.Member("verdict", text(logged.entry.verdict)),
      JSON.Member("gpu_hours", logged.entry.gpuHours.map { .number($0) } ?? .null),
      JSON.Member(
        "spec_file", ExperimentID(title)?.number == nil ? .null : .string("experiments/\(title).md")
      ),
      JSON.Member("timestamp", .string(logged.event.time.description)),
      JSON.Member("reverted", .boolean(false)),
    ])
  }

  private static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}
