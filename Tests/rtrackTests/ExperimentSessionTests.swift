import Platform
import Testing

@testable import rtrack

/// Experiments through the command line: names, what had been seen, hostile files.
@Suite struct ExperimentSessionTests {
  private func lab() throws -> Session {
    let session = try Session()
    session.environment["RTRACK_AGENT"] = "flux"
    for line in ["init", "agent add maya --human", "agent add flux --as maya"] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    try session.write("warm-up.md", try SpecText.page())
    return session
  }

  private func tip(_ session: Session) throws -> String {
    let told = try session.call(["git", "rev-parse", "rtrack-ledger"])
    return String(decoding: told.output, as: UTF8.self)
  }

  /// `experiment list`'s third column.
  private func seen(_ session: Session, _ id: String) -> Substring? {
    session.rtrack("experiment list").output.split(separator: "\n")
      .first { $0.hasPrefix(id + "\t") }?.split(separator: "\t")[2]
  }

  static let strict = Path.join(
    Path.parent(FormatPageTests.top("")), "shared/reference/spec-strict.md")

  @Test(.enabled(if: (try? FileSystem.read(strict)) != nil))
  func `the strict example registers as it is, and its bytes are what everybody reads`() throws {
    let session = try lab()
    let bytes = try FileSystem.read(Self.strict)
    let made = session.rtrack(["experiment", "register", Self.strict, "-q"])
    #expect(made.status == 0 && made.output == "exp-001-spec-strict\n" && made.errors == "")
    let view = try FileSystem.read(
      Path.join(session.directory, ".research/experiments/exp-001-spec-strict.md"))
    #expect(view == bytes)
    let shown = session.rtrack("experiment show 1 --spec").output
    #expect(Array(shown.utf8) == bytes)
    #expect(session.rtrack("experiment show exp-001 --json").output.contains("\"warmup_steps\""))
  }

  @Test(arguments: [
    ("experiments/exp-007-warm-up.md", "exp-007-warm-up"), ("Exp 7.md", "exp-001-exp-7"),
    ("new/spec.md", "exp-001-learning-rate-warm-up"), ("ÉÉ.md", "exp-001-learning-rate-warm-up"),
    ("exp-9.md", "exp-9"), (String(repeating: "long ", count: 20) + ".md", nil),
  ])
  func `an experiment is called as its file, and numbered where that has no number`(
    file: String, id: String?
  ) throws {
    let session = try lab()
    try session.write(file, try SpecText.page())
    let made = session.rtrack(["experiment", "register", file, "-q"])
    #expect(made.status == 0, "\(made.errors)")
    let slug = "exp-001-" + String(repeating: "long-", count: 8).dropLast()
    #expect(made.output == (id ?? slug) + "\n")
  }

  @Test func `numbers beside the code are taken, and results there are told`() throws {
    let session = try lab()
    for name in ["exp-011-old", "exp-012-read", "exp-013-none"] {
      let text = try SpecText.page("Controls", "Controls (\(name))")
      try session.write("experiments/\(name).md", text)
    }
    try session.write("results/exp-011-old/metrics.json", "{}")
    try session.write("results/exp-012-read/metrics.json", "{}")
    try session.write("results/exp-012-read/analysis.md", "It works.")
    for line in [
      "protect add experiments/*.md --as specs --freeze first-result --by maya",
      "protect add results/** --as results --by maya",
    ] { #expect(session.rtrack(line).status == 0, "\(line)") }
    _ = try session.call(["git", "add", "-A"])
    _ = try session.call(["git", "commit", "-q", "-m", "Adopted"])
    #expect(session.rtrack("experiment register warm-up.md -q").output == "exp-014-warm-up\n")
    for name in ["exp-011-old", "exp-012-read", "exp-013-none"] {
      let made = session.rtrack("experiment register experiments/\(name).md -q")
      #expect(made.output == "\(name)\n", "\(made.errors)")
    }
    #expect(seen(session, "exp-011-old") == "not-opened")
    #expect(seen(session, "exp-012-read") == "seen")
    #expect(seen(session, "exp-013-none") == "nothing-run")
    #expect(session.rtrack("experiment new more -q").output == "experiments/exp-015-more.md\n")
  }

  @Test func `nobody can have seen less than the ledger shows`() throws {
    let session = try lab()
    try session.write("experiments/exp-001-old.md", try SpecText.page())
    try session.write("results/exp-001-old/metrics.json", "{}")
    _ = session.rtrack("protect add results/** --as results --by maya")
    _ = try session.call(["git", "add", "-A"])
    _ = try session.call(["git", "commit", "-q", "-m", "Adopted"])
    let before = try tip(session)
    let call = "experiment register experiments/exp-001-old.md"
    let refused = session.rtrack("\(call) --seen nothing-run")
    #expect(refused.status == 1 && refused.errors.contains("say not-opened or more"))
    #expect(try tip(session) == before)
    #expect(session.rtrack("\(call) --seen seen").status == 0)
    #expect(seen(session, "exp-001-old") == "seen")
  }

  @Test func `what is no spec, or not whole, changes nothing`() throws {
    let session = try lab()
    try session.write("half.md", try SpecText.page("## Abort Criteria", "## Abort"))
    try session.write("large.md", String(repeating: "# Experiment: x\n", count: 1 << 17))
    try FileSystem.write([0x23, 0x20, 0xFF], to: Path.join(session.directory, "bytes.md"))
    _ = try session.call(["ln", "-s", "nowhere", "dangling.md"])
    _ = try session.call(["mkfifo", "pipe.md"])
    let before = try tip(session)
    for (file, status) in [
      ("half.md", 1), ("large.md", 1), ("bytes.md", 1), ("readme.md", 1), ("dangling.md", 2),
      (".", 2), ("pipe.md", 2), ("nowhere.md", 2),
    ] as [(String, Int32)] {
      let refused = session.rtrack(["experiment", "register", file, "-q"])
      #expect(refused.status == status && refused.output == "", "\(file): \(refused.output)")
      #expect(!refused.errors.isEmpty, "\(file)")
    }
    #expect(try tip(session) == before)
  }

  @Test func `a draft is never written over, nor outside of the work tree`() throws {
    let session = try lab()
    #expect(session.rtrack("experiment new warm -o a/b.md -q").output == "a/b.md\n")
    #expect(session.rtrack("experiment new warm -o a/b.md").status == 2)
    #expect(session.rtrack("experiment new --- -q").status == 2)
    #expect(session.rtrack(["experiment", "new", "***", "-q"]).status == 2)
    _ = try session.call(["ln", "-s", "..", "experiments"])
    let refused = session.rtrack("experiment new warm-up")
    #expect(refused.status == 2 && refused.errors.contains("no folder of this work tree"))
    #expect(try !FileSystem.entries(session.root).contains { $0.hasSuffix(".md") })
  }

  @Test func `a draft in the view is told, and stays`() throws {
    let session = try lab()
    _ = session.rtrack("experiment register warm-up.md")
    try session.write(".research/experiments/exp-002-mine.md", "A draft.\n")
    let path = Path.join(session.directory, ".research/experiments/exp-001-warm-up.md")
    try FileSystem.write(Array("changed\n".utf8), to: path)
    let told = session.rtrack("files")
    #expect(told.output.contains("Put right:\n  .research/experiments/exp-001-warm-up.md"))
    #expect(told.output.contains("  .research/experiments/exp-002-mine.md"))
    #expect(try session.read(".research/experiments/exp-002-mine.md") == "A draft.\n")
    #expect(try session.read(".research/experiments/exp-001-warm-up.md") == SpecText.page())
  }

  @Test func `a spec that plain git brought in is held to the same check`() throws {
    let session = try lab()
    _ = session.rtrack("experiment register warm-up.md")
    try session.write("bad.md", try SpecText.page("## Abort Criteria", "## Abort"))
    let forging = """
      export GIT_INDEX_FILE=forging
      git read-tree rtrack-ledger
      blob=$(git hash-object -w bad.md)
      git update-index --add --cacheinfo \
        "100644,$blob,.research/experiments/exp-001-warm-up/spec-aaaaaa.md"
      git update-ref refs/heads/rtrack-ledger \
        "$(git commit-tree -p rtrack-ledger -m Forged "$(git write-tree)")"
      """
    #expect(try session.call(["sh", "-e", "-c", forging]).succeeded)
    // Without an event of its own it is in force for nobody.
    #expect(session.rtrack("experiment show 1 --spec").output == (try SpecText.page()))
  }

  @Test func `two clones that register and amend before they meet keep every word`() throws {
    let clones = try Clones(2, seed: 11)
    let session = clones.session
    func call(_ clone: Int, _ line: String) {
      clones.enter(clones.names[clone])
      let outcome = session.rtrack(line)
      #expect(outcome.status == 0, "\(line): \(outcome.errors)")
    }
    func meet() throws {
      for clone in [0, 1, 0] { try clones.sync(clones.names[clone]) }
    }
    call(0, "experiment register ../specs/warm-up-0.md --as flux")
    call(1, "experiment register ../specs/warm-up-1.md --as maya")
    try meet()
    for name in clones.names {
      clones.enter(name)
      let ids = "exp-001-warm-up-1\nexp-001-warm-up-0\n"
      #expect(session.rtrack("experiment list -q").output == ids)
      // The number is the one's that keeps it; the other has the next.
      let shown = ["1", "2"].map { session.rtrack("experiment show \($0)").output }
      #expect(shown[0].hasPrefix("exp-001-warm-up-0"), "\(shown[0])")
      #expect(shown[1].hasPrefix("exp-001-warm-up-1"), "\(shown[1])")
    }
    call(0, "experiment amend exp-001-warm-up-0 ../specs/warm-up-2.md --reason less --as flux")
    call(1, "experiment amend exp-001-warm-up-0 ../specs/warm-up-1.md --reason more --as flux")
    try meet()
    var shown: Set<String> = []
    for name in clones.names {
      clones.enter(name)
      shown.insert(session.rtrack("experiment show exp-001-warm-up-0").output)
    }
    #expect(shown.count == 1 && shown.first?.contains("another clone had amended") == true)
  }

  @Test func `runs are told with the spec they followed, and amendments know of them`() throws {
    let session = try lab()
    let id = ResultSessionTests.id
    try session.write("learning-rate-warm-up.md", try SpecText.page())
    #expect(session.rtrack("experiment register learning-rate-warm-up.md -q").output == id + "\n")
    try session.write("out/metrics.json", try ResultSessionTests.block("json", of: "results"))
    try session.write(
      "out/config.json", #"{"baseline": {"warmup_steps": 0}, "warmup_steps": 500}"#)
    let added = session.rtrack("result add \(id) out")
    #expect(added.status == 0, "\(added.errors)")
    let before = session.rtrack("experiment show 1").output.split(separator: "\n")
    #expect(before.contains { $0.hasPrefix("run 1-") && $0.hasSuffix(", counts") })
    try session.write("new.md", try SpecText.page("60000", "60001"))
    #expect(session.rtrack("experiment amend 1 new.md --reason counted").status == 0)
    #expect(seen(session, id) == "not-opened")
    let after = session.rtrack("experiment show 1").output.split(separator: "\n")
    #expect(after.contains { $0.hasPrefix("run 1-") && $0.contains(", counts, of spec-") })
    try session.write("out/analysis.md", "It works.\n")
    let again = try ResultSessionTests.block("json", of: "results")
      .replacing("T05:33", with: "T05:59")
    try session.write("out/metrics.json", again)
    let more = session.rtrack("result add \(id) out --supersedes 1 --reason recounted")
    #expect(more.status == 0, "\(more.errors)")
    try session.write("newer.md", try SpecText.page("60000", "60002"))
    #expect(session.rtrack("experiment amend 1 newer.md --reason again").status == 0)
    #expect(seen(session, id) == "seen")
    #expect(session.rtrack("experiment list --json").output.contains("\"runs\": 2"))
  }
}
