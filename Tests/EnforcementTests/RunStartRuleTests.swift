import Git
import Ledger
import Research
import Testing

@testable import Enforcement

/// Starts and ends of runs, whoever brings them.
@Suite struct RunStartRuleTests {
  private static let other = "c52e1cf3b05ab469a6309c0c19ba286ba89420f5"
  private static let folder = ".research/results/exp-001"

  /// A start, and an end without results.
  private func files(spec: String, end: String) -> [String: String] {
    [
      "\(Self.folder)/20261121T061500Z-c0-flux-started-aaaaaa.md":
        """
      ---
      run: 1-7c2mxa
      spec: \(spec)
      commit: \(Self.other)
      command: [python, train.py]
      ---

      """,
      "\(Self.folder)/20261121T061600Z-c0-flux-ended-bbbbbb.md":
        "---\nrun: 1-7c2mxa\noutcome: failed\nspec: \(end)\n---\n",
    ]
  }

  private func messages(_ forest: Forest, _ files: [String: String]) throws -> [String] {
    try forest.violations([], try forest.tree(files), on: .ledger).map(\.message)
  }

  /// Bytes that the spec's own check refuses count as a spec here: that is another rule's.
  private let spec = "# Experiment: x\n"

  @Test func `a run is started for a spec of its experiment, and ends by it`() throws {
    let forest = try Forest()
    let blob = try forest.repository.hash(of: Array(spec.utf8), .blob).hex
    let path = ".research/experiments/exp-001/spec-k3f9q2.md"
    func said(_ start: String, _ end: String, with text: Bool = true) throws -> [String] {
      var files = files(spec: start, end: end)
      if text { files[path] = spec }
      return try messages(forest, files).filter { $0.hasPrefix("run ") }
    }
    #expect(try said(blob, blob) == [])
    #expect(
      try said(Self.other, Self.other)
        == ["run 1-7c2mxa was started for no spec that exp-001 was registered with"])
    #expect(
      try said(blob, Self.other) == ["run 1-7c2mxa ended by another spec than it was started for"])
    #expect(try said(blob, blob, with: false).count == 1)
  }

  @Test func `a start that cannot be read is told once`() throws {
    let forest = try Forest()
    let path = "\(Self.folder)/20261121T061500Z-c0-flux-started-aaaaaa.md"
    let said = try messages(forest, [path: "---\nrun: 1-7c2mxa\n---\n"])
    #expect(said.count == 1 && said[0].contains("command"), "\(said)")
  }

  @Test func `a spec that was taken out frees the runs of its own experiment alone`() throws {
    let forest = try Forest()
    let made = files(spec: Self.other, end: Self.other)
    let commit = CheckedCommit(parents: [], tree: try forest.tree(made))
    func said(without folder: String) throws -> [String] {
      var check = Check(
        forest.repository, Protections(Protections.ofLedger), on: .ledger)
      check.redacted = RedactedEntries([
        Redaction([.init(path: "\(folder)/spec-k3f9q2.md", blob: Self.other)])
      ])
      return try check.violations(of: commit).map(\.message).filter { $0.hasPrefix("run ") }
    }
    #expect(try said(without: ".research/experiments/exp-001") == [])
    #expect(try said(without: ".research/experiments/exp-001-b").count == 1)
  }
}
