import Testing

@testable import rtrack

/// What an authorised event says of findings, and what is loosened without authority.
@Suite struct VerifyAuthorityTests {
  private func keyed() throws -> VerifiedProject {
    let project = try VerifiedProject()
    // Findings lie a day before what is said of them.
    project.session.pass(seconds: 200_000)
    try project.shell("ssh-keygen -q -t ed25519 -N '' -C maya -f ../key")
    try project.shell("ssh-keygen -q -t ed25519 -N '' -C other -f ../stranger")
    let added = project.session.rtrack("key add ../key.pub --as athena")
    try #require(added.status == 0, "\(added.errors)")
    return project
  }

  private func say(_ project: VerifiedProject, _ line: [String]) throws {
    let outcome = project.session.rtrack(line + ["--as", "athena", "--sign-with", "../key"])
    try #require(outcome.status == 0, "\(line): \(outcome.errors)")
  }

  @Test func `an acknowledged finding stays listed, and no longer counts`() throws {
    let project = try keyed()
    try project.shell("echo 2 > results/e1/metrics.json; git commit -qam Better")
    for options in ["", "--full"] {
      #expect(try project.verify(options).status == 1)
    }
    let name = project.session.rtrack("verify -q").output.split(separator: "\n").map(String.init)
    #expect(name.count == 1 && name[0].hasPrefix("append-only@"), "\(name)")
    try say(project, ["acknowledge", name[0], "--reason", "a slip, told to all"])
    for options in ["", "--full"] {
      let text = project.session.rtrack("verify \(options)")
      #expect(text.status == 0, "\(text.output)")
      #expect(text.output.contains("Covered by an authorised event:\n  append-only: results/e1/"))
    }
  }

  @Test func `an acknowledgement that nobody signed covers nothing, and is a finding`() throws {
    let project = try keyed()
    try project.shell("echo 2 > results/e1/metrics.json; git commit -qam Better")
    let name = project.session.rtrack("verify -q").output.split(separator: "\n").map(String.init)
    try say(project, ["acknowledge", name[0], "--reason", "a slip"])
    // The event without its signature, as somebody writes it by hand.
    try project.shell(
      """
      file=$(git diff --name-only rtrack-ledger~1 rtrack-ledger -- '*.md')
      text=$(git cat-file blob rtrack-ledger:$file)
      git update-ref refs/heads/rtrack-ledger rtrack-ledger~1
      export file text GIT_COMMITTER_DATE=2026-11-24T00:00:00Z
      in_ledger 'printf "%s\\n" "$text" > $file'
      rm .git/rtrack/verified.json
      """)
    let open = try project.verify().open
    #expect(open.contains("append-only changed results/e1/metrics.json"), "\(open)")
    #expect(open.contains { $0.hasPrefix("authority added .research/policy/") }, "\(open)")
  }

  @Test func `what was allowed before it was done is covered`() throws {
    let project = try keyed()
    try project.shell("echo 2 > ../new.json; cp ../new.json .")
    try say(
      project, ["allow", "results/e1/metrics.json", "--file", "../new.json", "--reason", "x"])
    try project.shell(
      """
      cp ../new.json results/e1/metrics.json
      GIT_COMMITTER_DATE=2026-11-25T00:00:00Z git commit -qam Allowed
      """)
    let answer = try project.verify()
    #expect(answer.status == 0, "\(answer.open)")
    #expect(answer.all("covered").count == 1)
  }
}
