import Documents
import Platform
import Research
import Testing

@testable import Ledger

/// What is taken from a folder of results, and what is refused.
struct ResultFolderTests {
  /// A folder of its own, gone at the end.
  private func with<Answer>(_ body: (String) throws -> Answer) throws -> Answer {
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-results-")
    defer { try? FileSystem.removeTree(folder) }
    return try body(folder)
  }

  private func write(_ text: String, _ folder: String, _ path: String) throws {
    let place = Path.join(folder, path)
    try FileSystem.makeDirectory(Path.parent(place))
    try FileSystem.write(Array(text.utf8), to: place)
  }

  private func artefacts(_ folder: String, limit: Int = 1000) throws -> [Artefact] {
    let limits = ResultFolder.Limits(artefact: limit)
    return try ResultFolder("out", at: folder, limits: limits).artefacts(
      limits: limits, root: folder)
  }

  @Test func `every file is taken, under a name that is one on every file system`() throws {
    try with { folder in
      try write("{}", folder, "metrics.json")
      try write("1", folder, "Plots/Loss Kurve é.png")
      try write("2", folder, ".hidden")
      try write("", folder, "logs/deep/er/empty.LOG")
      let taken = try artefacts(folder)
      #expect(
        taken.map(\.original) == [
          ".hidden", "Plots/Loss Kurve é.png", "logs/deep/er/empty.LOG", "metrics.json",
        ])
      #expect(
        taken.map(\.file) == [
          "hidden", "plots/loss_kurve__.png", "logs/deep/er/empty.log", "metrics.json",
        ])
    }
  }

  @Test func `what is larger than the limit stays where it is, and a pointer says where`() throws {
    try with { folder in
      try write(String(repeating: "x", count: 1001), folder, "models/Best.pt")
      try write(String(repeating: "x", count: 1000), folder, "small")
      let taken = try artefacts(folder)
      #expect(taken.map(\.file) == ["models/best.pt.pointer", "small"])
      guard case .pointer(let place) = taken[0].content else {
        Issue.record("no pointer")
        return
      }
      #expect(place == "models/Best.pt")
      #expect(taken[0].size == 1001)
      #expect(taken[0].digest == SHA256.digest(of: [UInt8](repeating: 120, count: 1001)))
    }
  }

  @Test(arguments: [
    (["Loss.png", "loss.png"], "loss.png"), (["a b", "a_b"], "a_b"), (["é", "ü"], "_"),
    (["x/Y", "X/y"], "x/y"), (["A", "a/b"], "a"), ([".x", "x"], "x"),
    (["Run.json"], "run.json"), (["manifest.SHA256"], "manifest.sha256"),
  ])
  func `names that would be one are refused, and both are named`(
    names: [String], file: String
  ) throws {
    try with { folder in
      for name in names { try write(name, folder, name) }
      let error = try #require(throws: LedgerError.self) { try artefacts(folder) }
      for name in names { #expect(error.message.contains(name), "\(error.message)") }
    }
  }

  @Test func `folders that fold onto each other are one, when their files are not`() throws {
    try with { folder in
      try write("1", folder, "Plots/a")
      try write("2", folder, "plots/b")
      #expect(try artefacts(folder).map(\.file) == ["plots/a", "plots/b"])
    }
  }

  @Test(arguments: [
    (["ln", "-s", "/etc/passwd", "x"], "is a link"), (["ln", "-s", ".", "x"], "is a link"),
    (["ln", "-s", "nowhere", "x"], "is a link"), (["mkfifo", "x"], "a pipe"),
    (["git", "init", "-q", "x"], "x/.git is a repository"),
  ])
  func `anything but plain files and folders is refused by name`(
    command: [String], word: String
  ) throws {
    try with { folder in
      _ = try Child.run(command, in: folder, environment: Machine.environment)
      let error = try #require(throws: LedgerError.self) { try artefacts(folder) }
      #expect(error.message.contains(word), "\(error.message)")
      #expect(error.message.contains("out/x"))
    }
  }

  @Test func `too many, too deep, unreadable, or no folder at all is refused`() throws {
    try with { folder in
      var limits = ResultFolder.Limits(artefact: 10)
      limits.files = 5
      for number in 0...5 { try write("", folder, "many/\(number)") }
      let many = try #require(throws: LedgerError.self) {
        try ResultFolder("out", at: Path.join(folder, "many"), limits: limits)
      }
      #expect(many.kind == .tooLarge)
      limits.files = 100
      try write("", folder, (0..<18).map { _ in "d" }.joined(separator: "/") + "/x")
      #expect(throws: LedgerError.self) {
        try ResultFolder("out", at: folder, limits: limits)
      }
      limits.total = 15
      for number in 0..<3 { try write("123456", folder, "large/\(number)") }
      let large = try ResultFolder("out", at: Path.join(folder, "large"), limits: limits)
      #expect(throws: LedgerError.self) { try large.artefacts(limits: limits, root: nil) }
      for name in ["gone", "many/0"] {
        #expect(throws: LedgerError.self) {
          try ResultFolder(name, at: Path.join(folder, name), limits: limits)
        }
      }
    }
  }

  @Test func `a name that is no UTF-8 is refused, not skipped`() throws {
    try with { folder in
      _ = try Child.run(
        ["sh", "-c", "printf x > \"$(printf 'a\\377b')\""], in: folder,
        environment: Machine.environment)
      let error = try #require(throws: LedgerError.self) { try artefacts(folder) }
      #expect(error.message.contains("no UTF-8"))
    }
  }

  @Test func `a run's folder is complete and can be checked by sha256sum`() throws {
    try with { folder in
      try write("{\"a\": 1}\n", folder, "in/metrics.json")
      try write("x", folder, "in/My \"Plot\"\nof loss.png")
      try write(String(repeating: "y", count: 2000), folder, "in/big")
      let run = try #require(RunID("1-7c2mxa"))
      let experiment = try #require(ExperimentID("exp-001"))
      let made = RunFolder(
        of: run, of: experiment, facts: [JSON.Member("outcome", .string("completed"))],
        artefacts: try artefacts(Path.join(folder, "in")))
      for (path, bytes) in made.files {
        let place = Path.join(folder, path)
        try FileSystem.makeDirectory(Path.parent(place))
        try FileSystem.write(bytes, to: place)
        if path.hasSuffix(".json") || path.hasSuffix(".pointer") { _ = try JSON.parse(bytes) }
      }
      let place = Path.join(folder, Layout.folder(of: run, of: experiment))
      let said = try Child.run(
        ["sha256sum", "--strict", "-c", RunFolder.manifest], in: place,
        environment: Machine.environment)
      #expect(said.succeeded, "\(String(decoding: said.errors, as: UTF8.self))")
      let lines = String(decoding: said.output, as: UTF8.self).split(separator: "\n")
      #expect(lines.count == made.files.count - 1)
      let manifest = try FileSystem.read(Path.join(place, RunFolder.manifest))
      #expect(SHA256.digest(of: manifest) == made.manifestDigest)
      #expect(String(decoding: manifest, as: UTF8.self).contains(#""My \"Plot\"\nof loss.png""#))
    }
  }
}
