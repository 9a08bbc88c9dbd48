import Documents
import Platform
import Testing

@testable import rtrack

/// Programs of existing kits, taken in and shown again in the kit's own formats.
@Suite struct KitImportTests {
  private func session() throws -> Session {
    let session = try Session()
    for line in ["init", "agent add maya --human"] {
      let outcome = session.rtrack(line)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    session.environment["RTRACK_AGENT"] = "maya"
    return session
  }

  private static let kit = FormatPageTests.top("../shared/data/research-kit/lob-rl")
  static let isThere = (try? FileSystem.read(Path.join(kit, "QUESTIONS.md"))) != nil

  @Test(.enabled(if: isThere))
  func `a real kit's log comes back word for word, in its order`() throws {
    let session = try session()
    let first = session.rtrack(["import", "kit", Self.kit])
    #expect(first.status == 0, "\(first.errors)")
    let original = String(
      decoding: try FileSystem.read(Path.join(Self.kit, "RESEARCH_LOG.md")), as: UTF8.self)
    let shown = try session.read(".research/RESEARCH_LOG.md")
    #expect(entries(shown).count == 14)
    // Of one day a newer entry of the page stands above; blank lines at its start are no words.
    #expect(entries(shown) == entries(original))
  }

  /// The entries of a log, without rules and blank lines at their ends.
  private func entries(_ log: String) -> [String] {
    MarkdownOutline(log).sections.filter { $0.heading.level == 2 }.map { section in
      let text = section.text.hasSuffix("---") ? section.text.dropLast(3) : section.text[...]
      let end = text.lastIndex { !$0.isWhitespace } ?? text.startIndex
      return section.heading.text + "\n" + text[...end]
    }
  }

  @Test(.enabled(if: isThere))
  func `a real kit's questions come back with their answers, and once only`() throws {
    let session = try session()
    let first = session.rtrack(["import", "kit", Self.kit, "--json"])
    let json = try JSON.parse(Array(first.output.utf8))
    #expect(json["questions"]?.integer == 13 && json["answers"]?.integer == 9)
    #expect(json["entries"]?.integer == 14 && json["sections"]?.integer == 5)
    #expect(json["differing"]?.array == [])
    let original = String(
      decoding: try FileSystem.read(Path.join(Self.kit, "QUESTIONS.md")), as: UTF8.self)
    let shown = try session.read(".research/QUESTIONS.md")
    let rows = Set(shown.split(separator: "\n"))
    let answered = try #require(original.firstRange(of: "## 5. Answered"))
    for row in original[answered.upperBound...].split(separator: "\n") where row.hasPrefix("| ") {
      #expect(rows.contains(row), "\(row)")
    }
    for part in ["## 1. Goal", "## 2. Constraints", "## 3. Non-Goals", "## 6. Working Hypotheses"] {
      let (before, after) = (section(part, original), section(part, shown))
      #expect(!before.isEmpty && before == after, "\(part)")
    }
    #expect(shown.hasPrefix("# Research Questions -- LOB-RL\n"))
    let next = session.rtrack("question next")
    #expect(next.output.contains("P0 Does 199d + no exec cost produce positive OOS"))
    // Again: nothing is new, and nothing is written.
    let tip = try session.call(["git", "rev-parse", "rtrack-ledger"]).output
    let second = session.rtrack(["import", "kit", Self.kit])
    #expect(second.output == "Nothing new.\n", "\(second.output)")
    #expect(try session.call(["git", "rev-parse", "rtrack-ledger"]).output == tip)
    #expect(session.rtrack("verify").status == 0)
  }

  private func section(_ heading: String, _ page: String) -> String {
    let found = MarkdownOutline(page).sections.first { "## \($0.heading.text)".hasPrefix(heading) }
    let text = found?.text ?? ""
    return String((text.hasSuffix("---") ? text.dropLast(3) : text[...]).prefix { _ in true })
      .split(separator: "\n").joined(separator: "\n")
  }

  @Test func `hand-offs, open and completed, and the state's costs are taken in`() throws {
    let session = try session()
    try session.write(
      "kit/HANDOFF.md",
      """
      # Handoff: Book features

      **Date:** 2026-02-11
      **Triggered by:** exp-004-diagnostic
      **Question:** Do the features carry signal?

      **Reason:** C++ is outside of research

      ## Context
      Four features are dead.

      ## What Is Needed
      A cache with all of them.
      """)
    try session.write("kit/handoffs/completed/2026-01-01-old.md", "# Handoff: Old\n\nDone it is.\n")
    try session.write(
      "kit/program_state.json",
      """
      {"cycles_completed": 1, "gpu_hours_used": 0.5, "cycle_log": [{"cycle": 1, "question": "Q?",
      "verdict": "REFUTED", "gpu_hours": 0.5, "spec_file": "experiments/exp-004-diagnostic.md",
      "timestamp": "2026-02-11T10:00:00", "reverted": false}]}
      """)
    try session.write(
      "kit/QUESTIONS.md",
      """
      # Research Questions

      ## 4. Open Questions

      | Priority | Question | Status | Parent | Blocker | Decision Gate |
      |---|---|---|---|---|---|
      | P1 | Q? | Not started | — | — | a \\| b |
      | P9 | R? | maybe | — | — | — |
      """)
    let said = session.rtrack("import kit kit")
    #expect(said.status == 0, "\(said.errors)")
    #expect(said.output.contains("Imported 2 questions, 1 log entry, 2 hand-offs."))
    #expect(said.output.contains("\"R?\" has no priority: P2"))
    #expect(said.output.contains("the status \"maybe\", which is none"))
    #expect(session.rtrack("handoff check").status == 1)
    let page = try session.read(".research/HANDOFF.md")
    #expect(
      page == (try session.read("kit/HANDOFF.md")) + "\n", "\(page)")
    let state = try JSON.parse(Array(try session.read(".research/program_state.json").utf8))
    #expect(state["gpu_hours_used"]?.number == 0.5)
    #expect(state["termination_reason"]?.string == "handoff_pause")
    #expect(state["question_history"]?["Q?"]?.array?.first?.string == "REFUTED")
    #expect(try session.read(".research/QUESTIONS.md").contains("| a \\| b |"))
    #expect(session.rtrack("import kit kit").output.hasPrefix("Nothing new."))
  }

  @Test func `a folder that holds no page, a link and a broken page are told`() throws {
    let session = try session()
    try session.write("empty/other.md", "x")
    #expect(
      session.rtrack("import kit empty").errors.contains("holds no page of a research program"))
    try session.write("linked/a", "x")
    _ = try session.call(["ln", "-s", "/etc/passwd", "linked/QUESTIONS.md"])
    #expect(session.rtrack("import kit linked").status == 2)
    _ = try session.call(["sh", "-c", "mkdir bad; printf '# a\\n\\377' > bad/QUESTIONS.md"])
    let bad = session.rtrack("import kit bad")
    #expect(bad.status == 2 && bad.errors.contains("bad/QUESTIONS.md:2:1"), "\(bad.errors)")
  }
}
