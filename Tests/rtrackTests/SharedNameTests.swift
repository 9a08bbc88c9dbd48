import Documents
import Platform
import Testing

@testable import rtrack

/// Experiments that two clones registered under one number, or one name, before they met; with
/// real git between them.
@Suite struct SharedNameTests {
  /// Two clones with a registered experiment and a result each; the second knows what the first
  /// has published, and has not synced.
  private final class Pair {
    let session: Session
    let folders = ["repo", "second"]

    init(names: [String], values: [String]) throws {
      session = try Session()
      try rtrack("init", "agent add athena", "agent add flux --as athena")
      try shell("git init -q --bare -b main ../remote.git; git remote add origin ../remote.git")
      try rtrack("sync")
      try shell("git clone -q ../remote.git ../second")
      for place in 0..<2 {
        enter(place)
        let spec = try SpecText.page("over 500 steps", "over \(place + 4)00 steps")
        #expect(spec.contains("over \(place + 4)00 steps"))
        try session.write("\(names[place]).md", spec)
        try rtrack("experiment register \(names[place]).md --as flux")
        let metrics = try ResultSessionTests.block("json", of: "results")
          .replacing("exp-001-learning-rate-warm-up", with: "exp-001-\(names[place])")
          .replacing("\"val_acc\": 0.74, \"train", with: "\"val_acc\": \(values[place]), \"train")
        #expect(metrics.contains(values[place]))
        try session.write("out/metrics.json", metrics)
        try session.write("out/config.json", #"{"warmup_steps": 500}"#)
        try rtrack("result add exp-001 out --as flux")
      }
      enter(0)
      try rtrack("sync")
      enter(1)
      try shell("git fetch -q origin +rtrack-ledger:refs/rtrack/seen/origin")
    }

    func enter(_ place: Int) { session.directory = Path.join(session.root, folders[place]) }

    func rtrack(_ lines: String...) throws {
      for line in lines {
        let outcome = session.rtrack(line)
        try #require(outcome.status == 0, "\(line): \(outcome.errors)")
      }
    }

    func shell(_ script: String) throws {
      let result = try session.call(["sh", "-euc", script])
      try #require(result.succeeded, "\(String(decoding: result.errors, as: UTF8.self))")
    }

    func json(_ line: String) throws -> JSON {
      let outcome = session.rtrack(line + " --json")
      #expect(outcome.status == 0, "\(line): \(outcome.output)")
      return try JSON.parse(Array(outcome.output.utf8))
    }

    /// The experiments in the order in which they were registered: what each is called by.
    func experiments() throws -> [(number: Int?, name: String, runs: Int?)] {
      try (json("experiment list")["experiments"]?.array ?? [])
        .sorted { ($0["opening"]?.string ?? "") < ($1["opening"]?.string ?? "") }
        .map { row in
          let (id, opening) = (row["experiment"]?.string ?? "", row["opening"]?.string ?? "")
          return (row["number"]?.integer, "\(id)~\(opening.suffix(6))", row["runs"]?.integer)
        }
    }

    /// What a call that must be answered with a question says.
    func question(_ line: String) -> String {
      let outcome = session.rtrack(line)
      #expect(outcome.status == 2, "\(line): \(outcome.output)")
      return outcome.errors
    }
  }

  /// What each of the two measured.
  private static let values = ["0.7441", "0.7552"]
  private static let name = "learning-rate-warm-up"

  @Test func `two experiments of one name keep their runs apart, before and after it is settled`()
    throws
  {
    let pair = try Pair(names: [Self.name, Self.name], values: Self.values)
    for call in [
      "experiment show exp-001", "experiment show 1", "experiment show exp-001-\(Self.name)",
      "result path exp-001", "result show exp-001", "result list exp-001",
      "run exp-001 --as flux -- true", "verdict exp-001",
      "experiment withdraw exp-001 --reason Why --as flux",
    ] { #expect(pair.question(call).contains("is ambiguous"), "\(call)") }
    let before = try pair.experiments()
    for (place, experiment) in before.enumerated() {
      let shown = pair.session.rtrack("result show \(experiment.name)")
      #expect(shown.output.contains(Self.values[place]), "\(shown)")
      #expect(!shown.output.contains(Self.values[1 - place]))
    }

    try pair.rtrack("sync")
    pair.enter(0)
    try pair.rtrack("sync")
    for place in 0..<2 {
      pair.enter(place)
      let settled = try pair.experiments()
      #expect(settled.map(\.number) == [1, 2])
      #expect(settled.map(\.runs) == [1, 1])
      #expect(settled.map(\.name) == before.map(\.name))
      // The name alone means the one that kept the number; the other has its number and its end.
      let calls = [
        ["exp-001", "1", "exp-001-\(Self.name)", before[0].name],
        ["exp-002", "2", "exp-002-\(Self.name)", before[1].name],
      ]
      for (own, names) in calls.enumerated() {
        for name in names {
          let shown = pair.session.rtrack("result show \(name)")
          #expect(shown.status == 0 && shown.output.contains(Self.values[own]), "\(name): \(shown)")
          let path = try #require(try pair.json("result path \(name)")["path"]?.string)
          let metrics = String(
            decoding: try FileSystem.read(Path.join(path, "metrics.json")), as: UTF8.self)
          #expect(metrics.contains(Self.values[own]), "\(name): \(path)")
          let judged = pair.session.rtrack("verdict \(name) --json")
          #expect(judged.output.contains(Self.values[own]), "\(name): \(judged)")
        }
      }
      let counting = try pair.json("result list")["runs"]?.array ?? []
      #expect(counting.map { $0["counts"]?.boolean } == [true, true])
      let asked = pair.session.rtrack(["query", "-q", "SELECT sum(counts) FROM runs"]).output
      #expect(asked == "2\n")
      let runs = counting.compactMap { $0["run"]?.string }
      #expect(runs.map { $0.prefix(2) } == ["1-", "1-"])
      // Both made their run 1: the numbers are settled as well, and lead to one run each.
      let names = try (1...2).map { number -> String in
        let wanted = before[number - 1].name
        return try #require(try pair.json("result show \(wanted) \(number)")["run"]?["run"]?.string)
      }
      #expect(Set(names) == Set(runs))
    }
  }

  @Test func `of two experiments with one number the later is called by the next`() throws {
    let pair = try Pair(names: [Self.name, "other"], values: Self.values)
    for call in ["experiment show exp-001", "result path 1", "run exp-001 --as flux -- true"] {
      #expect(pair.question(call).contains("is ambiguous"), "\(call)")
      #expect(pair.question(call).contains("exp-001-\(Self.name), exp-001-other"), "\(call)")
    }
    // A whole name means one thing all the time.
    try pair.rtrack("experiment show exp-001-other", "experiment show exp-001-\(Self.name)")
    try pair.rtrack("sync")
    pair.enter(0)
    try pair.rtrack("sync")
    for place in 0..<2 {
      pair.enter(place)
      #expect(try pair.experiments().map(\.number) == [1, 2])
      for (call, value) in [
        ("1", 0), ("exp-001", 0), ("exp-001-\(Self.name)", 0), ("2", 1), ("exp-002", 1),
        ("exp-001-other", 1), ("exp-002-other", 1),
      ] {
        let shown = pair.session.rtrack("result show \(call)").output
        #expect(shown.contains(Self.values[value]), "\(call): \(shown)")
      }
    }
    // The next number is free in both.
    try pair.session.write("third.md", try SpecText.page("over 500 steps", "over 900 steps"))
    try pair.rtrack("experiment register third.md --as flux")
    #expect(try pair.experiments().map(\.number) == [1, 2, 3])
  }
}
