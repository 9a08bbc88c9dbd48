import Documents
import Platform
import Research
import Testing

@testable import demo

/// What happened in a real lab of agents, played again: on our own small lab, on the real one where
/// its data lies beside the project, and on copies of both with other names and shifted times.
@Suite struct TwelveCasesTests {
  @Test(arguments: PlayedLab.all)
  func `1: silence is computed for every agent of every cycle, as expected`(
    source: PlayedLab.Source
  ) throws {
    let lab = try PlayedLab.of(source)
    #expect(lab.check.differences(from: lab.lab.facts) == [])
    let corrected = lab.check.answers.values.flatMap { $0.values.filter { $0.recorded != nil } }
    #expect(corrected.isEmpty, "each close recorded what is found now")
    let silent = lab.check.answers.values.flatMap { $0.values.filter { $0.answer == "silent" } }
    #expect(!silent.isEmpty && silent.allSatisfy { $0.acts == 0 && $0.evidence == nil })
    let others = lab.check.answers.values.flatMap { $0.values.filter { $0.answer != "silent" } }
    #expect(others.allSatisfy { $0.evidence != nil }, "every other answer is proved")
  }

  @Test(arguments: PlayedLab.all)
  func `2: who was never scheduled is not called silent, and nothing is due`(
    source: PlayedLab.Source
  ) throws {
    let lab = try PlayedLab.of(source)
    #expect(!lab.lab.facts.neverScheduled.isEmpty)
    for fact in lab.lab.facts.neverScheduled {
      for cycle in fact.cycles {
        let answer = try #require(lab.answer(fact.agent, cycle))
        #expect(["not-scheduled", "left"].contains(answer), "cycle \(cycle): \(answer)")
      }
      for cycle in lab.check.answers.keys {
        #expect(lab.answer(fact.agent, cycle) != "silent", "cycle \(cycle)")
      }
      let last = try #require(fact.cycles.last)
      let report = try JSON.parse(
        Array(
          lab.world.rtrack(["silent", "--cycle", "\(last)", "--json", "--exit-zero"]).utf8))
      #expect(report["streaks"]?[fact.agent]?["silent"]?.integer == 0)
      #expect(report["streaks"]?[fact.agent]?["advice"]?.isNull == true)
    }
  }

  @Test(arguments: PlayedLab.all)
  func `3: who was killed reads silent until the notice exists, and timed-out or killed from then`(
    source: PlayedLab.Source
  ) throws {
    let told = try PlayedLab.of(source)
    let kills = told.lab.facts.kills
    #expect(kills.count >= 2)
    for kill in kills {
      let answer = kill.cause[0] == "--timed-out" ? "timed-out" : "killed"
      #expect(told.answer(kill.agent, kill.cycle) == answer)
      let evidence = told.check.answers[kill.cycle]?[kill.agent]?.evidence
      #expect(evidence?.contains("-notice-") == true)
    }
    guard !source.isReal else { return }
    // Nobody told: it was their turn all the same, so they read as silent; then the notices come.
    let untold = try PlayedLab(source) { lab in
      lab.facts.kills = kills.map { ($0.agent, $0.cycle, $0.cause, $0.issue, lab.end) }
    }
    defer { untold.remove() }
    let closed = try JSON.parse(
      Array(
        untold.world.rtrack([
          "silent", "--cycle", "\(kills[0].cycle)", "--json", "--exit-zero",
        ]).utf8))
    for kill in kills {
      let line = closed["cycles"]?.array?.first?["answers"]?.array?
        .first { $0["agent"]?.string == kill.agent }
      #expect(line?["recorded"]?.string == "silent", "what the close recorded stays")
      #expect(line?["answer"]?.string == told.answer(kill.agent, kill.cycle))
    }
  }

  @Test(arguments: PlayedLab.all)
  func `4: standby commits are note-only, never output`(source: PlayedLab.Source) throws {
    let lab = try PlayedLab.of(source)
    let standby = lab.lab.commits.filter { $0.subject.contains("standby") }
    #expect(standby.count == (source.isReal ? 62 : 20))
    var answered = 0
    for cycle in lab.script.cycles {
      for (agent, line) in lab.check.answers[cycle.number] ?? [:] {
        let commits = lab.commits(agent, cycle)
        let idle = commits.filter { $0.subject.contains("standby") }
        guard !idle.isEmpty, commits.allSatisfy(\.isNote) else { continue }
        #expect(line.answer == "note-only", "cycle \(cycle.number), \(agent)")
        answered += idle.count
      }
    }
    // In the real lab one agent did real work in the cycle of its last standby commit.
    #expect(answered >= standby.count - 2, "\(answered) of \(standby.count)")
  }

  @Test(arguments: PlayedLab.all)
  func `5: the ledger says which cycle it is, whatever number agents give themselves`(
    source: PlayedLab.Source
  ) throws {
    let lab = try PlayedLab.of(source)
    let numbers = lab.script.cycles.map(\.number)
    #expect(numbers == Array(1...numbers.count))
    #expect(lab.check.answers.keys.sorted() == numbers)
    // Within one cycle they gave it several numbers; all of it counts for that one.
    let said = lab.script.cycles.filter { cycle in
      let subjects = lab.lab.commits.filter { $0.time >= cycle.start && $0.time < cycle.end }
        .map(\.subject)
      return Set(subjects.compactMap(Self.cycleNumber)).count > 1
    }
    let cycle = try #require(said.first)
    for agent in cycle.scheduled where !lab.commits(agent, cycle).isEmpty {
      let answer = try #require(lab.answer(agent, cycle.number))
      #expect(["spoke", "note-only", "result"].contains(answer))
    }
  }

  /// The number after "cycle" in a subject.
  private static func cycleNumber(_ subject: String) -> Int? {
    let words = subject.split { !$0.isLetter && !$0.isNumber }
    guard let place = words.firstIndex(where: { $0.lowercased() == "cycle" }),
      place + 1 < words.count
    else { return nil }
    return Int(words[place + 1])
  }

  @Test(arguments: PlayedLab.all)
  func `6: the spellings of one identity are one agent, though all commits have one author`(
    source: PlayedLab.Source
  ) throws {
    let lab = try PlayedLab.of(source)
    let agent = lab.name(source.isReal ? "experiment-runner" : "slate-runner")
    let cycle = try #require(
      lab.script.cycles.first { Set(lab.commits(agent, $0).map(\.agent)).count > 1 })
    let commits = lab.commits(agent, cycle)
    #expect(lab.check.answers[cycle.number]?[agent]?.acts == commits.count)
    let spellings = Set(commits.map { AgentName.squashed($0.agent) })
    for name in lab.check.strangers[cycle.number] ?? [] {
      #expect(!spellings.contains(AgentName.squashed(name)))
    }
  }

  @Test(arguments: PlayedLab.all)
  func `7: managers who are listed as workers too are answered once a cycle`(
    source: PlayedLab.Source
  ) throws {
    let lab = try PlayedLab.of(source)
    let roster = try #require(
      lab.lab.rosters.first { !Set($0.workers).isDisjoint(with: $0.managers) })
    let cycle = try #require(lab.script.cycles.first { $0.start >= roster.time })
    let twice = Set(roster.workers).intersection(roster.managers)
    for name in twice {
      #expect(cycle.scheduled.filter { $0 == name }.count <= 1)
      #expect(lab.check.answers[cycle.number]?[name] != nil)
    }
    let table = try lab.world.rtrack([
      "silent", "--cycle", "\(cycle.number)", "--exit-zero",
    ])
    let names = table.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: PlayedLab.all)
  func `8: a roster change is a commit of its own, and touches one agent`(
    source: PlayedLab.Source
  ) throws {
    let lab = try PlayedLab.of(source)
    let log = try lab.git(["log", "--format=%x00%s", "--name-only", "rtrack-ledger"])
    var changes = 0
    for commit in log.split(separator: "\0") {
      let lines = commit.split(separator: "\n").map(String.init)
      let paths = lines.dropFirst().filter { !$0.isEmpty }
      guard paths.contains(where: { $0.hasPrefix(".research/agents/") }) else { continue }
      changes += 1
      #expect(paths.count == 1, "\(lines)")
    }
    #expect(changes >= 10)
  }

  @Test(arguments: PlayedLab.all)
  func `9: who may stay silent is exempt, and no streak begins`(source: PlayedLab.Source) throws {
    let known = try PlayedLab.of(source)
    var lab = known
    var agent = known.lab.facts.exempt.first
    if agent == nil {
      // The real record does not say who it was: somebody who was passed over, then.
      let silent = known.lab.facts.expected.lazy.compactMap { cycle in
        cycle.answers.first { $0.answer == "silent" }.map { (cycle.cycle, $0.agent) }
      }.first
      let name = try #require(silent).1
      agent = name
      guard !source.isCopy else { return }
      lab = try PlayedLab(source) { $0.facts.exempt = [name] }
    }
    let name = try #require(agent)
    let answers = lab.check.answers.values.compactMap { $0[name]?.answer }
    #expect(answers.contains("exempt"))
    #expect(!answers.contains("silent"))
    if lab.world.repository != known.world.repository { lab.remove() }
  }

  @Test(arguments: PlayedLab.all)
  func `10: a cycle that failed as a whole lengthens nobody's streak`(source: PlayedLab.Source)
    throws
  {
    let lab = try PlayedLab.of(source)
    guard !source.isReal else {
      #expect(lab.lab.facts.failed.isEmpty, "none is known of the real lab")
      return
    }
    let number = try #require(lab.lab.facts.failed.first)
    let silent = try #require(
      lab.check.answers[number]?.filter { $0.value.answer == "silent" }.keys.sorted().first)
    #expect(try streak(of: silent, at: number, in: lab) == 0)
    let counted = try PlayedLab(source) { $0.facts.failed = [] }
    defer { counted.remove() }
    #expect(try streak(of: silent, at: number, in: counted) == 1)
  }

  private func streak(of agent: String, at cycle: Int, in lab: PlayedLab) throws -> Int? {
    let report = try JSON.parse(
      Array(lab.world.rtrack(["silent", "--cycle", "\(cycle)", "--json", "--exit-zero"]).utf8))
    return report["streaks"]?[agent]?["silent"]?.integer
  }

  @Test(arguments: PlayedLab.all)
  func `11: a new hire is not there in the cycle before, and not silent in its first`(
    source: PlayedLab.Source
  ) throws {
    let lab = try PlayedLab.of(source)
    let hires = lab.check.answers.flatMap { cycle, lines in
      lines.filter { $0.value.answer == "joined" }.map { (cycle: cycle, agent: $0.key) }
    }
    #expect(!hires.isEmpty)
    for hire in hires {
      #expect(lab.answer(hire.agent, hire.cycle - 1) == nil, "\(hire)")
      let evidence = lab.check.answers[hire.cycle]?[hire.agent]?.evidence
      #expect(evidence?.contains("-joined-") == true)
    }
  }

  @Test(arguments: PlayedLab.all)
  func `12: a result that automation rewrites in the code stays what the ledger recorded`(
    source: PlayedLab.Source
  ) throws {
    let lab = try PlayedLab.of(source)
    let result = try #require(lab.lab.facts.results.first)
    let cycle = try #require(
      lab.check.answers.first { $0.value[result.agent]?.answer == "result" }?.key)
    let before = try #require(lab.check.answers[cycle]?[result.agent])
    let tip = try lab.git(["rev-parse", "rtrack-ledger"])
    // Rewritten to `[]` on a branch beside, as the automation did.
    let stream =
      "commit refs/heads/automation\n"
      + "committer CI <ci@example.org> 1800000000 +0000\ndata 20\n[CI] Refresh results\n"
      + "from refs/heads/main^0\nM 100644 inline \(result.path)\ndata 3\n[]\n\n"
    try lab.git(["fast-import", "--quiet"], input: stream)
    let after = try PlayedLab.answers(lab.world, lab.script.cycles.count)
    #expect(after.answers[cycle]?[result.agent] == before)
    #expect(before.evidence?.contains("-result-") == true)
    #expect(try lab.git(["rev-parse", "rtrack-ledger"]) == tip)
    let rewritten = try lab.git([
      "log", "--diff-filter=MDRT", "--name-only", "--format=", "rtrack-ledger",
    ])
    #expect(rewritten == "", "no file of the ledger was ever changed or removed")
  }

  @Test func `the copy's names keep their order and their spellings`() {
    let names = ["apollo", "crit", "experiment-runner", "flux", "leo", "maya"]
    #expect(names.map(LabRecord.renamed) == names.map(LabRecord.renamed).sorted())
    #expect(
      AgentName.squashed(LabRecord.renamed("ExperimentRunner"))
        == AgentName.squashed(LabRecord.renamed("Experiment-Runner")))
    #expect(LabRecord.renamed("") == "")
  }

  @Test func `the demonstration checks what it shows`() throws {
    let call = [PlayedLab.built("demo"), "--check", "--rtrack", PlayedLab.program, "--data"]
    let fixture = Demonstration.sources(Machine.environment).fixture
    let words = call + [fixture]
    let right = try Child.run(words, environment: Machine.environment)
    #expect(right.end == .exited(0), "\(String(decoding: right.output, as: UTF8.self))")
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-wrong-")
    defer { try? FileSystem.removeTree(folder) }
    for file in ["activity.csv", "roster_timeline.json", "lab.json"] {
      var text = try LabRecord.text(Path.join(fixture, file))
      if file == "lab.json" {
        text = text.split(separator: "\"timed-out\"").joined(separator: "\"silent\"")
      }
      try FileSystem.write(Array(text.utf8), to: Path.join(folder, file))
    }
    let wrong = try Child.run(call + [folder], environment: Machine.environment)
    #expect(wrong.end == .exited(1))
    #expect(
      String(decoding: wrong.output, as: UTF8.self)
        .contains("cycle 6: gneiss should be silent, is timed-out"))
  }
}

extension PlayedLab {
  @discardableResult
  func git(_ words: [String], input: String = "") throws -> String {
    let result = try Child.run(
      ["git"] + words, in: world.repository, environment: world.environment,
      input: Array(input.utf8))
    try #require(result.succeeded, "\(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output, as: UTF8.self)
  }
}

extension LabRecord {
  /// After everything else.
  var end: Timestamp { (commits.last?.time ?? Timestamp(seconds: 0)).adding(seconds: 60) }
}
