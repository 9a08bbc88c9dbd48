import Platform
import Testing

@testable import rtrack

/// Who may change what became of an experiment, and calls that may be repeated.
@Suite struct ExperimentOwnerTests {
  /// Flux and sage are agents, athena is a manager, maya is a human.
  private func lab() throws -> Session {
    let session = try Session()
    for line in [
      "init", "agent add maya --human", "agent add athena --role manager --as maya",
      "agent add flux --as maya", "agent add sage --as maya",
    ] { #expect(session.rtrack(line).status == 0, "\(line)") }
    for (number, rows) in ["60000", "60001", "60002", "60003"].enumerated() {
      try session.write("warm-up-\(number).md", try SpecText.page("60000", rows))
    }
    return session
  }

  private func tip(_ session: Session) throws -> String {
    let told = try session.call(["git", "rev-parse", "rtrack-ledger"])
    return String(decoding: told.output, as: UTF8.self)
  }

  @Test func `a repeated call with its key writes nothing, and gives the first answer`() throws {
    let session = try lab()
    for line in [
      "experiment register warm-up-0.md --once first",
      "experiment amend 1 warm-up-1.md --reason counted --once first",
      "experiment amend 1 warm-up-2.md --reason again --once second",
      "experiment withdraw 1 --reason \"no machine\" --once first",
    ] {
      let made = session.rtrack("\(line) --as flux")
      #expect(made.status == 0, "\(line): \(made.errors)")
      let before = try tip(session)
      let again = session.rtrack("\(line) --as flux")
      #expect(again.status == 0, "\(line): \(again.errors)")
      #expect(again.output.contains("done before, with this --once key"), "\(again.output)")
      let name = made.output.split(separator: "· ").last?.prefix { !$0.isNewline } ?? "?"
      #expect(again.output.contains(name), "\(again.output)")
      #expect(session.rtrack("\(line) --as flux -q").output == "exp-001-warm-up-0\n")
      #expect(session.rtrack("\(line) --as flux --json").output.contains("\"repeated\": true"))
      #expect(try tip(session) == before)
    }
    // A key is its speaker's own.
    let other = session.rtrack("experiment register warm-up-3.md --once first --as sage")
    #expect(other.output.hasPrefix("exp-002-warm-up-3 is registered by sage"), "\(other)")
  }

  @Test func `without its key the same call is refused as before`() throws {
    let session = try lab()
    #expect(session.rtrack("experiment register warm-up-0.md --once a --as flux").status == 0)
    for more in ["", "--once b"] {
      let again = session.rtrack("experiment register warm-up-0.md --as flux \(more)")
      #expect(again.status == 2 && again.errors.contains("is registered already"), "\(again)")
    }
  }

  @Test(arguments: [
    ("flux", ["flux": 0, "sage": 1, "athena": 0, "maya": 0]),
    ("maya", ["flux": 1, "sage": 1, "athena": 1, "maya": 0]),
  ])
  func
    `an experiment is amended and withdrawn by who registered it, or directs; a human's by humans`(
      _ owner: String, _ verdicts: [String: Int32]
    ) throws
  {
    for (speaker, status) in verdicts {
      let session = try lab()
      #expect(session.rtrack("experiment register warm-up-0.md --as \(owner)").status == 0)
      let before = try tip(session)
      let amended = session.rtrack("experiment amend 1 warm-up-1.md --reason x --as \(speaker)")
      #expect(amended.status == status, "\(speaker) amends \(owner)'s: \(amended)")
      try session.write(
        "note.md",
        "---\nevent: withdrawn\nexperiment: exp-001-warm-up-0\nagent: \(speaker)\nreason: x\n---\n")
      if status == 1 {
        #expect(amended.errors.contains("exp-001-warm-up-0 was registered by \(owner)"))
        let added = session.rtrack("add note.md")
        #expect(added.status == 1 && added.errors.contains("note.md: "), "\(added)")
      }
      let withdrawn = session.rtrack("experiment withdraw 1 --reason x --as \(speaker)")
      #expect(withdrawn.status == status, "\(speaker) withdraws \(owner)'s: \(withdrawn)")
      if status == 1 { #expect(try tip(session) == before) }
    }
  }

  @Test func `registering beside runs or results without a word is reminded of it`() throws {
    let session = try lab()
    let first = session.rtrack("experiment register warm-up-0.md --as flux")
    #expect(first.status == 0 && !first.errors.contains("--seen"), "\(first)")
    try session.write("results/exp-007-old/metrics.json", "{}")
    try session.write("results/exp-008-old/metrics.json", "{}")
    try session.write("results/exp-009-read/analysis.md", "It works.")
    for name in ["exp-007-old", "exp-008-old", "exp-009-read"] {
      try session.write("\(name).md", try SpecText.page("Controls", "Controls (\(name))"))
    }
    for line in ["protect add results --as results --by maya"] {
      #expect(session.rtrack(line).status == 0)
    }
    #expect(try session.call(["git", "add", "-A"]).succeeded)
    #expect(try session.call(["git", "commit", "-q", "-m", "Old"]).succeeded)
    let silent = session.rtrack("experiment register exp-007-old.md --as flux")
    #expect(silent.status == 0)
    #expect(silent.errors.contains("results were there, but not opened"), "\(silent.errors)")
    #expect(silent.errors.contains("--seen says more"), "\(silent.errors)")
    let said = session.rtrack("experiment register exp-008-old.md --seen seen --as flux")
    #expect(said.status == 0 && !said.errors.contains("--seen"), "\(said.errors)")
    // An analysis lies there: more than what is recorded cannot be said.
    let read = session.rtrack("experiment register exp-009-read.md --as flux")
    #expect(read.status == 0 && !read.errors.contains("--seen"), "\(read.errors)")
  }
}
