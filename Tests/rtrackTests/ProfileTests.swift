import Platform
import Testing

@testable import rtrack

/// What specs and results are judged by, also where a newer rtrack wrote them.
@Suite struct ProfileTests {
  @Test func `what a spec and a result were checked by is kept with them`() throws {
    let session = try Session()
    try session.write("learning-rate-warm-up.md", try SpecText.page())
    try session.write("out/metrics.json", try ResultSessionTests.block("json", of: "results"))
    try session.write(
      "out/config.json", #"{"baseline": {"warmup_steps": 0}, "warmup_steps": 500}"#)
    for line in [
      "init", "agent add flux", "experiment register learning-rate-warm-up.md --as flux",
      "result add 1 out --as flux",
    ] {
      let outcome = session.rtrack(line)
      #expect(outcome.status == 0, "\(line): \(outcome.errors)")
    }
    let kept = try session.call([
      "git", "grep", "-h", "^profile:", "rtrack-ledger", "--", ".research",
    ])
    #expect(kept.output.elementsEqual("profile: strict-1\nprofile: strict-1\n".utf8))
    #expect(session.rtrack("experiment show 1 --json").output.contains("\"profile\": \"strict-1\""))
  }

  @Test func `a profile that is not known is told as not looked at, and never judged`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      in_ledger 'mkdir -p .research/experiments/exp-001-x; cd .research/experiments/exp-001-x
      echo "Of a form to come." > spec-aaaaaa.md
      printf -- "---\\nspec: spec-aaaaaa.md\\nblob: %s\\nprofile: strict-7\\n---\\n" \
        $(git hash-object spec-aaaaaa.md) > 20261121T060000Z-c0-flux-registered-aaaaaa.md'
      """)
    for options in ["", "--full", ""] {
      let answer = try project.verify(options)
      #expect(answer.status == 2 && answer.open == [], "\(answer)")
      #expect(answer.gaps.count == 1)
      #expect(
        answer.gaps.first?.hasPrefix(".research/experiments/exp-001-x/spec-aaaaaa.md, of commit ")
          == true, "\(answer.gaps)")
      #expect(answer.gaps.first?.contains("strict-7, which this rtrack does not know") == true)
    }
    // The same spec under a profile that is known is judged.
    try project.shell(
      """
      git update-ref refs/heads/rtrack-ledger rtrack-ledger~1
      in_ledger 'mkdir -p .research/experiments/exp-001-x; cd .research/experiments/exp-001-x
      echo "Of a form to come." > spec-aaaaaa.md
      printf -- "---\\nspec: spec-aaaaaa.md\\nblob: %s\\nprofile: strict-1\\n---\\n" \
        $(git hash-object spec-aaaaaa.md) > 20261121T060000Z-c0-flux-registered-aaaaaa.md'
      """)
    let answer = try project.verify("--full")
    #expect(answer.open.contains("content added .research/experiments/exp-001-x/spec-aaaaaa.md"))
  }
}
