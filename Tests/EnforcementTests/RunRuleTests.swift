import Documents
import Git
import Ledger
import Platform
import Research
import Testing

@testable import Enforcement

/// What a run left comes whole, whoever brings it.
@Suite struct RunRuleTests {
  private static let top = Path.parent(Path.parent(Path.parent(#filePath)))
  private static let metrics = "metrics.json"

  /// The first fenced block of a language in a page of the documentation.
  private func block(_ language: String, of page: String) throws -> String {
    let bytes = try FileSystem.read(Path.join(Self.top, "Documentation/\(page).md"))
    let parts = String(decoding: bytes, as: UTF8.self)
      .split(separator: "```", omittingEmptySubsequences: false)
    let block = try #require(parts.first { $0.hasPrefix("\(language)\n") })
    return String(block.dropFirst(language.count + 1))
  }

  private struct Made {
    var files: [String: String]
    /// Where the run's files lie.
    let folder: String
    let event: String
    let spec: String
  }

  /// A registered spec, and a run of it with these metrics.
  private func run(
    _ forest: Forest, _ outcome: RunOutcome = .completed, metrics part: String = "",
    _ other: String = ""
  ) throws -> Made {
    let experiment = try #require(ExperimentID("exp-001-learning-rate-warm-up"))
    let run = try #require(RunID("1-7c2mxa"))
    let spec = try block("spec", of: "experiments")
    var metrics = try block("json", of: "results")
    if !part.isEmpty { metrics = metrics.replacing(part, with: other) }
    let folder = RunFolder(
      of: run, of: experiment, facts: [JSON.Member("version", .integer(1))],
      artefacts: [
        Artefact(Self.metrics, bytes: Array(metrics.utf8)),
        Artefact("config.json", bytes: Array(#"{"warmup_steps": [0, 500]}"#.utf8)),
        Artefact("Plots/A b.png", bytes: [1, 2, 3]),
      ])
    let blob = try forest.repository.hash(of: Array(spec.utf8), .blob).hex
    let event = Event(
      name: try #require(EventName("20261121T061500Z-c0-flux-ended-7c2mxa")),
      thread: .results(experiment),
      payload: .runEnded(
        RunEnd(run: run, outcome: outcome, spec: blob, manifest: folder.manifestDigest)))
    var files = Dictionary(
      uniqueKeysWithValues: folder.files.map {
        ($0.path, String(decoding: $0.bytes, as: UTF8.self))
      })
    let eventPath = Layout.path(of: event)
    files[eventPath] = String(decoding: EventFile.serialized(event), as: UTF8.self)
    let specPath = Layout.path(ofSpec: "spec-k3f9q2.md", of: experiment)
    files[specPath] = spec
    files.merge(try forest.registration(of: spec, experiment, "k3f9q2").event) { $1 }
    return Made(
      files: files, folder: Layout.folder(of: run, of: experiment), event: eventPath,
      spec: specPath)
  }

  private func messages(_ forest: Forest, _ files: [String: String]) throws -> [String] {
    try forest.violations([], try forest.tree(files), on: .ledger).map(\.message)
  }

  @Test func `a run that is whole may come, alone or by a merge`() throws {
    let forest = try Forest()
    let made = try run(forest)
    #expect(try messages(forest, made.files) == [])
    let spec = made.files.filter { $0.key.hasPrefix(".research/experiments/") }
    #expect(try forest.verdict([spec], made.files, on: .ledger) == [])
    var torn = made.files
    torn[made.event] = nil
    #expect(try forest.verdict([spec, torn], torn, on: .ledger) == [])
  }

  @Test func `what its manifest does not say, or says and is not there, is told`() throws {
    let forest = try Forest()
    let made = try run(forest)
    let changes: [(file: String, text: String?, word: String)] = [
      ("run.json", "{}", "run.json is not what the run's manifest says"),
      ("more.csv", "1", "more.csv is not in the run's manifest"),
      ("plots/a_b.png", nil, "plots/a_b.png is in the run's manifest, and not there"),
      ("manifest.sha256", nil, "has no manifest.sha256"),
      ("manifest.sha256", "whatever\n", "not as sha256sum writes it"),
      ("manifest.sha256", "", "is not in the run's manifest"),
    ]
    for (file, text, word) in changes {
      var files = made.files
      files["\(made.folder)/\(file)"] = text
      let said = try messages(forest, files)
      #expect(said.count == 1 && said[0].contains(word), "\(file): \(said)")
    }
  }

  @Test func `an event tells its end, and names a spec that was registered`() throws {
    let forest = try Forest()
    let made = try run(forest)
    var silent = made.files
    silent[made.event] = nil
    #expect(
      try messages(forest, silent) == ["no event tells the end of run 1-7c2mxa with this manifest"])
    func unpromised(_ files: [String: String]) -> [String: String] {
      files.filter { !$0.key.hasPrefix(".research/experiments/") }
    }
    let said = try messages(forest, unpromised(made.files))
    #expect(said.count == 1 && said[0].contains("names no spec that exp-001"), "\(said)")
    // Of a run without an end that measured nothing is asked.
    let failed = try run(forest, .failed)
    #expect(try messages(forest, unpromised(failed.files)) == [])
  }

  @Test func `what was taken out with authority is not missed in its run, and in no other`() throws
  {
    let forest = try Forest()
    let made = try run(forest)
    let picture = made.folder + "/plots/a_b.png"
    for gone in [picture, made.folder + "/metrics.json", made.event] {
      var files = made.files
      let bytes = files.removeValue(forKey: gone) ?? ""
      let tree = try forest.tree(files)
      var check = Check(forest.repository, Protections(Protections.ofLedger), on: .ledger)
      func found() throws -> [String] {
        try check.violations(of: CheckedCommit(parents: [], tree: tree)).map(\.message)
      }
      #expect(try found().count == 1, "\(gone)")
      let blob = try forest.blob(bytes).hex
      check.redacted = RedactedEntries([Redaction([.init(path: gone, blob: blob)])])
      #expect(try found() == [], "\(gone)")
      let other = gone.replacing("exp-001", with: "exp-002")
      check.redacted = RedactedEntries([Redaction([.init(path: other, blob: blob)])])
      #expect(try found().count == 1, "\(gone)")
    }
  }

  @Test func `what was taken out comes back by no commit, and lies in a history where it lay`()
    throws
  {
    let forest = try Forest()
    let made = try run(forest)
    let picture = made.folder + "/plots/a_b.png"
    let blob = try forest.blob(made.files[picture] ?? "").hex
    var check = Check(forest.repository, Protections(Protections.ofLedger), on: .ledger)
    check.redacted = RedactedEntries([Redaction([.init(path: picture, blob: blob)])])
    let commit = CheckedCommit(parents: [], tree: try forest.tree(made.files))
    #expect(try check.violations(of: commit).map(\.line) == ["authority added \(picture)"])
    check.mayHoldRedacted = true
    #expect(try check.violations(of: commit) == [])
  }

  @Test func `its metrics keep what the spec promises`() throws {
    let forest = try Forest()
    for (part, other, word) in [
      (#""seed": 2"#, #""seed": 1"#, "seed"),
      (#""train_loss": 0.7"#, #""loss": 0.7"#, "train_loss"),
      ("exp-001-l", "exp-002-l", "this is the result of"),
    ] {
      let made = try run(forest, metrics: part, other)
      let said = try messages(forest, made.files)
      #expect(said.count == 1 && said[0].hasPrefix("run 1-7c2mxa: metrics.json:"), "\(said)")
      #expect(said.first?.contains(word) == true, "\(said)")
      // What a command that failed left is kept as it is.
      #expect(try messages(forest, try run(forest, .failed, metrics: part, other).files) == [])
    }
  }
}
