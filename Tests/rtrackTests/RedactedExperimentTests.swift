import Platform
import Testing

@testable import rtrack

/// Parts of an experiment that must never be read again: what hung on them is nobody's finding.
@Suite struct RedactedExperimentTests {
  /// One registered experiment with one run, and a key that may redact.
  private func lab() throws -> HookedProject {
    let project = try HookedProject(installing: false)
    let session = project.session
    try session.write("learning-rate-warm-up.md", try SpecText.page())
    try session.write("out/metrics.json", try ResultSessionTests.block("json", of: "results"))
    try session.write(
      "out/config.json", #"{"baseline": {"warmup_steps": 0}, "warmup_steps": 500}"#)
    try session.write("out/faces.png", "a person's face")
    try project.shell("ssh-keygen -q -t ed25519 -N '' -C maya -f ../maya")
    try project.shell("git config rtrack.signingKey ../maya")
    for line in [
      "agent add maya --human", "key add ../maya.pub --as maya",
      "experiment register learning-rate-warm-up.md --as maya", "result add 1 out --as maya",
      "issue open Else --as maya",
    ] { try project.rtrack(line) }
    return project
  }

  @Test(arguments: ["faces.png", "metrics.json", "-ended-", "spec-", "-registered-"])
  func `what is left of an experiment after a redaction is whole for verify`(_ part: String) throws
  {
    let project = try lab()
    let path = try project.shell(
      "git ls-tree -r --name-only rtrack-ledger | grep exp-001 | grep -e '\(part)'")
    #expect(project.session.rtrack("verify").status == 0)
    try project.rtrack("redact \(path) --rewrite --reason \"a person\" --as maya")
    #expect(try project.shell("git ls-tree -r rtrack-ledger -- \(path)") == "")
    for options in ["", "--full", "--full --strict"] {
      let outcome = project.session.rtrack("verify \(options)")
      #expect(outcome.status == 0, "\(part) \(options): \(outcome.output)\(outcome.errors)")
    }
    // What goes on is held to the same as ever.
    try project.rtrack("comment 1 More --as maya")
    for line in ["experiment list", "experiment show 1", "result list", "list", "files"] {
      let outcome = project.session.rtrack(line)
      let isGone = ["-registered-", "spec-"].contains(part) && line == "experiment show 1"
      #expect(outcome.status == (isGone ? 2 : 0), "\(part): \(line): \(outcome)")
    }
    #expect(project.session.rtrack("verify").status == 0)
    if part == "spec-" {
      let told = project.session.rtrack("experiment show 1 --spec").errors
      #expect(told.contains("was taken out of the ledger by maya"), "\(told)")
    }
  }
}
