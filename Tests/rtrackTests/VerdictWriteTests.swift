import Documents
import Platform
import Testing

@testable import rtrack

/// Verdicts that are recorded, and the analysis that goes with them.
@Suite struct VerdictWriteTests {
  private let lab: RunLab

  init() throws {
    lab = try RunLab()
    try #require(lab.run(lab.good).status == 0)
  }

  private func analysis() throws -> String {
    try lab.session.read(".research/results/\(RunLab.id)/analysis.md")
  }

  private func suffix() throws -> String {
    let said = lab.session.rtrack("verdict 1 --json")
    let last = try JSON.parse(Array(said.output.utf8))["recorded"]?.array?.last
    return String(try #require(last?["event"]?.string).suffix(6))
  }

  @Test func `the analysis has the protocol's headings, with every number filled in`() throws {
    let said = lab.session.rtrack(
      ["verdict", "1", "--write", "-m", "Warm-up helps late; nothing else was varied."])
    #expect(said.status == 0, "\(said.errors)")
    let text = try analysis()
    #expect(text.hasPrefix("# Analysis: "))
    for part in [
      "## Verdict: CONFIRMED\n",
      "## Results vs. Success Criteria\n- [x] SC-1: ",
      "**PASS** — observed 0.74 vs. threshold 0.725",
      "## Metric-by-Metric Breakdown\n\n### Primary\n", "| `val_acc` | 0.705 | 0.74 | 0.74 (3) |",
      "## Resource Usage\n", "| GPU-hours | ", " | 0.01 |",
      "## Interpretation\n\nWarm-up helps late; nothing else was varied.\n",
    ] { #expect(text.contains(part), "\(part) is not in:\n\(text)") }
    #expect(lab.session.rtrack("verify").status == 0)
    // metrics.json holds no verdict.
    #expect(try !lab.read("metrics.json").contains("CONFIRMED"))
    let log = lab.session.rtrack("log --limit 2").output
    #expect(log.contains("verdict on run 1-") && log.contains("CONFIRMED"), "\(log)")
  }

  @Test func `what baselines differ by stands in the analysis, where several were run`() throws {
    let other = "sed -i 's/\"baseline\": {\"val_acc\": 0.705/\"baseline\": {\"val_acc\": 0.715/' "
    #expect(lab.run("\(lab.good); \(other) $RTRACK_RUN_DIR/metrics.json").status == 0)
    #expect(lab.session.rtrack("verdict 1 --write").status == 0)
    let text = try analysis()
    #expect(text.contains("\n## Noise floor\n- "), "\(text)")
    #expect(text.contains("- val_acc: std 0.007071067812, range 0.01 over 2 baselines"))
    let decided = "- SC-1 was decided by 0.005, less than the std of val_acc\n\n## Resource"
    #expect(text.contains(decided))
  }

  @Test func `a verdict set against the criteria is shown as that everywhere, for ever`() throws {
    let session = lab.session
    let alone = session.rtrack("verdict 1 --set REFUTED")
    #expect(alone.status == 2 && alone.errors.contains("go together"))
    let same = session.rtrack(["verdict", "1", "--set", "CONFIRMED", "--reason", "x"])
    #expect(same.status == 2 && same.errors.contains("the criteria give CONFIRMED already"))
    let set = session.rtrack(
      ["verdict", "1", "--set", "refuted", "--reason", "seed 2 read the test set"])
    #expect(set.status == 0, "\(set.errors)")
    let mark = "set by flux against the criteria: CONFIRMED"
    let long =
      "**Set by flux against the criteria, which give CONFIRMED**: seed 2 read the test set"
    #expect(set.output.contains("REFUTED (\(mark))"), "\(set.output)")
    #expect(try analysis().contains(long))
    let shown = session.rtrack("verdict 1")
    #expect(shown.status == 1 && shown.output.contains("## Verdict: REFUTED\n\n\(long)"))
    let json = try JSON.parse(Array(session.rtrack("verdict 1 --json").output.utf8))
    #expect(json["verdict"]?.string == "REFUTED" && json["computed"]?.string == "CONFIRMED")
    #expect(json["recorded"]?.array?.first?["against_criteria"]?.boolean == true)
    #expect(session.rtrack("log").output.contains(mark))
    #expect(session.rtrack("experiment show 1").output.contains(mark))
    #expect(session.rtrack("pr \(RunLab.id)").output.contains(mark))
    let entry = session.rtrack([
      "program", "log", "1", "--key-result", "0.74", "--lesson", "look at the split",
    ])
    #expect(entry.status == 0, "\(entry.errors)")
    #expect(
      try session.read(".research/RESEARCH_LOG.md").contains("## \(RunLab.id) — REFUTED (\(mark))"))
    #expect(try session.read(".research/program_state.json").contains(mark))
    // Also when another verdict has taken its place.
    let back = session.rtrack(["verdict", "1", "--write", "--replaces", try suffix()])
    #expect(back.status == 0, "\(back.errors)")
    #expect(try analysis().contains("Other verdicts:\n"))
    #expect(try analysis().contains(mark))
    #expect(session.rtrack("verdict 1").output.contains(mark))
    #expect(session.rtrack("verify").status == 0)
  }

  @Test func `a second verdict says what it replaces, or is refused`() throws {
    let session = lab.session
    #expect(session.rtrack("verdict 1 --write --replaces abcdef").status == 2)
    #expect(session.rtrack("verdict 1 --write --once first").status == 0)
    #expect(session.rtrack("verdict 1 --write --once first").output.contains("done before"))
    let second = session.rtrack("verdict 1 --write")
    #expect(second.status == 1)
    let hint = "--replaces \(try suffix())"
    #expect(second.errors.contains(hint), "\(second.errors)")
    #expect(session.rtrack("verdict 1 --write --replaces abcdef").status == 2)
    #expect(session.rtrack("verdict 1 --write \(hint)").status == 0)
  }

  @Test func `only READ of the experiment records a verdict, where a phase holds`() throws {
    let session = lab.session
    for (phase, experiment) in [
      ("RUN", RunLab.id), ("FRAME", RunLab.id), ("READ", "exp-002-other"),
    ] {
      let said = session.rtrack(
        ["verdict", "1", "--write"],
        environment: ["RTRACK_PHASE": phase, "RTRACK_EXPERIMENT": experiment])
      #expect(said.status == 1 && said.errors.contains("may not write"), "\(phase): \(said.errors)")
    }
    let read = session.rtrack(
      ["verdict", "1", "--write"],
      environment: ["RTRACK_PHASE": "READ", "RTRACK_EXPERIMENT": RunLab.id])
    #expect(read.status == 0, "\(read.errors)")
  }

  @Test func `the log takes verdict, hypothesis and cost, once for what is known`() throws {
    let session = lab.session
    let call = ["program", "log", "1", "--key-result", "0.74", "--lesson", "it helps"]
    #expect(session.rtrack(["question", "add", "Does it help?", "--experiment", "1"]).status == 0)
    #expect(session.rtrack(call).status == 0)
    let page = try session.read(".research/RESEARCH_LOG.md")
    #expect(page.contains("## \(RunLab.id) — CONFIRMED\n**Date:** 2026-11-2"), "\(page)")
    #expect(page.contains("**Key result:** 0.74\n**Lesson:** it helps\n"))
    let state = try JSON.parse(Array(session.rtrack("program status --json").output.utf8))
    #expect(state["gpu_hours_used"]?.number == 0.01)
    #expect(state["cycle_log"]?.array?.first?["question"]?.string == "Does it help?")
    #expect(state["cycle_log"]?.array?.first?["spec_file"]?.string == "experiments/\(RunLab.id).md")
    let again = session.rtrack(call)
    #expect(again.status == 2 && again.errors.contains("is in the log already"))
    #expect(lab.run(lab.good).status == 0)
    #expect(session.rtrack(call).status == 0)
  }

  @Test func `a hand-made verdict is taken in by nobody, and one without a reason by no history`()
    throws
  {
    let session = lab.session
    let opening =
      try lab.git(
        "ls-tree", "-r", "--name-only", "rtrack-ledger", ".research/experiments"
      ).split(separator: "\n").compactMap { line -> String? in
        line.contains("-registered-") ? Path.last(String(line)).replacing(".md", with: "") : nil
      }.first ?? ""
    let name = "20261121T060000Z-c0-flux-verdict-a2b3c4.md"
    try session.write(
      name,
      """
      ---
      event: verdict
      experiment: \(RunLab.id)
      opening: \(opening)
      run: 1-7c2mxa
      verdict: REFUTED
      computed: CONFIRMED
      agent: flux
      cycle: 0
      at: 2026-11-21T06:00:00Z
      ---
      """)
    let added = session.rtrack(["add", name])
    #expect(added.status != 0, "\(added.errors)")
    _ = try session.call([
      "sh", "-euc",
      """
      path=.research/experiments/\(RunLab.id)/\(name); blob=$(git hash-object -w \(name))
      export GIT_INDEX_FILE=.git/i; git read-tree rtrack-ledger
      git update-index --add --cacheinfo 100644,$blob,$path
      git update-ref refs/heads/rtrack-ledger \
        $(git commit-tree -p rtrack-ledger -m x $(git write-tree))
      """,
    ])
    let verify = session.rtrack("verify")
    #expect(verify.status == 1 && verify.output.contains("reason"), "\(verify.output)")
  }
}
